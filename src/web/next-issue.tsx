import { Hono } from 'hono'
import { IssuePane } from '../../templates/issue.tsx'
import { EmptyPane } from '../../templates/issues.tsx'
import { Toasts } from '../../templates/rail.tsx'
import { changeIssue } from '../desk/issues.ts'
import type { Desk, Web } from './desk.ts'
import { changeFlash } from './flash.ts'
import { formOf, idIn, idOf } from './input.ts'
import { actorOf } from './issue-changes.tsx'
import { issueProps } from './issue-props.ts'
import { goOn, isHtmx } from './page.ts'
import { Refusal } from './refusal.ts'

/** Closes an issue and answers the next one of the list, with the undo, in one round trip. */
export function nextPages(desk: Desk): Hono<Web> {
  return new Hono<Web>().post('/issues/:id/close-next', async (c) => {
    const id = idOf(c)
    const next = idIn((await formOf(c)).next)
    const patch = { status: 'closed' } as const
    const result = await desk.db.transaction().execute((tx) => changeIssue(tx, actorOf(c), id, patch))
    if (result === 'not found') throw new Refusal(404, 'missing')
    if ('problem' in result) throw new Refusal(422, 'bad input', result.problem)
    const changeId = 'changeId' in result ? result.changeId : null
    if (!isHtmx(c)) return goOn(c, next === undefined ? '/issues' : `/issues/${next}`, { done: changeId })
    const ui = { ...c.get('ui'), here: `/issues/${id}` }
    const flash = changeId === null ? undefined : await changeFlash(desk.db, ui, changeId)
    return c.html(
      <>
        {next === undefined ? <EmptyPane ui={c.get('ui')} /> : <IssuePane {...(await issueProps(c, desk, next))} />}
        <Toasts ui={ui} flash={flash} />
      </>,
    )
  })
}
