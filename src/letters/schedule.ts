import { sql } from 'kysely'
import { loadBlob, storeBlobs } from '../database/blobs.ts'
import type { Tx } from '../database/connection.ts'
import { notify } from '../database/listen.ts'
import { type Actor, recordChange } from '../desk/changes.ts'
import { writeTimesOf } from '../desk/times.ts'
import { lockLetter } from './letters.ts'
import { touched } from './sending.ts'

/** `sendAt: 'now'` lets it go at once. */
export type Schedule = Readonly<{ sendAt?: Date | 'now' | undefined; cancelIfReplied?: boolean | undefined }>

export type Scheduled = { changeId: number | null } | { problem: string } | 'not waiting' | 'not found'

const year = 366 * 24 * 3600 * 1000

/**
 * Another time for a letter that waits for one, or another word on whether an answer cancels it. Its Date header says
 * the new time; nothing else of its bytes changes. 'not waiting' for one that does not wait for its time any more.
 */
export async function reschedule(tx: Tx, actor: Actor, id: number, wish: Schedule): Promise<Scheduled> {
  const letter = await lockLetter(tx, id)
  if (!letter) return 'not found'
  if (letter.state !== 'scheduled') return 'not waiting'
  const problem = timeProblem(wish.sendAt)
  if (problem) return { problem }
  const before = await timesOf(tx, id)
  const dueAt = wish.sendAt === 'now' ? new Date() : (wish.sendAt ?? before.dueAt)
  const after = { dueAt, cancelIfReplied: wish.cancelIfReplied ?? before.cancelIfReplied }
  if (+after.dueAt === +before.dueAt && after.cancelIfReplied === before.cancelIfReplied) return { changeId: null }
  await setTimes(tx, id, after)
  await writeTimesOf(tx, id, [])
  const words = (times: Times) => ({
    letterId: id,
    dueAt: times.dueAt.toISOString(),
    cancelIfReplied: times.cancelIfReplied,
  })
  const change = { kind: 'letter.reschedule', issueId: letter.issueId, before: words(before), after: words(after) }
  return { changeId: await recordChange(tx, actor, change) }
}

function timeProblem(at: Schedule['sendAt']): string | undefined {
  if (at === undefined || at === 'now') return undefined
  if (Number.isNaN(+at)) return 'sendAt is not a time: write it like 2030-01-31T09:00:00Z.'
  if (+at < Date.now()) return 'The time to send it has passed: choose a later one.'
  return +at > Date.now() + year ? 'The time to send it is more than a year away: choose an earlier one.' : undefined
}

type Times = Readonly<{ dueAt: Date; cancelIfReplied: boolean }>

function timesOf(tx: Tx, id: number): Promise<Times> {
  return tx.selectFrom('letters').select(['dueAt', 'cancelIfReplied']).where('id', '=', id).executeTakeFirstOrThrow()
}

async function setTimes(tx: Tx, id: number, { dueAt, cancelIfReplied }: Times) {
  const { rawSha256 } = await tx
    .selectFrom('letters')
    .select('rawSha256')
    .where('id', '=', id)
    .executeTakeFirstOrThrow()
  const bytes = await loadBlob(tx, rawSha256)
  const [key] = bytes ? await storeBlobs(tx, [dated(bytes, dueAt)]) : [rawSha256]
  await sql`update letters set due_at = ${dueAt}, trying_since = ${dueAt}, meant_for = ${dueAt}, cancel_if_replied = ${cancelIfReplied},
    raw_sha256 = ${key!}, lease_until = null where id = ${id}`.execute(tx)
  await touched(tx, [id])
  await notify(tx, 'letters')
}

/** RFC 5322 3.6.1: the Date of a letter is when it went; until then, when it is meant to. */
function dated(bytes: Buffer, at: Date): Buffer {
  const end = bytes.indexOf('\r\n\r\n')
  const head = bytes.subarray(0, end).toString('latin1')
  const line = `Date: ${at.toUTCString().replace('GMT', '+0000')}`
  return Buffer.concat([Buffer.from(head.replace(/^Date: [^\r\n]*$/m, line), 'latin1'), bytes.subarray(end)])
}

/** Puts the time back that stood before; for the undo. */
export async function undoReschedule(tx: Tx, actor: Actor, before: Record<string, unknown>): Promise<true | string> {
  const { letterId, dueAt, cancelIfReplied } = before as { letterId: number; dueAt: string; cancelIfReplied: boolean }
  const at = new Date(dueAt)
  const done = await reschedule(tx, actor, letterId, { sendAt: +at < Date.now() ? 'now' : at, cancelIfReplied })
  return typeof done === 'object' && 'changeId' in done && done.changeId !== null
    ? true
    : 'The letter does not wait for its time any more.'
}
