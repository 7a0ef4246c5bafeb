import type { Db, Tx } from '../database/connection.ts'
import { type Actor, recordChange } from '../desk/changes.ts'
import { plain } from './quote.ts'

/** Whose signature it is. */
export type Owner = Readonly<{ repId: number } | { mailboxId: number }>

const most = 2000

/** What stands below a letter: the rep's lines, then the mailbox's; '' where neither has any. */
export async function signatureOf(db: Db, repId: number | null, mailboxId: number): Promise<string> {
  const rows = await db
    .selectFrom('signatures')
    .select(['repId', 'text'])
    .where((e) => e.or([e('mailboxId', '=', mailboxId), ...(repId === null ? [] : [e('repId', '=', repId)])]))
    .execute()
  const own = rows.find((row) => row.repId !== null)?.text
  const shared = rows.find((row) => row.repId === null)?.text
  return [own, shared].filter(Boolean).join('\n')
}

export async function signatureText(db: Db, owner: Owner): Promise<string> {
  const [column, id] = columnOf(owner)
  const row = await db.selectFrom('signatures').select('text').where(column, '=', id).executeTakeFirst()
  return row?.text ?? ''
}

export async function mailboxSignatures(db: Db): Promise<{ id: number; address: string; text: string }[]> {
  return db
    .selectFrom('mailboxes as m')
    .leftJoin('signatures as s', 's.mailboxId', 'm.id')
    .select((e) => ['m.id', 'm.address', e.fn.coalesce('s.text', e.val('')).as('text')])
    .where('m.deletedAt', 'is', null)
    .orderBy('m.id')
    .execute()
}

/** Writes or removes (by an empty text) a signature; changeId null where it was so already. */
export async function setSignature(
  tx: Tx,
  actor: Actor,
  owner: Owner,
  typed: string,
): Promise<{ changeId: number | null } | { problem: string } | 'not found'> {
  const text = plain(typed)
  if (text.length > most) return { problem: `The signature has ${text.length} characters: use at most ${most}.` }
  if (!(await isThere(tx, owner))) return 'not found'
  const before = await signatureText(tx, owner)
  if (before === text) return { changeId: null }
  await write(tx, owner, text)
  const kind = 'repId' in owner ? 'signature' : 'mailbox.signature'
  return {
    changeId: await recordChange(tx, actor, { kind, before: { ...owner, text: before }, after: { ...owner, text } }),
  }
}

async function isThere(tx: Tx, owner: Owner): Promise<boolean> {
  const found =
    'repId' in owner
      ? await tx.selectFrom('reps').select('id').where('id', '=', owner.repId).executeTakeFirst()
      : await tx.selectFrom('mailboxes').select('id').where('id', '=', owner.mailboxId).executeTakeFirst()
  return found !== undefined
}

async function write(tx: Tx, owner: Owner, text: string) {
  const [column, id] = columnOf(owner)
  await tx.deleteFrom('signatures').where(column, '=', id).execute()
  if (text)
    await tx
      .insertInto('signatures')
      .values({ repId: null, mailboxId: null, ...owner, text })
      .execute()
}

function columnOf(owner: Owner): ['repId' | 'mailboxId', number] {
  return 'repId' in owner ? ['repId', owner.repId] : ['mailboxId', owner.mailboxId]
}

/** Puts back what stood before a change, unless somebody wrote another one since. */
export async function undoSignature(
  tx: Tx,
  actor: Actor,
  { before, after }: Readonly<{ before: Record<string, unknown>; after: Record<string, unknown> }>,
): Promise<{ changeId: number } | { conflict: string }> {
  const { text, ...owner } = after as { text: string; repId: number }
  if ((await signatureText(tx, owner)) !== text) return { conflict: 'The signature was changed again since.' }
  const done = await setSignature(tx, actor, owner, String(before.text))
  if (typeof done === 'object' && 'changeId' in done && done.changeId !== null) return { changeId: done.changeId }
  return { conflict: 'Whose signature it was is gone.' }
}
