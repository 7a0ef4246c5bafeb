import { Hono } from 'hono'
import { DeskPage } from '../../templates/desk.tsx'
import { SearchPage } from '../../templates/search.tsx'
import { search } from '../desk/search.ts'
import type { Desk, Web } from './desk.ts'
import { pageParts } from './page.ts'

const pageSize = 40

/** One box over everything: its hits, each with a link to its place. */
export function searchPages(desk: Desk): Hono<Web> {
  return new Hono<Web>().get('/search', async (c) => {
    const q = (c.req.query('q') ?? '').trim().slice(0, 300)
    const page = { cursor: c.req.query('cursor'), limit: pageSize, viewer: c.get('rep').id }
    const [parts, result] = await Promise.all([pageParts(c, desk), search(desk.readDb, q, page)])
    const title = q ? parts.ui.words.find.titleOf(q) : parts.ui.words.find.title
    return c.html(
      <DeskPage {...parts} title={title} place="search" shape="page">
        <SearchPage ui={parts.ui} q={q} result={result} later={page.cursor !== undefined} />
      </DeskPage>,
    )
  })
}
