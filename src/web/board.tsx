import { type Context, Hono } from 'hono'
import { BoardPage, type BoardProps } from '../../templates/board.tsx'
import { FoundPage } from '../../templates/board-finders.tsx'
import { DeskPage } from '../../templates/desk.tsx'
import type { Db } from '../database/connection.ts'
import { readBoard } from '../desk/board.ts'
import { listFollowUps } from '../desk/follow-ups.ts'
import { listIssues } from '../desk/issues.ts'
import { listNotices } from '../desk/rep-notices.ts'
import { listSurges } from '../desk/surges.ts'
import { countRows } from '../reports/counts.ts'
import { issues } from '../reports/issues.ts'
import { askQuery, readAsk } from '../reports/report.ts'
import { findRegistered, findUnregistered } from '../shop/finder.ts'
import { openProblems } from '../shop/problems.ts'
import type { Desk, Web } from './desk.ts'
import { frontSteps } from './front-steps.ts'
import { anyIssue } from './issue-lists.ts'
import { goOn, pageParts } from './page.ts'

const few = 7
const mostSurges = 3

/** The front page, and what its finders find. A desk that never had an issue begins at its empty list. */
export function boardPages(desk: Desk): Hono<Web> {
  return new Hono<Web>()
    .get('/', async (c) => ((await anyIssue(desk.db)) ? c.html(await front(c, desk)) : goOn(c, '/issues')))
    .get('/find', (c) => find(c, desk))
}

async function front(c: Context<Web>, desk: Desk) {
  const [parts, board, steps] = await Promise.all([pageParts(c, desk), boardProps(c, desk), frontSteps(c, desk)])
  return (
    <DeskPage {...parts} title={parts.ui.words.board.title} place="board" shape="page">
      <BoardPage {...board} state={parts.state} steps={steps} />
    </DeskPage>
  )
}

/** All that the board shows but the rail's own counters. */
export async function boardProps(c: Context<Web>, { db }: Desk): Promise<Omit<BoardProps, 'state'>> {
  const ui = c.get('ui')
  const repId = c.get('rep').id
  const [board, mine, notices, followUps, problems, surges] = await Promise.all([
    readBoard(db),
    listIssues(db, { assignee: repId }, { viewer: repId, limit: few }),
    listNotices(db, repId, { unread: true, limit: few }),
    listFollowUps(db, { assignee: repId }, { limit: few }),
    openProblems(db),
    surgesOf(db),
  ])
  const due = followUps.items.filter(({ dueAt }) => !dueAt || dueAt <= endOfDay(ui.dates.now))
  return { ui, board, problems, surges, mine: mine.items, notices: notices.items, followUps: due }
}

/** Each with the rows of its list as they are now: types may have changed since it was found. */
async function surgesOf(db: Db) {
  const surges = await listSurges(db)
  return Promise.all(
    surges.slice(0, mostSurges).map(async (surge) => {
      const { ask } = readAsk(issues, { period: 'all', surge: String(surge.id) }, 'UTC')
      return { ...surge, count: await countRows(db, issues, ask), list: `/reports/issues?${askQuery(ask)}` }
    }),
  )
}

/** What falls due before anybody goes home is today's work. */
function endOfDay(now: Date): Date {
  return new Date(+now + 24 * 60 * 60_000)
}

async function find(c: Context<Web>, desk: Desk) {
  const who = c.req.query('who') === 'users' ? 'users' : 'people'
  const q = (c.req.query('q') ?? '').trim().slice(0, 200)
  const search = who === 'users' ? findRegistered : findUnregistered
  const [parts, found] = await Promise.all([pageParts(c, desk), q ? search(desk.db, q) : []])
  return c.html(
    <DeskPage {...parts} title={parts.ui.words.board[who]} place="people" shape="page">
      <FoundPage ui={parts.ui} who={who} q={q} found={found} />
    </DeskPage>,
  )
}
