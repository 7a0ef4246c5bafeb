import { Hono } from 'hono'
import { DeskPage } from '../../templates/desk.tsx'
import { ProblemsPage } from '../../templates/problems.tsx'
import { settleProblem } from '../desk/problem-changes.ts'
import { listProblems } from '../shop/problems.ts'
import { localPath } from './base-path.ts'
import type { Desk, Web } from './desk.ts'
import { formOf, idOf } from './input.ts'
import { actorOf } from './issue-changes.tsx'
import { goOn, pageParts } from './page.ts'
import { Refusal } from './refusal.ts'

/** What the shop reports as a problem: those that wait, those that are resolved. */
export function problemPages(desk: Desk): Hono<Web> {
  return new Hono<Web>()
    .get('/problems', async (c) => {
      const resolved = c.req.query('resolved') !== undefined
      const page = { cursor: c.req.query('cursor'), limit: 50 }
      const [parts, problems] = await Promise.all([pageParts(c, desk), listProblems(desk.db, resolved, page)])
      return c.html(
        <DeskPage {...parts} title={parts.ui.words.problems.title} place="problems" shape="page">
          <ProblemsPage ui={parts.ui} resolved={resolved} {...problems} />
        </DeskPage>,
      )
    })
    .post('/problems/:id', async (c) => {
      const { resolved, back } = await formOf(c)
      const known = await desk.db.selectFrom('shopProblems').select('id').where('id', '=', idOf(c)).executeTakeFirst()
      if (!known) throw new Refusal(404, 'missing')
      const done = await desk.db
        .transaction()
        .execute((tx) => settleProblem(tx, actorOf(c), known.id, resolved === 'yes'))
      if (done === 'settled already') return goOn(c, localPath(back), { said: 'settled' })
      return goOn(c, localPath(back), { done: done.changeId })
    })
}
