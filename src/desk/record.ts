import { sql } from 'kysely'
import type { Tx } from '../database/connection.ts'
import { kept } from '../database/kept.ts'
import { rowsJson } from '../database/rows-json.ts'
import type { MailAddress } from '../database/tables.ts'
import { addressKey } from '../mail/address.ts'
import { groupsOfTypes } from './groups.ts'
import { tellWatchers } from './rep-notices.ts'

export type NewMailIssue = Readonly<{
  id: number
  personId: number
  mailboxId: number
  subject: string
  types: readonly string[]
  continuesId: number | null
  /** No human wrote it: it is closed from the start, in no list, until somebody answers. */
  automatic: boolean
  at: Date
  snippet: string
  hasAttachment: boolean
}>

/** What mail did to an issue that was there. `at` and `snippet` null: nothing that a rep would look for. */
export type TouchedIssue = Readonly<{
  id: number
  at: Date | null
  snippet: string | null
  hasAttachment: boolean
  reopened: boolean
  needsLook: boolean
}>

export type NewMailInteraction = Readonly<{
  id: number
  personId: number
  mailboxId: number
  issueIds: readonly number[]
  at: Date
}>

export type NewParticipant = MailAddress & Readonly<{ issueId: number }>

/** All that a batch of mails does to the desk. */
export type Recording = Readonly<{
  opened: readonly NewMailIssue[]
  touched: readonly TouchedIssue[]
  interactions: readonly NewMailInteraction[]
  participants: readonly NewParticipant[]
}>

/** Ids for rows that name each other before they are written; one statement. */
export async function reserveIds(
  tx: Tx,
  count: number,
): Promise<{ issue: number; interaction: number; email: number }[]> {
  const { rows } = await sql<{ issue: number; interaction: number; email: number }>`${kept}
    select nextval('issues_id_seq')::int as issue, nextval('interactions_id_seq')::int as interaction,
      nextval('emails_id_seq')::int as email from generate_series(1, ${count})`.execute(tx)
  return rows
}

/**
 * Writes a batch of mails into the desk: issues opened, touched and reopened, interactions with their actions,
 * participants, and the reopenings into the history. A few statements, whatever the size of the batch.
 */
export async function record(tx: Tx, { opened, touched, interactions, participants }: Recording): Promise<void> {
  await openIssues(tx, opened)
  await writeReopenings(tx, touched)
  await touchIssues(tx, touched)
  await writeInteractions(tx, interactions)
  await addParticipants(tx, participants)
}

async function openIssues(tx: Tx, opened: readonly NewMailIssue[]) {
  if (opened.length === 0) return
  const groups = await groupsOfTypes(tx, new Set(opened.flatMap((issue) => issue.types)))
  const rows = opened.map(({ types, ...issue }) => ({
    ...issue,
    groupName: types.map((type) => groups.get(type)).find((group) => group !== undefined) ?? null,
  }))
  await sql`${kept}
    insert into issues (id, user_identification_id, mailbox_id, subject, continues_id, group_name, opened_at,
      last_activity_at, last_inbound_at, snippet, has_attachment, origin, listed, closed_at)
    select id, "personId", "mailboxId", subject, "continuesId", "groupName", at, at, at, snippet, "hasAttachment",
      case when automatic then 'automatic' else 'human' end, not automatic, case when automatic then at end
    from json_to_recordset(${rowsJson(rows)}::json) as r(id int, "personId" int, "mailboxId" int, subject text,
      "continuesId" int, "groupName" text, at timestamptz, snippet text, "hasAttachment" boolean, automatic boolean)`.execute(
    tx,
  )
  const types = opened.flatMap(({ id, types }) => [...new Set(types)].map((type) => ({ issueId: id, type })))
  if (types.length > 0) await tx.insertInto('issueTypes').values(types).execute()
}

async function touchIssues(tx: Tx, touched: readonly TouchedIssue[]) {
  if (touched.length === 0) return
  const rows = touched.map(({ id, at, snippet, hasAttachment, reopened, needsLook }) => ({
    ...{ id, at, snippet, reopened },
    has_attachment: hasAttachment,
    needs_look: needsLook,
  }))
  const { rows: changed } = await sql<{ id: number; heard: boolean }>`
    update issues i set
      last_activity_at = greatest(i.last_activity_at, t.at),
      last_inbound_at = greatest(i.last_inbound_at, t.at),
      snippet = coalesce(t.snippet, i.snippet),
      has_attachment = i.has_attachment or t.has_attachment,
      needs_look = i.needs_look or t.needs_look,
      snooze_until = case when t.at is null then i.snooze_until end,
      snoozed_for_reply = i.snoozed_for_reply and t.at is null,
      closed_at = case when not t.reopened then i.closed_at end,
      closed_by = case when not t.reopened then i.closed_by end,
      listed = i.listed or t.reopened,
      version = i.version + (t.reopened or t.at is not null)::int
    from json_to_recordset(${rowsJson(rows)}::json) as
      t(id int, at timestamptz, snippet text, has_attachment boolean, needs_look boolean, reopened boolean)
    where i.id = t.id
    returning i.id, i.watched and t.at is not null as heard`.execute(tx)
  const heard = changed.filter((issue) => issue.heard)
  if (heard.length > 0)
    await tellWatchers(
      tx,
      heard.map((issue) => issue.id),
    )
}

/** Before the issues change, so that what was there can be read off them. */
async function writeReopenings(tx: Tx, touched: readonly TouchedIssue[]) {
  const ids = touched.filter((issue) => issue.reopened).map((issue) => issue.id)
  if (ids.length === 0) return
  await sql`
    insert into changes (actor, kind, issue_id, before, after)
    select 'mail', 'issue.reopen', id, jsonb_build_object('closedAt', closed_at, 'closedBy', closed_by, 'listed', listed),
      '{"closedAt": null, "closedBy": null, "listed": true}'
    from issues where id = any(${ids}::int[])`.execute(tx)
}

async function writeInteractions(tx: Tx, interactions: readonly NewMailInteraction[]) {
  if (interactions.length === 0) return
  const rows = rowsJson(interactions)
  await sql`${kept}
    insert into interactions (id, mailbox_id, user_identification_id, occurred_at, originator, channel)
    select id, "mailboxId", "personId", at, 'customer', 'email'
    from json_to_recordset(${rows}::json) as r(id int, "mailboxId" int, "personId" int, at timestamptz)`.execute(tx)
  await sql`${kept}
    insert into actions (interaction_id, issue_id)
    select r.id, i.id from json_to_recordset(${rows}::json) as r(id int, "issueIds" int[])
    cross join lateral unnest(r."issueIds") as i(id)`.execute(tx)
}

async function addParticipants(tx: Tx, participants: readonly NewParticipant[]) {
  const rows = new Map(
    participants.map(({ issueId, address, name }) => {
      const key = addressKey(address)
      return [`${String(issueId).padStart(10, '0')} ${key}`, { issueId, addressKey: key, address, name }]
    }),
  )
  if (rows.size === 0) return
  const sorted = [...rows].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row)
  await sql`${kept}
    insert into issue_participants (issue_id, address_key, address, name)
    select "issueId", "addressKey", address, name
    from json_to_recordset(${rowsJson(sorted)}::json)
      as r("issueId" int, "addressKey" text, address text, name text)
    on conflict do nothing`.execute(tx)
}
