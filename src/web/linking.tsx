import { type Context, Hono } from 'hono'
import { Toasts } from '../../templates/rail.tsx'
import type { Tx } from '../database/connection.ts'
import { issueFromWords } from '../desk/excerpt.ts'
import { getIssue } from '../desk/issues.ts'
import { type Foreign, linkAction, ownerOf } from '../desk/link-action.ts'
import { unlinkAction } from '../desk/links.ts'
import { mergeIssues } from '../desk/merge.ts'
import { samePerson } from '../desk/ownership.ts'
import { splitIssue } from '../desk/split.ts'
import type { Desk, Web } from './desk.ts'
import { findPage, issueNamed } from './find-issue.tsx'
import { changeFlash } from './flash.ts'
import { formOf, idOf, plainLines } from './input.ts'
import { actorOf } from './issue-changes.tsx'
import { goOn, isHtmx } from './page.ts'
import { Refusal } from './refusal.ts'

/** One message and several issues: parts of it, links, splits and merges, each with its undo. */
export function linkingPages(desk: Desk): Hono<Web> {
  return new Hono<Web>()
    .post('/issues/:id/actions/:action/excerpt', async (c) => {
      const form = await formOf(c)
      const words = plainLines(form.words)
      const nth = /^\d{1,4}$/.test(form.nth ?? '') ? Number(form.nth) : 0
      const asked = { ...placeOf(c), words, nth, subject: form.subject }
      return does(c, desk, (tx) => issueFromWords(tx, actorOf(c), asked))
    })
    .post('/issues/:id/actions/:action/unlink', (c) => {
      const { issueId, actionId } = placeOf(c)
      return does(c, desk, (tx) => unlinkAction(tx, actorOf(c), issueId, actionId))
    })
    .post('/issues/:id/actions/:action/split', async (c) => {
      const { subject } = await formOf(c)
      const place = placeOf(c)
      return does(c, desk, (tx) => splitIssue(tx, actorOf(c), { ...place, subject }), true)
    })
    .post('/issues/:id/actions/:action/link', (c) => link(c, desk))
    .post('/issues/:id/merge', (c) => merge(c, desk))
    .get('/issues/:id/find', (c) => findPage(c, desk))
}

const placeOf = (c: Context<Web>) => ({ issueId: idOf(c), actionId: idOf(c, 'action') })

async function link(c: Context<Web>, desk: Desk) {
  const { into: typed = '', how = '' } = await formOf(c)
  const place = placeOf(c)
  const asking = { deed: 'link', action: place.actionId }
  const into = await issueNamed(desk.db, place.issueId, typed)
  if (into === undefined) return goOn(c, `/issues/${place.issueId}/find`, { ...asking, q: typed.slice(0, 200) })
  const foreign: Foreign = how === 'join' || how === 'only' ? how : 'ask'
  const result = await desk.db.transaction().execute(async (tx) => {
    const linked = await linkAction(tx, actorOf(c), { ...place, into, foreign })
    return linked === 'not found' || 'owner' in linked ? linked : orRefused(linked)
  })
  if (result === 'not found') throw new Refusal(404, 'missing')
  if ('owner' in result) return goOn(c, `/issues/${place.issueId}/find`, { ...asking, into })
  return goOn(c, `/issues/${place.issueId}`, { done: result.changeId })
}

async function merge(c: Context<Web>, desk: Desk) {
  const { into: typed = '', how } = await formOf(c)
  const id = idOf(c)
  const into = await issueNamed(desk.db, id, typed)
  if (into === undefined) return goOn(c, `/issues/${id}/find`, { deed: 'merge', q: typed.slice(0, 200) })
  const [own, other] = [await ownerOf(desk.db, id), await ownerOf(desk.db, into)]
  if (own && other && how !== 'join' && !(await samePerson(desk.db, own.personId, other.personId)))
    return goOn(c, `/issues/${id}/find`, { deed: 'merge', into })
  const done = await desk.db.transaction().execute(async (tx) => orRefused(await mergeIssues(tx, actorOf(c), id, into)))
  return goOn(c, `/issues/${into}`, { done: done.changeId })
}

type Done = { changeId: number; issueId?: number }

/** Thrown within the transaction, so that nothing stays of a deed that was refused half way. */
function orRefused<T extends object>(result: T | { problem: string } | 'not found'): T {
  if (result === 'not found') throw new Refusal(404, 'missing')
  if ('problem' in result) throw new Refusal(422, 'bad input', String(result.problem))
  return result
}

/** Back to the issue where one was, or to the new one (`follow`); in place the live page shows what is new. */
async function does(
  c: Context<Web>,
  desk: Desk,
  deed: (tx: Tx) => Promise<Done | { problem: string } | 'not found'>,
  follow = false,
) {
  const done = await desk.db.transaction().execute(async (tx) => orRefused(await deed(tx)))
  const id = idOf(c)
  const target = follow && done.issueId ? done.issueId : id
  if (!isHtmx(c) || target !== id || !(await getIssue(desk.db, id)))
    return goOn(c, `/issues/${target}`, { done: done.changeId })
  const ui = { ...c.get('ui'), here: `/issues/${id}` }
  return c.html(
    <hx-partial hx-target="#toasts" hx-swap="outerHTML">
      <Toasts ui={ui} flash={await changeFlash(desk.db, ui, done.changeId)} />
    </hx-partial>,
  )
}
