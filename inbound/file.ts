import { applyCampaignMail } from '../src/campaigns/answered.ts'
import { unsubscribeByMail } from '../src/campaigns/unsubscribing.ts'
import type { Database, Tx } from '../src/database/connection.ts'
import { suggestByTokens } from '../src/desk/late-tokens.ts'
import { settleLooks } from '../src/desk/looks.ts'
import { issuesTouched } from '../src/desk/notices.ts'
import { record, reserveIds } from '../src/desk/record.ts'
import { leaveTraces, shareQueues } from '../src/desk/threading.ts'
import { applyReports } from '../src/letters/reported.ts'
import { addAttachments } from '../src/mail/attachments.ts'
import { askAgain } from '../src/mail/authentication.ts'
import { lockKept, type Settlement, settleDeliveries, settleOvertaken } from '../src/mail/deliveries.ts'
import { addEmails, takeHeldEmails } from '../src/mail/emails.ts'
import { isOwnAddress, listAllMailboxes, type MailboxLine } from '../src/mail/mailboxes.ts'
import { identify } from '../src/people/identify.ts'
import type { Secrets } from '../src/settings/secret.ts'
import { arrivedAt } from './arrival.ts'
import { knowCampaigns } from './campaign-answers.ts'
import { claimsOf } from './claimed.ts'
import { type Sorted, sortOutCopies } from './copies.ts'
import { decideBatch } from './decide.ts'
import { identifies, lookUp } from './evidence.ts'
import { type Filing, type Item, releasedTo } from './item.ts'
import { knowOwnLetters } from './own-letters.ts'
import { isFiled, type Plan, planRows, senderOf } from './plan.ts'
import { tryAcknowledging } from './plan-effects.ts'
import { type Claimed, foldBySent } from './sent-texts.ts'

/**
 * THE LINE: a batch of kept mails becomes history in one transaction of some twenty statements, whatever its size:
 * drop copies -> thread -> identify -> record -> notify. It may run twice and has one effect, since only deliveries
 * that still wait are filed, and each is settled in the same transaction; quotes are told from answers before it.
 * Throws when nothing was written. Answers what kept acknowledgements from being written, if anything did.
 */
export async function file(db: Database, secrets: Secrets, kept: readonly Filing[]): Promise<Error | undefined> {
  const claiming = kept.map((one) => ({
    ...one,
    claims: claimsOf(secrets, one.parsed.mail, one.delivery.recipient),
  }))
  const filings = await foldBySent(db, await knowCampaigns(db, secrets, claiming))
  return db.transaction().execute(async (tx) => {
    const ids = filings.map((filing) => filing.delivery.id)
    const waiting = await lockKept(tx, ids)
    const mailboxes = await listAllMailboxes(tx)
    const here = filings.filter((filing) => waiting.has(filing.delivery.id))
    if (here.length === 0) return undefined
    const heldFor = await takeHeldEmails(tx, [...waiting])
    const items = here.map((filing) => asItem(mailboxes, filing))
    const sorted = await sortOutCopies(tx, items)
    const plan = await planBatch(tx, mailboxes, sorted, heldFor)
    await write(tx, plan, sorted.copies)
    const overtaken = await takeHeldEmails(tx, await settleOvertaken(tx, sorted.overtaken))
    await shareQueues(tx, [...sorted.shared, ...released(items)])
    await suggestByTokens(tx, sorted.late)
    await settleLooks(tx, [...heldFor.values(), ...overtaken.values()])
    await applyReports(tx, plan.effects.reports)
    await applyCampaignMail(tx, plan.effects.campaigns)
    await unsubscribeByMail(tx, plan.effects.unsubscribes)
    return tryAcknowledging(tx, secrets, plan.effects)
  })
}

function asItem(mailboxes: readonly MailboxLine[], filing: Claimed): Item {
  const { delivery, parsed, verified } = filing
  const { mail } = parsed
  const { listWriter } = mail.hints
  const sender = listWriter ?? mail.from
  return {
    ...filing,
    mail,
    mailbox: mailboxes.find((one) => one.id === delivery.mailboxId)!,
    sender,
    // What a list says of its writer proves nothing either way (inbound.md D2).
    verified: listWriter ? 'unknown' : verified,
    from: identifies(mailboxes, sender, mail.fromCertain) ? sender.address : '',
    self: isOwnAddress(mailboxes, sender.address),
    returned: false,
    at: arrivedAt(delivery, mail.date),
    generation: 0,
  }
}

/** Mails that a rep let in: their copies in other mailboxes waited with them. */
function released(items: readonly Item[]): number[] {
  return items.filter(({ delivery }) => releasedTo(delivery)).map(({ delivery }) => delivery.id)
}

async function planBatch(
  tx: Tx,
  mailboxes: readonly MailboxLine[],
  { fresh, waiting }: Sorted,
  heldFor: ReadonlyMap<number, number>,
): Promise<Plan> {
  if (fresh.length === 0) return planRows(mailboxes, [])
  const items = await knowOwnLetters(tx, fresh)
  const known = await lookUp(tx, items, [...heldFor.values()], waiting)
  const ids = await reserveIds(tx, items.length)
  const verdicts = decideBatch(items, ids, known, heldFor)
  const people = await identify(tx, items.filter((_, i) => isFiled(verdicts[i]!.fate)).map(senderOf))
  const decided = items.map((item, i) => {
    const verdict = verdicts[i]!
    return { ...verdict, item, ids: ids[i]!, personId: isFiled(verdict.fate) ? people.shift()! : 0 }
  })
  return planRows(mailboxes, decided)
}

async function write(tx: Tx, plan: Plan, copies: readonly Settlement[]) {
  const { opened, touched, interactions, participants } = plan
  await record(tx, { opened: [...opened.values()], touched: [...touched.values()], interactions, participants })
  await addEmails(tx, plan.emails)
  await addAttachments(tx, plan.attachments)
  await leaveTraces(tx, plan.traces)
  await askAgain(tx, plan.unanswered)
  await settleDeliveries(tx, [...markedAutomatic(plan), ...copies])
  await issuesTouched(tx, [...new Set([...opened.keys(), ...touched.keys()])])
}

function markedAutomatic({ emails, settlements }: Plan): Settlement[] {
  const automatic = new Set(emails.flatMap((email) => (email.automatic === null ? [] : [email.deliveryId])))
  return settlements.map((settlement) => ({ ...settlement, automatic: automatic.has(settlement.id) }))
}
