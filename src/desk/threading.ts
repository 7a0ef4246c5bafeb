import { sql } from 'kysely'
import type { Db, Tx } from '../database/connection.ts'
import { kept } from '../database/kept.ts'
import { issuesTouched } from './notices.ts'

export type NewSuggestion = Readonly<{
  issueId: number
  interactionId: number
  kind: 'issue' | 'sender' | 'participant'
  otherIssueId: number | null
  address: string
  name: string
  level: string
  evidence: string
  text: string
}>

/** What a batch of mails leaves behind for later mails and for reps; `key`s are hashes in hex. */
export type Traces = Readonly<{
  refs: readonly Readonly<{ emailId: number; key: string }>[]
  aliases: readonly Readonly<{ interactionId: number; key: string; text: string }>[]
  suggestions: readonly NewSuggestion[]
  mailboxes: readonly Readonly<{ issueId: number; mailboxId: number }>[]
}>

/** Writes the traces; a statement for each kind that there is. */
export async function leaveTraces(tx: Tx, { refs, aliases, suggestions, mailboxes }: Traces): Promise<void> {
  if (refs.length > 0)
    await sql`${kept} insert into message_refs (message_id_key, email_id)
      select decode(key, 'hex'), "emailId" from json_to_recordset(${JSON.stringify(refs)}::json) as r(key text, "emailId" int)
      on conflict do nothing`.execute(tx)
  if (aliases.length > 0) await addAliases(tx, aliases)
  if (suggestions.length > 0)
    await tx
      .insertInto('suggestions')
      .values([...suggestions])
      .execute()
  if (mailboxes.length > 0)
    await tx
      .insertInto('issueMailboxes')
      .values([...mailboxes])
      .onConflict((c) => c.doNothing())
      .execute()
}

/** Other ids of a letter: one whose letter is gone is left out. */
export async function addAliases(db: Db, aliases: Traces['aliases']): Promise<void> {
  await sql`insert into letter_aliases (message_id_key, interaction_id, message_id)
    select decode(a.key, 'hex'), a."interactionId", a.text
    from json_to_recordset(${JSON.stringify(aliases)}::json) as a(key text, "interactionId" int, text text)
      join interactions n on n.id = a."interactionId"
    on conflict do nothing`.execute(db)
}

/**
 * The issue of a mail that came to several mailboxes stands in the queue of each, and one that it opened has the types
 * that each of them gives. `deliveryIds` are those that the others are copies of.
 */
export async function shareQueues(tx: Tx, deliveryIds: readonly number[]): Promise<void> {
  if (deliveryIds.length === 0) return
  const { rows } = await sql<{ id: number }>`
    with came as (
      select distinct a.issue_id, d.mailbox_id, n.occurred_at = i.opened_at as opened
      from deliveries d join emails e on e.delivery_id = d.copy_of_id join interactions n on n.id = e.interaction_id
        join actions a on a.interaction_id = n.id and a.deleted_at is null
        join issues i on i.id = a.issue_id and i.mailbox_id is distinct from d.mailbox_id
      where d.copy_of_id = any(${[...deliveryIds]}::int[])
    ), typed as (
      insert into issue_types (issue_id, type)
      select distinct c.issue_id, t.type from came c join mailboxes m on m.id = c.mailbox_id
        cross join unnest(m.default_types) as t (type)
      where c.opened on conflict do nothing
    )
    insert into issue_mailboxes (issue_id, mailbox_id) select issue_id, mailbox_id from came
    on conflict do nothing returning issue_id as id`.execute(tx)
  await issuesTouched(tx, [...new Set(rows.map((row) => row.id))])
}
