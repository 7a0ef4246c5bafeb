import type { Database, Tx } from '../src/database/connection.ts'
import { settleLooks } from '../src/desk/looks.ts'
import { issuesTouched } from '../src/desk/notices.ts'
import { record, reserveIds } from '../src/desk/record.ts'
import { addAttachments } from '../src/mail/attachments.ts'
import { lockKept, type Settlement, settleDeliveries } from '../src/mail/deliveries.ts'
import { addEmails, takeHeldEmails } from '../src/mail/emails.ts'
import { listAllMailboxes, type MailboxLine } from '../src/mail/mailboxes.ts'
import { identify } from '../src/people/identify.ts'
import type { Secrets } from '../src/settings/secret.ts'
import { copyKey, findCopies, isCopy } from './copies.ts'
import { decideBatch } from './decide.ts'
import { claimsOf, identifies, lookUp } from './evidence.ts'
import type { Filing, Item } from './item.ts'
import { isFiled, type Plan, planRows, senderOf } from './plan.ts'

/**
 * THE LINE: a batch of kept mails becomes history in one transaction of some twenty statements, whatever its size:
 * drop copies -> thread -> identify -> record -> notify. It may run twice and has one effect, since only deliveries
 * that still wait are filed, and each is settled in the same transaction. Throws when nothing was written.
 */
export async function file(db: Database, secrets: Secrets, filings: readonly Filing[]): Promise<void> {
  await db.transaction().execute(async (tx) => {
    const ids = filings.map((filing) => filing.delivery.id)
    const waiting = await lockKept(tx, ids)
    const mailboxes = await listAllMailboxes(tx)
    const here = filings.filter((filing) => waiting.has(filing.delivery.id))
    if (here.length === 0) return
    const heldFor = await takeHeldEmails(tx, [...waiting])
    const items = here.map((filing) => asItem(secrets, mailboxes, filing))
    const { fresh, copies } = await sortOutCopies(tx, items)
    const plan = await planBatch(tx, mailboxes, fresh, heldFor)
    await write(tx, plan, copies)
    await settleLooks(tx, [...heldFor.values()])
  })
}

function asItem(secrets: Secrets, mailboxes: readonly MailboxLine[], filing: Filing): Item {
  const { delivery, parsed } = filing
  const { mail } = parsed
  return {
    ...filing,
    mail,
    mailbox: mailboxes.find((one) => one.id === delivery.mailboxId)!,
    from: identifies(mailboxes, mail) ? mail.from.address : '',
    at: (delivery.source === 'import' && mail.date) || delivery.receivedAt,
    claims: claimsOf(secrets, mail, delivery.recipient),
    generation: 0,
  }
}

/** Copies are settled beside the mail they equal; the rest is new to its mailbox. */
async function sortOutCopies(tx: Tx, items: readonly Item[]): Promise<{ fresh: Item[]; copies: Settlement[] }> {
  const earlier = await findCopies(
    tx,
    items.map(({ mailbox, mail }) => ({ mailboxId: mailbox.id, fingerprint: mail.fingerprint })),
  )
  const fresh: Item[] = []
  const copies: Settlement[] = []
  for (const item of items) {
    const key = copyKey(item.mailbox.id, item.mail.fingerprint)
    const { id, receivedAt } = item.delivery
    const first = earlier.get(key)
    if (first && isCopy(item.mail, receivedAt, first)) {
      const reason = `The same mail as delivery ${first.deliveryId}, which came before; nothing was added.`
      const automatic = item.mail.automatic !== null
      copies.push({ id, state: 'filed', copyOfId: first.deliveryId, reason, automatic })
    } else {
      const generation = first ? first.generation + 1 : 0
      earlier.set(key, { deliveryId: id, generation, receivedAt })
      fresh.push({ ...item, generation })
    }
  }
  return { fresh, copies }
}

async function planBatch(
  tx: Tx,
  mailboxes: readonly MailboxLine[],
  items: readonly Item[],
  heldFor: ReadonlyMap<number, number>,
): Promise<Plan> {
  if (items.length === 0) return planRows(mailboxes, [])
  const known = await lookUp(
    tx,
    items.map((item) => item.claims),
    items.map((item) => item.from),
    [...heldFor.values()],
  )
  const ids = await reserveIds(tx, items.length)
  const fates = decideBatch(items, ids, known, heldFor)
  const people = await identify(tx, items.filter((_, i) => isFiled(fates[i]!)).map(senderOf))
  const decided = items.map((item, i) => {
    const fate = fates[i]!
    return { item, fate, ids: ids[i]!, personId: isFiled(fate) ? people.shift()! : 0 }
  })
  return planRows(mailboxes, decided)
}

async function write(tx: Tx, plan: Plan, copies: readonly Settlement[]) {
  const { opened, touched, interactions, participants } = plan
  await record(tx, { opened: [...opened.values()], touched: [...touched.values()], interactions, participants })
  await addEmails(tx, plan.emails)
  await addAttachments(tx, plan.attachments)
  await settleDeliveries(tx, [...markedAutomatic(plan), ...copies])
  await issuesTouched(tx, [...new Set([...opened.keys(), ...touched.keys()])])
}

function markedAutomatic({ emails, settlements }: Plan): Settlement[] {
  const automatic = new Set(emails.flatMap((email) => (email.automatic === null ? [] : [email.deliveryId])))
  return settlements.map((settlement) => ({ ...settlement, automatic: automatic.has(settlement.id) }))
}
