import type { MailAddress } from '../src/database/tables.ts'
import type { NewParticipant } from '../src/desk/record.ts'
import { isOwnAddress, type MailboxLine } from '../src/mail/mailboxes.ts'
import { isForward } from './hints.ts'
import type { Fate, Item } from './item.ts'

const participantsOfOneMail = 20

/** Who takes part in an issue from now on. Never our own addresses; capped. */
export function participants(
  mailboxes: readonly MailboxLine[],
  item: Item,
  issueId: number,
  fate: Fate,
): NewParticipant[] {
  return joining(item, fate)
    .filter(({ address }) => address.length <= 254 && !isOwnAddress(mailboxes, address))
    .slice(0, participantsOfOneMail)
    .map(({ name, address }) => ({ name, address, issueId }))
}

/**
 * Whom a mail brings in (inbound.md D7): the sender of a new issue or whom a rep let in, and whom they, or a
 * participant whose mail may do so, wrote to besides us. Nobody for a forward or a program's mail.
 */
export function joining({ mail, from, sender }: Item, fate: Fate): MailAddress[] {
  const opens = fate.kind === 'new'
  const widens = from !== '' && mail.automatic === null && !isForward(mail.subject)
  const others = widens && (opens || (fate.kind === 'attach' && fate.widens)) ? [...mail.to, ...mail.cc] : []
  return [...(from && joins(fate) ? [sender] : []), ...others]
}

/** Who opens an issue takes part in it, and whom a rep let in; an answer changes nothing. */
function joins(fate: Fate): boolean {
  return fate.kind === 'new' || (fate.kind === 'attach' && fate.why.level === 'rep')
}
