import type { Config } from '../config.ts'
import { type Home, plusAddress } from '../letters/reply-address.ts'
import { idSigner, type SignId } from '../letters/signed-ids.ts'
import type { Secrets } from '../settings/secret.ts'

/** What every campaign letter carries for taking back; `mailto` null where the mailbox takes no plus addresses. */
export type UnsubscribeLinks = Readonly<{
  token: string
  /** The one of RFC 8058; a person who opens it gets a page with a button. */
  unsubscribe: string
  preferences: string
  mailto: string | null
}>

/** `sign`: a signer that was made before, where links of many are. */
type Desk = Readonly<{ secrets: Secrets; config: Pick<Config, 'publicUrl' | 'basePath'>; sign?: SignId }>

/** Of a test letter: its links open a page that says so, and do nothing. */
export const testRecipient = 0

/** Links of one campaign recipient by its id. They hold for good, need no login and never wear out (campaigns.md R19). */
export function unsubscribeLinks(desk: Desk, home: Home, recipientId: number): UnsubscribeLinks {
  const token = (desk.sign ?? idSigner(desk.secrets))('u', recipientId)
  const base = `${desk.config.publicUrl}${desk.config.basePath}`
  const address = plusAddress(home, token)
  return {
    token,
    unsubscribe: `${base}unsubscribe/${token}`,
    preferences: `${base}preferences/${token}`,
    mailto: address === home.address ? null : `mailto:${address}?subject=unsubscribe`,
  }
}
