import { type Context, Hono } from 'hono'
import { Context as ContextPanel } from '../../templates/context.tsx'
import { IssueHead } from '../../templates/issue.tsx'
import { Toasts } from '../../templates/rail.tsx'
import type { Flash } from '../../templates/ui.ts'
import type { Tx } from '../database/connection.ts'
import type { Priority } from '../database/tables.ts'
import type { Actor } from '../desk/changes.ts'
import type { IssuePatch } from '../desk/issue-patch.ts'
import { lockIssue } from '../desk/issue-values.ts'
import { changeIssue, getIssue, markRead } from '../desk/issues.ts'
import { readNotices } from '../desk/rep-notices.ts'
import type { Desk, Web } from './desk.ts'
import { changeFlash, type Said } from './flash.ts'
import { formOf, idIn, idOf } from './input.ts'
import { issueProps } from './issue-props.ts'
import { issuePage } from './issues.tsx'
import { goOn, isHtmx } from './page.ts'
import { Refusal } from './refusal.ts'

/** Close, reopen, assign, types, priority: posts that answer with the changed parts, or go back to the page. */
export function issueChanges(desk: Desk): Hono<Web> {
  return new Hono<Web>()
    .post('/issues/:id/status', async (c) => {
      const { status, was } = await formOf(c)
      return change(c, desk, { status: status === 'closed' ? 'closed' : 'open' }, { field: 'status', was })
    })
    .post('/issues/:id/assignee', async (c) => {
      const { rep = '', was } = await formOf(c)
      const assignee = rep === '' ? null : idIn(rep)
      if (assignee === undefined) throw new Refusal(422, 'bad input')
      return change(c, desk, { assignee }, { field: 'assignee', was })
    })
    .post('/issues/:id/priority', async (c) => {
      const { priority = '', was } = await formOf(c)
      if (!['low', 'normal', 'high', 'urgent'].includes(priority)) throw new Refusal(422, 'bad input')
      return change(c, desk, { priority: priority as Priority }, { field: 'priority', was })
    })
    .post('/issues/:id/types', async (c) => {
      const { add, remove } = await formOf(c)
      return change(c, desk, {
        ...(add?.trim() && { addTypes: add.split(',') }),
        ...(remove && { removeTypes: [remove] }),
      })
    })
    .post('/issues/:id/read', async (c) => {
      const issue = await getIssue(desk.db, idOf(c))
      if (!issue) throw new Refusal(404, 'missing')
      await markRead(desk.db, c.get('rep').id, issue.id)
      await readNotices(desk.db, c.get('rep').id, { issueId: issue.id })
      return c.req.header('x-part') ? c.body(null, 204) : goOn(c, `/issues/${issue.id}`, { said: 'read' })
    })
}

export function actorOf(c: Context<Web>): Actor {
  return { kind: 'rep', repId: c.get('rep').id }
}

/** What the form showed when it was drawn, so that nobody overwrites what he has not seen. */
type Seen = Readonly<{ field: 'status' | 'assignee' | 'group' | 'priority'; was: string | undefined }>

export async function change(c: Context<Web>, desk: Desk, patch: IssuePatch, seen?: Seen) {
  const id = idOf(c)
  const result = await desk.db.transaction().execute(async (tx) => {
    const stale = seen && (await changedSince(tx, id, patch, seen))
    return stale === undefined ? changeIssue(tx, actorOf(c), id, patch) : { stale }
  })
  if (result === 'not found' || !('stale' in result)) return answerChange(c, desk, result)
  const { words } = c.get('ui')
  const now = String(seen?.field === 'priority' ? words.issue.priorities[result.stale as Priority] : result.stale)
  const text = words.work.changedMeanwhile(words.work.fields[seen!.field], now || words.issue.nobody)
  if (isHtmx(c)) return changedParts(c, desk, id, { text, tone: 'bad' })
  return c.html(await issuePage(c, desk, await issueProps(c, desk, id), { text, tone: 'bad' }), 409)
}

/** What stands there now, where that is neither what the form showed nor what is asked for. */
async function changedSince(tx: Tx, id: number, patch: IssuePatch, { field, was }: Seen): Promise<string | undefined> {
  if (was === undefined) return undefined
  await lockIssue(tx, id)
  const issue = await getIssue(tx, id)
  if (!issue) return undefined
  const now = String((field === 'assignee' ? issue.assignee?.id : issue[field]) ?? '')
  if (now === was || now === String(patch[field] ?? '')) return undefined
  return field === 'assignee' ? (issue.assignee?.name ?? '') : now
}

type Done = { changeId: number | null } | { problem: string } | { conflict: unknown } | 'not found'

/** The changed parts for the page's script, else back to the page; with the sentence and the undo. */
export async function answerChange(c: Context<Web>, desk: Desk, result: Done) {
  const id = idOf(c)
  if (result === 'not found') throw new Refusal(404, 'missing')
  if ('problem' in result) throw new Refusal(422, 'bad input', result.problem)
  const changeId = 'changeId' in result ? result.changeId : null
  const said: Said | undefined = 'conflict' in result ? 'conflict' : changeId === null ? 'unchanged' : undefined
  if (!isHtmx(c)) return goOn(c, `/issues/${id}`, { done: changeId, said })
  const ui = { ...c.get('ui'), here: `/issues/${id}` }
  const flash = changeId === null ? undefined : await changeFlash(desk.db, ui, changeId)
  return changedParts(c, desk, id, flash ?? (said && { text: ui.words.flash[said], tone: 'good' }))
}

/** The head, the details and the toast, to be put in their places; the composer is not among them. */
async function changedParts(c: Context<Web>, desk: Desk, id: number, flash: Flash | undefined) {
  const props = await issueProps(c, desk, id)
  const ui = { ...props.ui, here: `/issues/${id}` }
  return c.html(
    <>
      <hx-partial hx-target="#issue-head" hx-swap="outerHTML">
        <IssueHead {...props} />
      </hx-partial>
      <hx-partial hx-target="#context" hx-swap="outerHTML">
        <ContextPanel {...props} />
      </hx-partial>
      <hx-partial hx-target="#toasts" hx-swap="outerHTML">
        <Toasts ui={ui} flash={flash} />
      </hx-partial>
    </>,
  )
}
