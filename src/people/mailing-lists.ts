import { type RawBuilder, sql } from 'kysely'
import type { Db, Tx } from '../database/connection.ts'
import type { MemberState } from '../database/tables-consent.ts'

/** What staff set of a mailing list. `offered`: anybody may choose it on the preference page. */
export type MailingListValues = Readonly<{
  name: string
  description: string
  /** Asks for confirmation; null: the first mailbox. */
  mailboxId: number | null
  doubleOptIn: boolean
  acceptsUnproven: boolean
  offered: boolean
  archived: boolean
}>

export type MailingList = MailingListValues &
  Readonly<{
    id: number
    slug: string
    version: number
    createdAt: Date
    members: Readonly<Record<MemberState, number>>
  }>

/** A slug: what programs, campaigns and List-Id call a list. */
export const listSlug = /^[a-z0-9](?:[a-z0-9-]{0,48}[a-z0-9])?$/

/** All of them by name, the archived ones last. */
export async function listMailingLists(db: Db): Promise<MailingList[]> {
  return select(db, sql`true`)
}

export async function getMailingList(db: Db, slug: string): Promise<MailingList | undefined> {
  return (await select(db, sql`l.slug = ${slug}`))[0]
}

/** The same, locked: its members change only under this, so that its counters hold. */
export async function lockMailingList(tx: Tx, by: { slug: string } | { id: number }): Promise<MailingList | undefined> {
  const where = 'slug' in by ? sql`l.slug = ${by.slug}` : sql`l.id = ${by.id}`
  await sql`select from mailing_lists l where ${where} for no key update`.execute(tx)
  return (await select(tx, where))[0]
}

/** Makes a list; undefined where there is one of that slug. */
export async function addMailingList(tx: Tx, slug: string, values: MailingListValues): Promise<number | undefined> {
  const row = await tx
    .insertInto('mailingLists')
    .values({ slug, ...columnsOf(values) })
    .onConflict((c) => c.column('slug').doNothing())
    .returning('id')
    .executeTakeFirst()
  return row?.id
}

export async function writeMailingList(tx: Tx, id: number, values: MailingListValues): Promise<void> {
  await tx
    .updateTable('mailingLists')
    .set({ ...columnsOf(values), version: sql<number>`version + 1` })
    .where('id', '=', id)
    .execute()
}

function columnsOf({ archived, ...values }: MailingListValues) {
  return { ...values, archivedAt: archived ? sql<Date>`now()` : null }
}

async function select(db: Db, where: RawBuilder<unknown>): Promise<MailingList[]> {
  const { rows } = await sql<MailingList>`
    select l.id, l.slug, l.name, l.description, l.mailbox_id, l.double_opt_in, l.accepts_unproven, l.offered, l.version,
      l.archived_at is not null as archived, l.created_at,
      jsonb_build_object('confirmed', 0, 'unproven', 0, 'pending', 0, 'removed', 0) || coalesce((
        select jsonb_object_agg(c.state, c.members) from mailing_list_counts c where c.list_id = l.id), '{}') as members
    from mailing_lists l where ${where} order by l.archived_at is not null, lower(l.name), l.id`.execute(db)
  return rows
}
