import type { Role } from '../database/tables-reps.ts'

/** read: see the desk. work: answer, close, change. people: enter persons and shop data. settings: accounts, keys, mailboxes. */
export type Deed = 'read' | 'work' | 'people' | 'campaigns' | 'settings'

/** What each role may do; the one table that pages and API go by. */
const deeds: Readonly<Record<Role, readonly Deed[]>> = {
  admin: ['read', 'work', 'people', 'campaigns', 'settings'],
  rep: ['read', 'work', 'people'],
  marketing: ['read', 'campaigns'],
  data_entry: ['read', 'people'],
  read_only: ['read'],
}

export const roleNames = Object.keys(deeds) as readonly Role[]

export function isRole(text: string): text is Role {
  return Object.hasOwn(deeds, text)
}

export function may(role: Role, deed: Deed): boolean {
  return deeds[role].includes(deed)
}
