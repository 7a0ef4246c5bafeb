import { type Context, Hono } from 'hono'
import { DeskPage } from '../../templates/desk.tsx'
import { HistoryList, HistoryPage } from '../../templates/issue-history.tsx'
import { deleteIssue } from '../desk/delete-issue.ts'
import { issueHistory } from '../desk/issue-history.ts'
import { getIssue } from '../desk/issues.ts'
import { addNote } from '../desk/notes.ts'
import { relateIssues, watchIssue } from '../desk/ties.ts'
import type { Desk, Web } from './desk.ts'
import { formOf, idIn, idOf } from './input.ts'
import { actorOf, answerChange, change } from './issue-changes.tsx'
import { localTime, nextMorning } from './local-time.ts'
import { goOn, isHtmx, pageParts } from './page.ts'
import { Refusal } from './refusal.ts'

/** Group, snooze, due time, watching, relations, follow-ups, history and deleting of one issue. */
export function issueWorkPages(desk: Desk): Hono<Web> {
  return new Hono<Web>()
    .post('/issues/:id/group', async (c) => {
      const { group = '', was } = await formOf(c)
      return change(c, desk, { group: group || null }, { field: 'group', was })
    })
    .post('/issues/:id/snooze', async (c) => {
      const { for: until = '', until: typed } = await formOf(c)
      const time = typed === undefined ? undefined : localTime(c, typed)
      if (typed !== undefined && !time) throw new Refusal(422, 'bad input')
      if (time) return change(c, desk, { snoozeUntil: time })
      if (until === 'tomorrow' || until === 'week') return change(c, desk, { snoozeUntil: nextMorning(c, until) })
      return change(c, desk, { snoozeUntil: until === 'reply' ? 'reply' : null })
    })
    .post('/issues/:id/due', async (c) => {
      const { due = '' } = await formOf(c)
      const dueAt = due === '' ? null : localTime(c, due)
      if (dueAt === undefined) throw new Refusal(422, 'bad input')
      return change(c, desk, { dueAt })
    })
    .post('/issues/:id/watch', async (c) => {
      const { on } = await formOf(c)
      const done = desk.db.transaction().execute((tx) => watchIssue(tx, actorOf(c), idOf(c), on === 'yes'))
      return answerChange(c, desk, await done)
    })
    .post('/issues/:id/related', async (c) => {
      const { add, remove } = await formOf(c)
      const other = idIn((add ?? remove ?? '').trim().replace(/^#/, ''))
      if (other === undefined) throw new Refusal(422, 'bad input')
      const wish = { issueId: idOf(c), other, related: add !== undefined }
      return answerChange(c, desk, await desk.db.transaction().execute((tx) => relateIssues(tx, actorOf(c), wish)))
    })
    .post('/issues/:id/follow-ups', async (c) => {
      const { text = '', due = '', rep = '' } = await formOf(c)
      const toDo = { dueAt: due === '' ? null : localTime(c, due), assigneeId: rep === '' ? null : idIn(rep) }
      if (!text.trim() || text.length > 4000 || toDo.dueAt === undefined || toDo.assigneeId === undefined)
        throw new Refusal(422, 'bad input')
      const id = idOf(c)
      const followUp = { text: text.trim(), toDo }
      const done = await desk.db.transaction().execute((tx) => addNote(tx, actorOf(c), id, '', followUp))
      if (done === 'not found') throw new Refusal(404, 'missing')
      return goOn(c, `/issues/${id}`, { done: done.changeId })
    })
    .post('/issues/:id/delete', async (c) => {
      const done = await desk.db.transaction().execute((tx) => deleteIssue(tx, actorOf(c), idOf(c)))
      if (done === 'not found') throw new Refusal(404, 'missing')
      if ('problem' in done) throw new Refusal(422, 'bad input', done.problem)
      return goOn(c, '/issues', { done: done.changeId })
    })
    .get('/issues/:id/history', (c) => history(c, desk))
}

/** The list alone where the page's script asks, else a page. */
async function history(c: Context<Web>, desk: Desk) {
  const id = idOf(c)
  if (!(await getIssue(desk.db, id))) throw new Refusal(404, 'missing')
  const lines = await issueHistory(desk.db, id, { before: idIn(c.req.query('before')), limit: 50 })
  if (isHtmx(c)) return c.html(<HistoryList ui={c.get('ui')} issueId={id} {...lines} />)
  const parts = await pageParts(c, desk)
  return c.html(
    <DeskPage {...parts} title={`${parts.ui.words.history.title} #${id}`} place="open" shape="page">
      <HistoryPage ui={parts.ui} issueId={id} {...lines} />
    </DeskPage>,
  )
}
