import type { Db, Tx } from '../database/connection.ts'
import type { Hours } from '../settings/business-time.ts'
import { type DeskHours, lockHours, readHours, roundTheClock, writeHours } from '../settings/hours.ts'
import { type Actor, recordChange } from './changes.ts'
import { same } from './issue-values.ts'
import { askRecompute, timesLeft } from './recompute-times.ts'

export type MailboxHours = Readonly<{ mailboxId: number; address: string; hours: Hours | null }>

/** The hours of the desk, of every mailbox (null: those of the desk), and how many issues are still to be reckoned by them. */
export async function listHours(
  db: Db,
): Promise<Readonly<{ zone: string; desk: Hours; mailboxes: MailboxHours[]; left: number }>> {
  const [{ zone, desk, mailboxes }, rows, left] = [
    await readHours(db),
    await db.selectFrom('mailboxes').select(['id', 'address']).where('deletedAt', 'is', null).orderBy('id').execute(),
    await timesLeft(db),
  ]
  const lines = rows.map(({ id, address }) => ({ mailboxId: id, address, hours: ownHours(mailboxes, id) ?? null }))
  return { zone, desk, mailboxes: lines, left }
}

/** Sets when the desk is there, and has all waiting times reckoned anew; null where nothing changed. */
export async function changeDeskHours(
  tx: Tx,
  actor: Actor,
  { zone, hours }: { zone: string; hours: Hours },
): Promise<number | null> {
  const now = await lockHours(tx)
  if (now.zone === zone && same(tidy(now.desk), tidy(hours))) return null
  await write(tx, { ...now, zone, desk: tidy(hours) })
  const change = { before: { timeZone: now.zone, ...tidy(now.desk) }, after: { timeZone: zone, ...tidy(hours) } }
  return recordChange(tx, actor, { kind: 'settings.hours', ...change })
}

/** The same for one mailbox; null hours: those of the desk. */
export async function changeMailboxHours(
  tx: Tx,
  actor: Actor,
  { mailboxId, hours }: { mailboxId: number; hours: Hours | null },
): Promise<{ changeId: number | null } | 'not found'> {
  const now = await lockHours(tx)
  const mailbox = await tx
    .selectFrom('mailboxes')
    .select('address')
    .where('id', '=', mailboxId)
    .where('deletedAt', 'is', null)
    .executeTakeFirst()
  if (!mailbox) return 'not found'
  const was = ownHours(now.mailboxes, mailboxId)
  const wanted = hours ? tidy(hours) : undefined
  if (same(was, wanted)) return { changeId: null }
  const { [mailboxId]: _, ...others } = now.mailboxes
  await write(tx, { ...now, mailboxes: wanted ? { ...others, [mailboxId]: wanted } : others })
  const told = (own: Hours | undefined) => ({ mailboxId, address: mailbox.address, own: own !== undefined, ...own })
  const change = { kind: 'mailbox.hours', before: told(was), after: told(wanted) }
  return { changeId: await recordChange(tx, actor, change) }
}

type Change = Readonly<{ kind: string; before: Record<string, unknown>; after: Record<string, unknown> }>

/** Puts the hours back, where nobody set them anew since. */
export async function undoHours(
  tx: Tx,
  actor: Actor,
  { kind, before, after }: Change,
): Promise<{ changeId: number } | { conflict: string }> {
  const conflict = { conflict: 'Somebody changed these hours since, or the mailbox is gone: set them anew.' }
  const now = await lockHours(tx)
  if (kind === 'settings.hours') {
    if (now.zone !== after.timeZone || !same(tidy(now.desk), tidy(after as Hours))) return conflict
    const changeId = await changeDeskHours(tx, actor, {
      zone: before.timeZone as string,
      hours: tidy(before as Hours),
    })
    return changeId === null ? conflict : { changeId }
  }
  const mailboxId = before.mailboxId as number
  const hoursOf = (side: Record<string, unknown>) => (side.own ? tidy(side as Hours) : undefined)
  if (!same(ownHours(now.mailboxes, mailboxId), hoursOf(after))) return conflict
  const done = await changeMailboxHours(tx, actor, { mailboxId, hours: hoursOf(before) ?? null })
  return done === 'not found' || done.changeId === null ? conflict : { changeId: done.changeId }
}

async function write(tx: Tx, hours: DeskHours) {
  await writeHours(tx, hours)
  await askRecompute(tx)
}

function ownHours(mailboxes: DeskHours['mailboxes'], id: number): Hours | undefined {
  return Object.hasOwn(mailboxes, id) ? tidy(mailboxes[id]!) : undefined
}

/** In one order of fields, which jsonb does not keep, and without any others. */
function tidy(hours: Hours): Hours {
  const entries = Object.keys(roundTheClock).map((key) => [key, hours[key as keyof Hours]])
  return Object.fromEntries(entries) as Hours
}
