import { type Context, Hono } from 'hono'
import { DeskPage } from '../../templates/desk.tsx'
import { GroupsPage, type TypedGroup } from '../../templates/groups.tsx'
import { changeGroup, createGroup, type GroupResult, listGroups } from '../desk/groups.ts'
import { listReps } from '../reps/reps.ts'
import type { Desk, Web } from './desk.ts'
import { bodyOf, formOf, idIn, idOf } from './input.ts'
import { actorOf } from './issue-changes.tsx'
import { goOn, pageParts } from './page.ts'
import { Refusal } from './refusal.ts'

/** Departments, for admins. */
export function groupPages(desk: Desk): Hono<Web> {
  return new Hono<Web>()
    .get('/settings/groups', (c) => page(c, desk))
    .post('/settings/groups', async (c) => {
      const { version: _, ...values } = await valuesOf(c)
      const result = await desk.db.transaction().execute((tx) => createGroup(tx, actorOf(c), values))
      return answer(c, desk, result, { id: 0, ...values })
    })
    .post('/settings/groups/:id', async (c) => {
      const { retired } = await formOf(c)
      const id = idOf(c)
      const values = await valuesOf(c)
      const patch = retired === undefined ? values : { retired: retired === 'yes' }
      const result = await desk.db.transaction().execute((tx) => changeGroup(tx, actorOf(c), id, patch))
      return answer(c, desk, result, { id, ...values })
    })
}

type Values = { name: string; types: string[]; members: number[]; version: number | undefined }

async function valuesOf(c: Context<Web>): Promise<Values> {
  const { name = '', types = '', version } = await formOf(c)
  const { member } = await bodyOf(c, true)
  return {
    name,
    types: types.split(/[,\n]/).flatMap((type) => type.trim() || []),
    members: [member].flat().flatMap((id) => idIn(String(id)) ?? []),
    version: idIn(version),
  }
}

async function answer(
  c: Context<Web>,
  desk: Desk,
  result: GroupResult,
  typed: Omit<Values, 'version'> & { id: number },
) {
  if (result === 'not found') throw new Refusal(404, 'missing')
  if ('group' in result)
    return goOn(c, '/settings/groups', result.changeId === null ? { said: 'unchanged' } : { done: result.changeId })
  const problem = 'problem' in result ? result.problem : c.get('ui').words.groups.newer
  const again = { ...typed, types: typed.types.join('\n'), problem }
  return page(c, desk, again, 'problem' in result ? 422 : 409)
}

async function page(c: Context<Web>, desk: Desk, typed?: TypedGroup, status: 200 | 409 | 422 = 200) {
  const [parts, groups, reps] = await Promise.all([pageParts(c, desk), listGroups(desk.db), listReps(desk.db)])
  return c.html(
    <DeskPage {...parts} title={parts.ui.words.groups.title} place="settings" shape="page">
      <GroupsPage ui={parts.ui} groups={groups} reps={reps.filter((rep) => !rep.deactivatedAt)} typed={typed} />
    </DeskPage>,
    status,
  )
}
