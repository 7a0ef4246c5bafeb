import { type Context, Hono } from 'hono'
import { Context as ContextPanel } from '../../templates/context.tsx'
import { IssueHead } from '../../templates/issue.tsx'
import { Toasts } from '../../templates/rail.tsx'
import type { Priority } from '../database/tables.ts'
import type { Actor } from '../desk/changes.ts'
import type { IssuePatch } from '../desk/issue-patch.ts'
import { changeIssue, getIssue, markRead } from '../desk/issues.ts'
import type { Desk, Web } from './desk.ts'
import { changeFlash, type Said } from './flash.ts'
import { formOf, idIn, idOf } from './input.ts'
import { issueProps } from './issue-props.ts'
import { goOn, isHtmx } from './page.ts'
import { Refusal } from './refusal.ts'

/** Close, reopen, assign, types, priority: posts that answer with the changed parts, or go back to the page. */
export function issueChanges(desk: Desk): Hono<Web> {
  return new Hono<Web>()
    .post('/issues/:id/status', async (c) => {
      const { status } = await formOf(c)
      return change(c, desk, { status: status === 'closed' ? 'closed' : 'open' })
    })
    .post('/issues/:id/assignee', async (c) => {
      const { rep = '' } = await formOf(c)
      const assignee = rep === '' ? null : idIn(rep)
      if (assignee === undefined) throw new Refusal(422, 'bad input')
      return change(c, desk, { assignee })
    })
    .post('/issues/:id/priority', async (c) => {
      const { priority = '' } = await formOf(c)
      if (!['low', 'normal', 'high', 'urgent'].includes(priority)) throw new Refusal(422, 'bad input')
      return change(c, desk, { priority: priority as Priority })
    })
    .post('/issues/:id/types', async (c) => {
      const { add, remove } = await formOf(c)
      const issue = await getIssue(desk.db, idOf(c))
      if (!issue) throw new Refusal(404, 'missing')
      const kept = issue.types.filter((type) => type !== remove)
      return change(c, desk, { types: add?.trim() ? [...kept, ...add.split(',')] : kept })
    })
    .post('/issues/:id/read', async (c) => {
      const issue = await getIssue(desk.db, idOf(c))
      if (!issue) throw new Refusal(404, 'missing')
      await markRead(desk.db, c.get('rep').id, issue.id)
      return c.req.header('x-part') ? c.body(null, 204) : goOn(c, `/issues/${issue.id}`, { said: 'read' })
    })
}

export function actorOf(c: Context<Web>): Actor {
  return { kind: 'rep', repId: c.get('rep').id }
}

async function change(c: Context<Web>, desk: Desk, patch: IssuePatch) {
  const id = idOf(c)
  const result = await desk.db.transaction().execute((tx) => changeIssue(tx, actorOf(c), id, patch))
  if (result === 'not found') throw new Refusal(404, 'missing')
  if ('problem' in result) throw new Refusal(422, 'bad input', result.problem)
  const changeId = 'changeId' in result ? result.changeId : null
  const said: Said | undefined = 'conflict' in result ? 'conflict' : changeId === null ? 'unchanged' : undefined
  if (!isHtmx(c)) return goOn(c, `/issues/${id}`, { done: changeId, said })
  return changedParts(c, desk, id, changeId, said)
}

/** The head, the details and the toast, to be put in their places; the composer is not among them. */
async function changedParts(c: Context<Web>, desk: Desk, id: number, changeId: number | null, said: Said | undefined) {
  const props = await issueProps(c, desk, id)
  const ui = { ...props.ui, here: `/issues/${id}` }
  const flash = changeId === null ? undefined : await changeFlash(desk.db, ui, changeId)
  const text = said && ui.words.flash[said]
  return c.html(
    <>
      <hx-partial hx-target="#issue-head" hx-swap="outerHTML">
        <IssueHead {...props} />
      </hx-partial>
      <hx-partial hx-target="#context" hx-swap="outerHTML">
        <ContextPanel {...props} />
      </hx-partial>
      <hx-partial hx-target="#toasts" hx-swap="outerHTML">
        <Toasts ui={ui} flash={flash ?? (text ? { text, tone: 'good' } : undefined)} />
      </hx-partial>
    </>,
  )
}
