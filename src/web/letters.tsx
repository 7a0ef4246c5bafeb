import { type Context, Hono } from 'hono'
import { DeskPage } from '../../templates/desk.tsx'
import { LettersPage } from '../../templates/letters.tsx'
import type { Tx } from '../database/connection.ts'
import { type LetterState, letterStates } from '../database/tables.ts'
import { lastChangeId } from '../desk/changes.ts'
import { cancelLetter, dismissFailure, getLetter, listLetters, retryLetter } from '../letters/letters.ts'
import { localPath } from './base-path.ts'
import type { Desk, Web } from './desk.ts'
import { formOf, idOf, plainLines } from './input.ts'
import { actorOf } from './issue-changes.tsx'
import { issueProps } from './issue-props.ts'
import { issuePage } from './issues.tsx'
import { goOn, pageParts } from './page.ts'
import { Refusal } from './refusal.ts'
import { afterCancel } from './undo.ts'

const states: readonly string[] = letterStates

/** Letters, above all those that failed, and what can be done about one. */
export function letterPages(desk: Desk): Hono<Web> {
  const { db } = desk
  return new Hono<Web>()
    .get('/letters', (c) => list(c, desk))
    .post('/letters/:id/cancel', async (c) => {
      const id = idOf(c)
      const { back, text } = await formOf(c)
      const done = await db.transaction().execute((tx) => cancelLetter(tx, actorOf(c), id))
      if (done === 'not found') throw new Refusal(404, 'missing')
      if (text?.trim()) return bothTexts(c, desk, id, plainLines(text))
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

async function list(c: Context<Web>, desk: Desk) {
  const trouble = c.req.query('trouble') !== undefined
  const asked = c.req.query('state') ?? ''
  const state = states.includes(asked) ? (asked as LetterState) : undefined
  const filter = { trouble, state }
  const [parts, letters] = await Promise.all([
    pageParts(c, desk),
    listLetters(desk.db, filter, { cursor: c.req.query('cursor'), limit: 50 }),
  ])
  const words = parts.ui.words.letters
  return c.html(
    <DeskPage
      {...parts}
      title={trouble ? words.trouble : words.title}
      place={trouble ? 'failed' : 'letters'}
      shape="page"
    >
      <LettersPage ui={parts.ui} trouble={trouble} {...letters} />
    </DeskPage>,
  )
}

/** What was typed after the letter was sent stays too: the letter's words stand above it. */
async function bothTexts(c: Context<Web>, desk: Desk, letterId: number, typed: string) {
  const letter = await getLetter(desk.db, letterId)
  if (!letter) throw new Refusal(404, 'missing')
  const text = letter.state === 'cancelled' ? `${letter.text}\n\n${typed}` : typed
  const issue = await issueProps(c, desk, letter.issueId, { text })
  return c.html(await issuePage(c, desk, issue))
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
