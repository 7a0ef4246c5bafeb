import type { Db, Tx } from '../database/connection.ts'
import { readSetting, writeSetting } from '../settings/settings.ts'

/** Who sends bulk mail, as the law wants it said in every letter (campaigns.md 4.7). */
export type SenderIdentity = Readonly<{
  /** A valid physical address: lines. */
  postalAddress: string
  /** Company register, tax number, who answers for it: lines. */
  legalText: string
  /** Since when the checkout offers to opt out, ISO 8601; null: not said. Orders before give no soft opt-in. */
  optOutOfferedSince: string | null
  /** What the checkout says there. */
  optOutWording: string
}>

export const noIdentity: SenderIdentity = {
  postalAddress: '',
  legalText: '',
  optOutOfferedSince: null,
  optOutWording: '',
}

export async function senderIdentity(db: Db): Promise<SenderIdentity> {
  return { ...noIdentity, ...((await readSetting(db, 'sender_identity')) as Partial<SenderIdentity> | undefined) }
}

export async function writeSenderIdentity(tx: Tx, identity: SenderIdentity): Promise<void> {
  await writeSetting(tx, 'sender_identity', identity)
}
