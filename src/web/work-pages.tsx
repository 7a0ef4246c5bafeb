import { type Context, Hono } from 'hono'
import { DeskPage } from '../../templates/desk.tsx'
import { FollowUpsPage } from '../../templates/follow-ups.tsx'
import { NoticesPage } from '../../templates/notices.tsx'
import { SavedViewsPage } from '../../templates/saved-views.tsx'
import { changeFollowUp, listFollowUps } from '../desk/follow-ups.ts'
import { listNotices, noticesByMail, readNotices, setNoticesByMail } from '../desk/rep-notices.ts'
import { changeSavedView, createSavedView, listSavedViews, type ViewResult } from '../desk/saved-views.ts'
import { localPath } from './base-path.ts'
import type { Desk, Web } from './desk.ts'
import { formOf, idIn, idOf } from './input.ts'
import { actorOf } from './issue-changes.tsx'
import { filterOf, placeIn, placeOf } from './list-place.ts'
import { localTime } from './local-time.ts'
import { goOn, pageParts } from './page.ts'
import { Refusal } from './refusal.ts'

const pageSize = 50

/** What is to be done: follow-ups, mine first. */
export function followUpPages(desk: Desk): Hono<Web> {
  return new Hono<Web>()
    .get('/follow-ups', async (c) => {
      const show = c.req.query('show')
      const which = show === 'all' || show === 'done' ? show : 'mine'
      const filter = which === 'mine' ? { assignee: c.get('rep').id } : { done: which === 'done' }
      const page = { cursor: c.req.query('cursor'), limit: pageSize }
      const [parts, list] = await Promise.all([pageParts(c, desk), listFollowUps(desk.db, filter, page)])
      return c.html(
        <DeskPage {...parts} title={parts.ui.words.followUps.title} place="followUps" shape="page">
          <FollowUpsPage ui={parts.ui} which={which} {...list} />
        </DeskPage>,
      )
    })
    .post('/follow-ups/:id', async (c) => {
      const { done, back, text, due, rep } = await formOf(c)
      const edits = text === undefined ? {} : readEdit(c, { text, due, rep })
      const patch = { ...edits, ...(done !== undefined && { done: done === 'yes' }) }
      const result = await desk.db.transaction().execute((tx) => changeFollowUp(tx, actorOf(c), idOf(c), patch))
      if (result === 'not found') throw new Refusal(404, 'missing')
      if ('problem' in result) throw new Refusal(422, 'bad input', result.problem)
      return goOn(c, localPath(back), result.changeId === null ? { said: 'unchanged' } : { done: result.changeId })
    })
}

/** Its words, time and whose it is, as typed; an emptied field clears the time or leaves it to nobody. */
function readEdit(c: Context<Web>, form: { text: string; due: string | undefined; rep: string | undefined }) {
  const { text, due = '', rep } = form
  const dueAt = due === '' ? null : localTime(c, due)
  const assignee = rep === undefined ? undefined : rep === '' ? null : idIn(rep)
  if (!text.trim() || text.length > 4000 || dueAt === undefined || (rep && assignee === undefined))
    throw new Refusal(422, 'bad input', c.get('ui').words.followUps.badEdit)
  return { text, dueAt, ...(assignee !== undefined && { assignee }) }
}

/** What this rep should know of. */
export function noticePages(desk: Desk): Hono<Web> {
  return new Hono<Web>()
    .get('/notices', async (c) => {
      const repId = c.get('rep').id
      const page = { cursor: c.req.query('cursor'), limit: pageSize }
      const [parts, list, byMail] = await Promise.all([
        pageParts(c, desk),
        listNotices(desk.db, repId, page),
        noticesByMail(desk.db, repId),
      ])
      return c.html(
        <DeskPage {...parts} title={parts.ui.words.notices.title} place="notices" shape="page">
          <NoticesPage ui={parts.ui} byMail={byMail} {...list} />
        </DeskPage>,
      )
    })
    .post('/notices/read', async (c) => {
      const id = idIn((await formOf(c)).id)
      await readNotices(desk.db, c.get('rep').id, id === undefined ? {} : { id })
      return goOn(c, '/notices')
    })
    .post('/notices/settings', async (c) => {
      const { byMail } = await formOf(c)
      await setNoticesByMail(desk.db, c.get('rep').id, byMail === 'yes')
      return goOn(c, '/notices', { said: 'saved' })
    })
}

/** Lists under a name. `/views?query=…` offers to save the list that the reader comes from. */
export function savedViewPages(desk: Desk): Hono<Web> {
  return new Hono<Web>()
    .get('/views', async (c) => {
      const repId = c.get('rep').id
      const [parts, views] = await Promise.all([pageParts(c, desk), listSavedViews(desk.db, repId)])
      const lines = views.map(({ id, name, shared, filter, repId: owner }) => ({
        ...{ id, name, shared, mine: owner === repId, place: placeOf(filter) },
      }))
      return c.html(
        <DeskPage {...parts} title={parts.ui.words.savedViews.title} place="views" shape="page">
          <SavedViewsPage ui={parts.ui} views={lines} asked={(c.req.query('query') ?? '').slice(0, 1000)} />
        </DeskPage>,
      )
    })
    .post('/views', async (c) => {
      const { name = '', query = '', shared } = await formOf(c)
      const asked = new URLSearchParams(query.slice(0, 1000))
      const place = placeIn((key) => asked.get(key) ?? undefined)
      const view = { name, shared: shared === 'yes' && c.get('ui').may('work'), filter: filterOf(place) }
      return done(c, await desk.db.transaction().execute((tx) => createSavedView(tx, actorOf(c), view)))
    })
    .post('/views/:id', async (c) => {
      const { name, remove } = await formOf(c)
      const who = { actor: actorOf(c), admin: c.get('ui').may('settings') }
      const patch = remove ? { deleted: true } : { name }
      return done(c, await desk.db.transaction().execute((tx) => changeSavedView(tx, who, idOf(c), patch)))
    })
}

function done(c: Parameters<typeof goOn>[0], result: ViewResult) {
  if (result === 'not found') throw new Refusal(404, 'missing')
  if (result === 'not yours') throw new Refusal(403, 'role')
  if ('problem' in result) throw new Refusal(422, 'bad input', result.problem)
  if ('newer' in result) return goOn(c, '/views', { said: 'conflict' })
  return goOn(c, '/views', result.changeId === null ? { said: 'unchanged' } : { done: result.changeId })
}
