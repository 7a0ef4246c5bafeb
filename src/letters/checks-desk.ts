import { sql } from 'kysely'
import type { Db } from '../database/connection.ts'
import { addressKey } from '../mail/address.ts'
import type { Check, CheckedDraft, Finding } from './finding.ts'
import { parseAddress } from './recipients.ts'
import { newerThanAction } from './reply.ts'

/** Somebody wrote since the rep looked last. */
export const checkNewer: Check = async (db, { issueId, seenActionId }) => {
  if (issueId === undefined || seenActionId === undefined) return []
  const newer = await newerThanAction(db, issueId, seenActionId)
  if (newer.length === 0) return []
  const names = [...new Set(newer.map((one) => one.name).filter(Boolean))].slice(0, 3).join(', ')
  return [{ kind: 'newer', text: `${names || 'Somebody'} wrote while you did: read that first.` }]
}

/**
 * Somebody who has no part in the conversation yet; where a letter opens one, or goes on to others, somebody whom the
 * desk has never heard of.
 */
export const checkRecipients: Check = async (db, draft) => {
  const typed = [...(draft.to ?? []), ...(draft.cc ?? []), ...(draft.bcc ?? [])].slice(0, 200)
  const keys = [...new Set(typed.flatMap((text) => parseAddress(text)?.address ?? []).map(addressKey))]
  if (keys.length === 0) return []
  const known = await knownAmong(db, draft, keys)
  return keys.filter((key) => !known.has(key)).map((key) => finding(draft, key))
}

function finding({ issueId, forward }: CheckedDraft, address: string): Finding {
  const part = issueId !== undefined && !forward
  return {
    kind: 'recipient',
    text: part
      ? `${address} has had no part in this conversation: they get to read it now.`
      : `${address} is new to this desk: check that it is right.`,
  }
}

async function knownAmong(db: Db, { issueId, forward }: CheckedDraft, keys: readonly string[]): Promise<Set<string>> {
  const among = sql`any(${[...keys]}::text[])`
  const anybody = sql`select address_key as key from user_identification_emails where address_key = ${among}
    union select lower(email) from reps where lower(email) = ${among}`
  const here = sql`select address_key as key from issue_participants where issue_id = ${issueId ?? 0} and address_key = ${among}
    union select m.address_key from user_identification_emails m join issues i on i.user_identification_id = m.user_identification_id
      where i.id = ${issueId ?? 0} and m.address_key = ${among}`
  const { rows } = await sql<{ key: string }>`${issueId !== undefined && !forward ? here : anybody}`.execute(db)
  return new Set(rows.map((row) => row.key))
}

/** The newest message of a person deals with other issues too, which are open and get no answer by this letter. */
export const checkOtherIssues: Check = async (db, { issueId, alsoIssues, forward }) => {
  if (issueId === undefined || forward) return []
  const { rows } = await sql<{ id: number; subject: string }>`
    select i.id, i.subject from (
      select a.interaction_id as id from actions a join interactions n on n.id = a.interaction_id
      where a.issue_id = ${issueId} and a.deleted_at is null and n.originator = 'customer' order by a.interaction_id desc limit 1) last
      join actions o on o.interaction_id = last.id and o.deleted_at is null and o.issue_id <> ${issueId}
      join issues i on i.id = o.issue_id
    where i.closed_at is null and i.deleted_at is null and i.merged_into_id is null and i.id <> all (${[...alsoIssues]}::int[])
    order by i.id limit 5`.execute(db)
  return rows.map(({ id, subject }) => ({
    kind: 'open issue',
    text: `#${id} ${subject} is of the same message and stays without an answer.`,
  }))
}
