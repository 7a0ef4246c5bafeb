import { type Context, Hono } from 'hono'
import type { Tx } from '../database/connection.ts'
import { lastChangeId } from '../desk/changes.ts'
import { getDraft, saveDraft } from '../letters/drafts.ts'
import { cancelLetter, dismissFailure, getLetter, retryLetter } from '../letters/letters.ts'
import { localPath } from './base-path.ts'
import { readComposer } from './composer-form.ts'
import type { Desk, Web } from './desk.ts'
import { formOf, idOf } from './input.ts'
import { actorOf } from './issue-changes.tsx'
import { goOn } from './page.ts'
import { Refusal } from './refusal.ts'
import { afterCancel } from './undo.ts'

/** What can be done about one letter. */
export function letterPages(desk: Desk): Hono<Web> {
  const { db } = desk
  return new Hono<Web>()
    .post('/letters/:id/cancel', async (c) => {
      const id = idOf(c)
      const { back, text } = await formOf(c)
      const done = await db.transaction().execute(async (tx) => {
        if (text?.trim()) await keepTyped(c, desk, tx)
        return cancelLetter(tx, actorOf(c), id)
      })
      if (done === 'not found') throw new Refusal(404, 'missing')
      return goOn(c, back ? localPath(back) : await issueOf(desk, id), afterCancel(id, done))
    })
    .post('/letters/:id/retry', async (c) => {
      const { back } = await formOf(c)
      const { done, changeId } = await withChange(desk, (tx) => retryLetter(tx, actorOf(c), idOf(c)))
      if (done === 'not found') throw new Refusal(404, 'missing')
      return goOn(c, backOr(back), done === 'queued' ? { done: changeId } : { said: 'notRetried' })
    })
    .post('/letters/:id/dismiss', async (c) => {
      const { back } = await formOf(c)
      const { done, changeId } = await withChange(desk, (tx) => dismissFailure(tx, actorOf(c), idOf(c)))
      if (done === 'not found') throw new Refusal(404, 'missing')
      return goOn(c, backOr(back), { done: changeId })
    })
}

/** With the change that the deed wrote, where it did anything, for the Undo beside what is said. */
function withChange<Done extends string>({ db }: Desk, deed: (tx: Tx) => Promise<Done>) {
  return db.transaction().execute(async (tx) => {
    const done = await deed(tx)
    const changed = done === 'queued' || done === 'dismissed'
    return { done, changeId: changed ? await lastChangeId(tx) : null }
  })
}

function backOr(back: string | undefined): string {
  return back ? localPath(back) : '/letters?trouble'
}

/** What was typed after the letter was sent stays too, as a draft: the letter's words then come above it. */
async function keepTyped(c: Context<Web>, { db }: Desk, tx: Tx) {
  const letter = await getLetter(db, idOf(c))
  if (!letter) return
  const { kind, fields, files: _, ...posted } = await readComposer(c)
  const [repId, place] = [c.get('rep').id, `issue-${letter.issueId}`]
  const now = await getDraft(tx, repId, place)
  // This page wrote last, whatever it knew of the draft: what was typed here is what counts.
  await saveDraft(tx, { repId, place, kind, fields, version: now?.version ?? 0, device: posted.device })
}

async function issueOf({ db }: Desk, letterId: number): Promise<string> {
  const row = await db
    .selectFrom('letters')
    .innerJoin('actions', 'actions.interactionId', 'letters.interactionId')
    .select('actions.issueId')
    .where('letters.id', '=', letterId)
    .orderBy('actions.id')
    .executeTakeFirst()
  return row ? `/issues/${row.issueId}` : '/letters'
}
