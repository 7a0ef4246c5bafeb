import { sql } from 'kysely'
import type { Tx } from '../database/connection.ts'

/** Who did something: a rep, the desk itself (also an API key without a rep), or a mail that was filed. */
export type Actor = Readonly<{ kind: 'rep' | 'system' | 'mail'; repId: number | null }>

export type NewChange = Readonly<{
  kind: string
  issueId?: number | null
  userIdentificationId?: number | null
  before?: object
  after?: object
  /** The version that the issue has by this change alone. */
  issueVersion?: number | null
}>

/**
 * Writes what was done into the history, with what was there before, in the transaction of the deed itself.
 * Answers the changeId that an undo asks for.
 */
export async function recordChange(tx: Tx, actor: Actor, change: NewChange): Promise<number> {
  const row = await tx
    .insertInto('changes')
    .values({
      actor: actor.kind,
      repId: actor.repId,
      kind: change.kind,
      issueId: change.issueId ?? null,
      userIdentificationId: change.userIdentificationId ?? null,
      before: JSON.stringify(change.before ?? {}),
      after: JSON.stringify(change.after ?? {}),
      issueVersion: change.issueVersion ?? null,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  return row.id
}

/** The changeId of the last change written in this transaction, for deeds that do not hand theirs on. */
export async function lastChangeId(tx: Tx): Promise<number> {
  const { rows } = await sql<{
    id: number
  }>`select currval(pg_get_serial_sequence('changes', 'id'))::int as id`.execute(tx)
  return rows[0]!.id
}
