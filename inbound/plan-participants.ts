import type { MailAddress } from '../src/database/tables.ts'
import type { NewParticipant } from '../src/desk/record.ts'
import { isOwnAddress, type MailboxLine } from '../src/mail/mailboxes.ts'
import { isForward } from './hints.ts'
import type { Fate, Item } from './item.ts'

const participantsOfOneMail = 20
const offeredOfOneMail = 5

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
 * participant whose mail may do so, wrote to besides us. Nobody for a forward or a program's mail. Who opens an issue
 * may copy in whom he likes, since nobody said anything in it before him.
 */
export function joining(item: Item, fate: Fate): MailAddress[] {
  const opens = fate.kind === 'new' || (fate.kind === 'attach' && fate.others === 'join')
  return [...(item.from && joins(fate) ? [item.sender] : []), ...(opens ? copiedIn(item) : [])]
}

/**
 * Whom a rep may let take part: they were copied in by an answer that comes from a participant's address, but whose
 * domain does not vouch for it. Joined by themselves, a forger who knows one of our ids would read every later letter.
 */
export function offered(mailboxes: readonly MailboxLine[], item: Item, fate: Fate): MailAddress[] {
  if (fate.kind !== 'attach' || fate.others !== 'offer') return []
  return copiedIn(item)
    .filter(({ address }) => address.length <= 254 && !isOwnAddress(mailboxes, address))
    .slice(0, offeredOfOneMail)
}

function copiedIn({ mail, from }: Item): MailAddress[] {
  return from !== '' && mail.automatic === null && !isForward(mail.subject) ? [...mail.to, ...mail.cc] : []
}

/** Who opens an issue takes part in it, and whom a rep let in; an answer changes nothing. */
function joins(fate: Fate): boolean {
  return fate.kind === 'new' || (fate.kind === 'attach' && fate.why.level === 'rep')
}
