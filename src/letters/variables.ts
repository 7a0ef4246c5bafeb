import { sql } from 'kysely'
import type { Db } from '../database/connection.ts'
import { findOrder, type Order } from '../shop/orders.ts'
import type { LiquidValue } from './liquid.ts'
import { domainOf } from './reply-address.ts'

/** A variable of canned responses: where its value comes from and what it looks like. */
export type VariableNote = Readonly<{ name: string; source: string; example: string }>

const noted = (name: string, source: string, example: string): VariableNote => ({ name, source, example })

/** Every variable that a canned response may name; besides, `ask.anything` asks whoever inserts it. */
export const variables: readonly VariableNote[] = [
  noted('person.name', 'The person’s record', 'Maria Lopez'),
  noted('person.first_name', 'The first of the person’s first names', 'Maria'),
  noted('person.last_name', 'The person’s record', 'Lopez'),
  noted('person.email', 'The person’s first address', 'maria@customer.example'),
  noted('person.phone', 'The person’s record', '555 0100'),
  noted('person.postal_code', 'The person’s record', '90210'),
  noted('order.number', 'The order that the issue names', 'A-1042'),
  noted('order.state', 'The order, as the shop told it', 'shipped'),
  noted('order.placed_on', 'The order, as the shop told it', '12 March 2026'),
  noted('order.total', 'The order, as the shop told it', '$38.50'),
  noted('order.refunded', 'The order, as the shop told it; empty when nothing was', '$5.00'),
  noted('order.items', 'The order’s lines, as one text', '1 × Ant farm, 2 × Sand'),
  noted('order.lines', 'The order’s lines, for a loop: name, quantity, amount, state', ''),
  noted('order.carrier', 'The newest shipment', 'Parcel Post'),
  noted('order.tracking', 'The newest shipment', '1Z999'),
  noted('issue.number', 'The issue', '512'),
  noted('issue.subject', 'The issue', 'Where is my ant farm?'),
  noted('issue.opened_on', 'The issue', '14 March 2026'),
  noted('issue.types', 'The issue’s types, as one text', 'late, leak'),
  noted('certificate.code', 'The gift certificate that goes with the letter', 'a code that only the letter shows'),
  noted('certificate.amount', 'The gift certificate that goes with the letter', '$10.00'),
  noted('certificate.expires_on', 'The gift certificate that goes with the letter', '31 December 2026'),
  noted('rep.name', 'Whoever inserts it', 'Rosa Rep'),
  noted('rep.first_name', 'Whoever inserts it', 'Rosa'),
  noted('rep.email', 'Whoever inserts it', 'rosa@desk.example'),
  noted('mailbox.address', 'The mailbox that the letter goes from', 'support@shop.example'),
  noted('shop.name', 'The name of the mailbox, else its domain', 'The Ant Shop'),
  noted('today', 'The day of inserting', '15 March 2026'),
]

/** No one types a certificate's code: it would stand in the history. */
export const neverAsked = ['certificate.code', 'order.lines']

/** Whom and what a text is about. `language`: how dates and sums are written (BCP 47). */
export type About = Readonly<{
  issueId?: number | undefined
  personId?: number | undefined
  /** Where there is no issue that names one. */
  orderId?: string | undefined
  mailboxId?: number | undefined
  repId: number | null
  language?: string | undefined
}>

export type VariableValues = Readonly<Record<string, Readonly<Record<string, LiquidValue>> | string>>

/** The values of every variable; null where there is none. An issue that is not there is as good as none named. */
export async function valuesOf(db: Db, about: About): Promise<VariableValues> {
  const [issue, rep] = await Promise.all([readIssue(db, about.issueId), readRep(db, about.repId)])
  const personId = issue?.personId ?? about.personId
  const orderId = issue?.orderId ?? about.orderId?.trim().replace(/^#/, '') ?? null
  const [person, order, mailbox] = await Promise.all([
    readPerson(db, personId),
    orderId ? findOrder(db, orderId) : undefined,
    readMailbox(db, issue?.mailboxId ?? about.mailboxId ?? null),
  ])
  const write = writer(about.language)
  const name = person ? `${person.firstNames} ${person.lastName}`.trim() : null
  return {
    person: {
      name,
      first_name: person?.firstNames.split(/\s+/)[0] ?? null,
      last_name: person?.lastName ?? null,
      email: person?.email ?? null,
      phone: person?.phone ?? null,
      postal_code: person?.postalCode ?? null,
    },
    order: orderValues(order, orderId, write),
    issue: {
      number: about.issueId && issue ? String(about.issueId) : null,
      subject: issue?.subject ?? null,
      opened_on: issue ? write.day(issue.openedAt) : null,
      types: issue?.types.join(', ') ?? null,
    },
    certificate: { code: null, amount: null, expires_on: null },
    rep: { name: rep?.name ?? null, first_name: rep?.name.split(/\s+/)[0] ?? null, email: rep?.email ?? null },
    mailbox: { address: mailbox?.address ?? null },
    shop: { name: mailbox ? mailbox.name || domainOf(mailbox.address) : null },
    today: write.day(new Date()),
  }
}

type Writer = ReturnType<typeof writer>

function orderValues(order: Order | undefined, number: string | null, write: Writer) {
  const shipment = order?.shipping.shipments?.at(-1)
  return {
    number,
    state: order?.state ?? null,
    placed_on: order ? write.day(order.placedAt) : null,
    total: order ? write.money(order.totalMinor, order.currency) : null,
    refunded: order && order.refundedMinor > 0 ? write.money(order.refundedMinor, order.currency) : null,
    items: order?.lines.map((line) => `${line.quantity} × ${line.name || line.product}`).join(', ') ?? null,
    lines:
      order?.lines.map((line) => ({
        name: line.name || line.product,
        quantity: line.quantity,
        amount: write.money(line.amountMinor, order.currency),
        state: line.state,
      })) ?? null,
    carrier: shipment?.carrier ?? null,
    tracking: shipment?.tracking ?? null,
  }
}

/** Dates and sums as people of that language read them; UTC, as the shop's days are. */
export function writer(language = '') {
  const locale = Intl.DateTimeFormat.supportedLocalesOf(wellFormed(language))[0] ?? 'en-GB'
  const days = new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: 'UTC' })
  return {
    day: (at: Date) => days.format(at),
    money(minor: number, currency: string) {
      const sums = new Intl.NumberFormat(locale, { style: 'currency', currency })
      return sums.format(minor / 10 ** (sums.resolvedOptions().maximumFractionDigits ?? 2))
    },
  }
}

/** Intl throws for what is no BCP 47 tag. */
export function wellFormed(language: string): string[] {
  return /^[a-z]{2,3}(-[a-z0-9]{2,8}){0,3}$/i.test(language) ? [language] : []
}

async function readIssue(db: Db, id: number | undefined) {
  if (id === undefined) return undefined
  type Row = { personId: number; subject: string; orderId: string | null; mailboxId: number | null; openedAt: Date }
  const { rows } = await sql<Row & { types: string[] }>`
    select i.user_identification_id as person_id, i.subject, i.order_id, i.mailbox_id, i.opened_at,
      array(select type from issue_types t where t.issue_id = i.id order by type) as types
    from issues i where i.id = ${id} and i.deleted_at is null`.execute(db)
  return rows[0]
}

async function readPerson(db: Db, id: number | undefined) {
  if (id === undefined) return undefined
  type Row = { firstNames: string; lastName: string; phone: string; postalCode: string; email: string | null }
  const { rows } = await sql<Row>`
    select p.first_names, p.last_name, p.phone, p.postal_code, (
        select m.address from user_identification_emails m
        where m.user_identification_id = p.id order by m.created_at, m.address_key limit 1) as email
    from user_identifications p where p.id = ${id}`.execute(db)
  return rows[0]
}

function readRep(db: Db, id: number | null) {
  if (id === null) return undefined
  return db.selectFrom('reps').select(['name', 'email']).where('id', '=', id).executeTakeFirst()
}

/** The one named, else the first. */
async function readMailbox(db: Db, id: number | null) {
  const { rows } = await sql<{ name: string; address: string }>`
    select name, address from mailboxes where deleted_at is null order by id = ${id} desc nulls last, id limit 1`.execute(
    db,
  )
  return rows[0]
}

/** The language that the shop knows of an issue's person; '' when nobody knows. */
export async function personLanguage(db: Db, issueId: number | undefined): Promise<string> {
  if (issueId === undefined) return ''
  const { rows } = await sql<{ language: string }>`
    select u.language from issues i join user_identifications p on p.id = i.user_identification_id
      join shop_users u on u.id = p.shop_user_id where i.id = ${issueId}`.execute(db)
  return rows[0]?.language ?? ''
}
