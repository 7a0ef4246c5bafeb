import type { Api } from './api.ts'
import { type Buyer, buyers, dice, type Order, orders } from './shop.ts'

/** Two months of calls and chats that are over, so that reports have something to tell. */

const day = 86_400_000
const contacts = 130
const weeks = 8

const matters = [
  {
    ...{ type: 'Shipping', subject: 'Where is my parcel?', used: ['Tracking', 'Order'] },
    details: 'Asked where the parcel is. Read out the tracking.',
  },
  {
    ...{ type: 'Live animals', subject: 'Queen does not move', used: ['Keeper’s manual'] },
    details: 'Told her to warm the tube slowly. She moves again.',
  },
  {
    ...{ type: 'Broken', subject: 'A tube arrived cracked', used: ['Order', 'Stock'] },
    details: 'Cracked tube; a new one is on its way.',
  },
  {
    ...{ type: 'Wrong item', subject: 'Got sand instead of gel', used: ['Order', 'Stock'] },
    details: 'Picked wrongly; exchanged.',
  },
  {
    ...{ type: 'Question', subject: 'How often to feed?', used: ['Keeper’s manual'] },
    details: 'Every three days, two drops.',
  },
  {
    ...{ type: 'Refund', subject: 'Wants the money back', used: ['Order', 'Price list'] },
    details: 'Sent it back unopened; refunded.',
  },
]
/** What the lists of the demo offer; types of stories that are not there are “all others”. */
const lists = {
  issue_type: [
    'Shipping',
    'Live animals',
    'Broken',
    'Wrong item',
    'Question',
    'Refund',
    'Complaint',
    'Sales',
    'Praise',
  ],
  info_used: ['Order', 'Tracking', 'Keeper’s manual', 'Stock', 'Price list'],
}
/** How often each of them comes, of a hundred. */
const shares = [34, 54, 68, 78, 92, 100]

type Contact = Readonly<{
  buyer: Buyer
  at: Date
  matter: (typeof matters)[number]
  order: Order | undefined
  by: string
}>

/** Records them, each answered and closed; answers the ids of their issues. */
export async function recordPast(api: Api, now = Date.now()): Promise<number[]> {
  for (const [list, labels] of Object.entries(lists))
    for (const label of labels) await api('POST', `/picklists/${list}/items`, { label })
  const ids: number[] = []
  for (const contact of pastContacts(now)) ids.push(await recordOne(api, contact))
  return ids
}

function pastContacts(now: number): Contact[] {
  const roll = dice(11)
  const bought = orders(now)
  return Array.from({ length: contacts }, (_, n) => {
    const buyer = buyers[Math.floor(roll() * buyers.length)]!
    const share = roll() * 100
    return {
      ...{ buyer, by: roll() < 0.7 ? 'phone' : 'chat', at: workingTime(now, (n / contacts) * weeks * 7, roll()) },
      matter: matters[shares.findIndex((upTo) => share < upTo)]!,
      order: bought.find(({ user }) => user === buyer.externalId),
    }
  })
}

/** Between eight and six, more of it in the morning, never on a Sunday. */
function workingTime(now: number, daysAgo: number, chance: number): Date {
  const at = new Date(now - (daysAgo + 1) * day)
  if (at.getDay() === 0) at.setDate(at.getDate() - 1)
  at.setHours(8, Math.round(600 * chance ** 1.4), 0, 0)
  return at
}

async function recordOne(api: Api, { buyer, at, matter, order, by }: Contact): Promise<number> {
  const { firstNames, lastName, email } = buyer
  const [known] = (await api('GET', `/people?email=${encodeURIComponent(email)}`)).items as { id: number }[]
  const { type, subject, details, used: infoUsed } = matter
  const said = await api('POST', '/interactions', {
    ...(known ? { personId: known.id } : { person: { firstNames, lastName, email } }),
    ...{ channel: by, originator: 'customer', occurredAt: at.toISOString() },
    actions: [{ issue: { subject, types: [type], orderId: order?.number ?? null }, details }],
  })
  const { issueId } = (said.actions as { issueId: number }[])[0]!
  const answered = new Date(Math.min(Date.now(), +at + answerAfter(issueId)))
  await api('POST', '/interactions', {
    ...{ personId: said.personId, channel: 'phone', originator: 'rep', occurredAt: answered.toISOString() },
    actions: [{ issueId, details: 'Called back; all is well.', infoUsed, close: true }],
  })
  return issueId
}

/** From ten minutes to two days, in milliseconds; mostly within the day. */
const answerAfter = (issueId: number) => (10 + ((issueId * 37) % 19) ** 2 * 8) * 60_000
