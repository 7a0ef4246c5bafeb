import { sql } from 'kysely'
import { signId } from '../../src/letters/signed-ids.ts'
import { addressKey } from '../../src/mail/address.ts'
import { type openLine, outcome, secrets } from './door.ts'

export type Line = Pick<Awaited<ReturnType<typeof openLine>>, 'db' | 'mailbox' | 'arrive' | 'fileAll'>
export type Letter = Awaited<ReturnType<typeof conversation>>

/** Ada's issue with one letter of ours in it; `closedDays` ago it was closed. */
export async function conversation(line: Line, closedDays?: number, id = 'first@customer.example') {
  const { db, arrive, fileAll } = line
  const delivery = await arrive({ id })
  await fileAll()
  const { issueId, personId } = await outcome(db, delivery)
  const { id: letter } = await db
    .insertInto('interactions')
    .values({ userIdentificationId: personId!, originator: 'rep', channel: 'email', mailboxId: line.mailbox.id })
    .returning('id')
    .executeTakeFirstOrThrow()
  await db.insertInto('actions').values({ interactionId: letter, issueId: issueId! }).execute()
  if (closedDays !== undefined)
    await db
      .updateTable('issues')
      .set({ closedAt: new Date(Date.now() - closedDays * 86_400_000) })
      .where('id', '=', issueId!)
      .execute()
  const token = signId(secrets, 'i', letter)
  return {
    issueId: issueId!,
    interactionId: letter,
    letterId: `${token}@shop.test`,
    recipient: `support+${token}@shop.test`,
  }
}

export async function filed(line: Line, mail: Parameters<Line['arrive']>[0]) {
  const id = await line.arrive(mail)
  await line.fileAll()
  return outcome(line.db, id)
}

export const stranger = { from: 'Mallory <mallory@evil.example>' }

export async function issuesOf(line: Line, delivery: number): Promise<number[]> {
  const { rows } = await sql<{ id: number }>`select a.issue_id as id from emails e
    join actions a on a.interaction_id = e.interaction_id and a.deleted_at is null
    where e.delivery_id = ${delivery} order by 1`.execute(line.db)
  return rows.map((row) => row.id)
}

export async function participants(line: Line, issueId: number): Promise<string[]> {
  const rows = await line.db
    .selectFrom('issueParticipants')
    .select('addressKey')
    .where('issueId', '=', issueId)
    .orderBy('addressKey')
    .execute()
  return rows.map((row) => row.addressKey)
}

/** A second mailbox of the desk. */
export async function anotherMailbox(line: Line, address: string, defaultTypes: string[] = []) {
  return line.db
    .insertInto('mailboxes')
    .values({ address, addressKey: addressKey(address), defaultTypes })
    .returning('id')
    .executeTakeFirstOrThrow()
}
