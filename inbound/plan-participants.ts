import type { NewParticipant } from '../src/desk/record.ts'
import { isOwnAddress, type MailboxLine } from '../src/mail/mailboxes.ts'
import { joins } from './decide.ts'
import { isForward } from './hints.ts'
import type { Fate, Item } from './item.ts'

const participantsOfOneMail = 20

/**
 * Who takes part from now on (inbound.md D7): the sender of a new issue or whom a rep let in, and whom they, or a
 * participant whose mail may do so, wrote to besides us. Never our own addresses, nor anybody for a forward or a
 * program's mail; capped.
 */
export function participants(
  mailboxes: readonly MailboxLine[],
  item: Item,
  issueId: number,
  fate: Fate,
): NewParticipant[] {
  const { mail, from, sender } = item
  const opens = fate.kind === 'new'
  const widens = from !== '' && mail.automatic === null && !isForward(mail.subject)
  const others = widens && (opens || (fate.kind === 'attach' && fate.widens)) ? [...mail.to, ...mail.cc] : []
  return [...(from && joins(fate) ? [sender] : []), ...others]
    .filter(({ address }) => address.length <= 254 && !isOwnAddress(mailboxes, address))
    .slice(0, participantsOfOneMail)
    .map(({ name, address }) => ({ name, address, issueId }))
}
