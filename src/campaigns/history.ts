import { type RawBuilder, sql } from 'kysely'
import { maskOf } from '../certificates/codes.ts'
import type { Tx } from '../database/connection.ts'
import type { Secrets } from '../settings/secret.ts'
import { type CampaignLetter, letterMaker } from './letter.ts'
import { type Running, startedCampaigns } from './running.ts'
import { testRecipient } from './unsubscribe.ts'

/** One line of the newest words, for lists. */
export function snippetOf({ text }: Pick<CampaignLetter, 'text'>): string {
  return text.slice(0, 600).replace(/\s+/g, ' ').trim().slice(0, 140).toWellFormed()
}

/**
 * SQL: the common table expressions that write what was sent into people's histories (campaigns.md R31): an issue that
 * is closed at once, its interaction, action, types and participant, all by sets. They read `planned` (issue_id,
 * interaction_id, person, address, address_key, subject, snippet), which is one row for each letter.
 */
export function historyOf({ mailboxId, types }: Pick<Running, 'mailboxId' | 'types'>): RawBuilder<unknown> {
  return sql`
    new_issues as (
      insert into issues (id, user_identification_id, mailbox_id, subject, origin, listed, closed_at, snippet)
      select issue_id, person, ${mailboxId}::int, subject, 'campaign', false, now(), snippet from planned),
    new_interactions as (
      insert into interactions (id, user_identification_id, mailbox_id, originator, channel)
      select interaction_id, person, ${mailboxId}::int, 'automatic', 'email' from planned),
    new_actions as (
      insert into actions (interaction_id, issue_id) select interaction_id, issue_id from planned),
    ${
      types.length > 0
        ? sql`new_types as (
      insert into issue_types (issue_id, type) select issue_id, type from planned, unnest(${[...types]}::text[]) type),`
        : sql``
    }
    new_participants as (
      insert into issue_participants (issue_id, address_key, address) select issue_id, address_key, address from planned)`
}

export const issueIds = sql`nextval(pg_get_serial_sequence('issues', 'id'))::int`
export const interactionIds = sql`nextval(pg_get_serial_sequence('interactions', 'id'))::int`

type Row = Readonly<{
  id: number
  campaignId: number
  address: string
  vars: Readonly<Record<string, string>>
  datedAt: Date | null
  last4: string | null
  interactionId: number | null
}>

/**
 * The interactions of recipients, by their ids: written first where an answer or a report is quicker than the result of
 * the sending, and where nobody will ever know (`uncertain`). Only of letters that were handed over.
 */
export async function ensureHistory(
  tx: Tx,
  secrets: Secrets,
  recipientIds: readonly number[],
): Promise<ReadonlyMap<number, number>> {
  const { rows } = await sql<Row>`
    select r.id::float8 as id, r.campaign_id, r.address, r.vars, r.dated_at, g.last4, r.interaction_id
    from campaign_recipients r left join gift_certificates g on g.campaign_recipient_id = r.id
    where r.id = any(${[...recipientIds]}::bigint[]) and r.user_identification_id is not null
      and (r.interaction_id is not null or r.first_handed_at is not null)
    order by r.id for update of r`.execute(tx)
  const lacking = rows.filter(({ interactionId }) => interactionId === null)
  const campaigns = await startedCampaigns(tx, [...new Set(lacking.map(({ campaignId }) => campaignId))])
  for (const campaign of campaigns)
    await writeHistory(
      tx,
      campaign,
      lacking.filter(({ campaignId }) => campaignId === campaign.id).map((row) => asRead(secrets, campaign, row)),
    )
  const { rows: written } = await sql<{ id: number; interactionId: number }>`
    select id::float8 as id, interaction_id from campaign_recipients
    where id = any(${rows.map(({ id }) => id)}::bigint[]) and interaction_id is not null`.execute(tx)
  return new Map(written.map(({ id, interactionId }) => [id, interactionId]))
}

type Told = Readonly<{ id: number; subject: string; snippet: string }>

function asRead(secrets: Secrets, campaign: Running, row: Row): Told {
  const letter = readLetter({ secrets, config: nowhere }, campaign, row)
  return { id: row.id, subject: letter?.subject ?? campaign.subject, snippet: letter ? snippetOf(letter) : '' }
}

type Readable = Readonly<Pick<Row, 'address' | 'vars' | 'datedAt' | 'last4'>>

/** Of a history there is nothing but words: no link of it is opened. */
const nowhere = { publicUrl: 'https://localhost', basePath: '/' }

/** A letter as people of the desk may read it: without the code of its certificate, without links that act. */
export function readLetter(desk: LetterDesk, campaign: Running, row: Readable): CampaignLetter | undefined {
  const maker = letterMaker(desk, { ...campaign, tracking: false })
  if ('problem' in maker) return undefined
  const { address, vars, datedAt, last4 } = row
  const code = last4 === null ? null : maskOf(last4)
  const made = maker.make({ id: testRecipient, address, vars, code, date: datedAt ?? new Date(0) })
  return 'bytes' in made ? made : undefined
}

type LetterDesk = Parameters<typeof letterMaker>[0]

async function writeHistory(tx: Tx, campaign: Running, rows: readonly Told[]): Promise<void> {
  if (rows.length === 0) return
  await sql`
    with told as (select * from json_to_recordset(${JSON.stringify(rows)}::json) as t (id bigint, subject text, snippet text)),
    planned as materialized (
      select r.id, ${issueIds} as issue_id, ${interactionIds} as interaction_id, r.user_identification_id as person,
        r.address, r.address_key, t.subject, t.snippet
      from told t join campaign_recipients r on r.id = t.id),
    ${historyOf(campaign)}
    update campaign_recipients r set issue_id = p.issue_id, interaction_id = p.interaction_id from planned p
    where p.id = r.id`.execute(tx)
}
