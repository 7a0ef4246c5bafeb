import { Hono } from 'hono'
import { DeletedIssuesPage } from '../../templates/deleted-issues.tsx'
import { DeskPage } from '../../templates/desk.tsx'
import { listDeletedIssues } from '../desk/deleted-issues.ts'
import type { Desk, Web } from './desk.ts'
import { pageParts } from './page.ts'

/** Where a deleted issue is found again; its undo is everybody's undo. */
export function deletedIssuePages(desk: Desk): Hono<Web> {
  return new Hono<Web>().get('/settings/deleted', async (c) => {
    const page = { cursor: c.req.query('cursor'), limit: 50 }
    const [parts, list] = await Promise.all([pageParts(c, desk), listDeletedIssues(desk.db, page)])
    return c.html(
      <DeskPage {...parts} title={parts.ui.words.deleted.title} place="settings" shape="page">
        <DeletedIssuesPage ui={parts.ui} {...list} />
      </DeskPage>,
    )
  })
}
