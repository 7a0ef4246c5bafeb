import type { KeyRole, Role } from '../database/tables-reps.ts'

/**
 * read: see the desk. work: answer, close, change. people: enter persons and shop data. campaigns: bulk mail.
 * consent: put addresses on mailing lists and take them off, say who gets no more, and that they do again.
 * certificates: grant gift certificates within the limits of their programs, make them void, and, with the code, spend
 * them for orders. automatic: send automatic e-mail. settings: staff, keys, mailboxes, whatever holds for all. team:
 * numbers of other reps by name; own ones and those of the whole desk need no more than read. submit: hand in mail by
 * SMTP.
 */
export type Deed =
  | 'read'
  | 'work'
  | 'people'
  | 'campaigns'
  | 'consent'
  | 'certificates'
  | 'automatic'
  | 'settings'
  | 'team'
  | 'submit'

/** What each role may do; the one table that pages and API go by. `submit` is for keys only. */
const deeds: Readonly<Record<KeyRole, readonly Deed[]>> = {
  admin: ['read', 'work', 'people', 'campaigns', 'consent', 'certificates', 'automatic', 'settings', 'team', 'submit'],
  rep: ['read', 'work', 'people', 'consent', 'certificates', 'automatic'],
  marketing: ['read', 'campaigns', 'consent'],
  data_entry: ['read', 'people', 'consent'],
  read_only: ['read', 'team'],
  submit: ['automatic', 'submit'],
}

export const keyRoleNames = Object.keys(deeds) as readonly KeyRole[]
export const roleNames = keyRoleNames.filter((role): role is Role => role !== 'submit')

export function isRole(text: string): text is Role {
  return text !== 'submit' && isKeyRole(text)
}

export function isKeyRole(text: string): text is KeyRole {
  return Object.hasOwn(deeds, text)
}

export function may(role: KeyRole, deed: Deed): boolean {
  return deeds[role].includes(deed)
}

/** What taking back a change of that kind takes. */
export function undoDeed(kind: string): Deed {
  if (
    /^(mailbox|relay|dkim|settings|rep|api_key|picklist|group|template|gift_program|webhook|contact_form)\./.test(kind)
  )
    return 'settings'
  if (/^(canned\.(shared|suggested)|spelling\.(prune|languages|dictionary))$/.test(kind)) return 'settings'
  if (kind === 'saved_report') return 'read' // whose it is, is asked of the report
  if (kind === 'list.unproven') return 'settings'
  if (kind === 'list.update' || kind === 'audience' || kind === 'campaign.options') return 'campaigns'
  if (/^(list|suppression)\./.test(kind)) return 'consent'
  if (kind.startsWith('certificate.')) return 'certificates'
  return kind.startsWith('person.') ? 'people' : 'work'
}
