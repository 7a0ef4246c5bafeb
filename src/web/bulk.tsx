import { type Context, Hono } from 'hono'
import { BulkConfirm } from '../../templates/bulk.tsx'
import { DeskPage } from '../../templates/desk.tsx'
import type { Priority } from '../database/tables.ts'
import { type BulkPatch, changeIssues, mostIssues } from '../desk/bulk.ts'
import { localPath } from './base-path.ts'
import type { Desk, Web } from './desk.ts'
import { bodyOf, formOf, idIn } from './input.ts'
import { actorOf } from './issue-changes.tsx'
import { nextMorning } from './local-time.ts'
import { goOn, pageParts } from './page.ts'
import { Refusal } from './refusal.ts'

const askAbove = 50

/** The bar of the selection: one deed on many issues, asked for once more when they are more than fifty. */
export function bulkPages(desk: Desk): Hono<Web> {
  return new Hono<Web>().post('/issues/bulk', async (c) => {
    const { back: from, sure, ids: listed, ...fields } = await formOf(c)
    const back = localPath(from)
    const ids = await idsOf(c, listed)
    if (ids.length === 0) return goOn(c, back, { said: 'noneSelected' })
    const patch = patchOf(c, fields)
    if (ids.length > askAbove && sure !== 'yes') return confirm(c, desk, { ids, fields: { ...fields, back }, back })
    const done = await desk.db.transaction().execute((tx) => changeIssues(tx, actorOf(c), ids, patch))
    if ('problem' in done) throw new Refusal(422, 'bad input', done.problem)
    return goOn(c, back, done.changeId === null ? { said: 'unchanged' } : { done: done.changeId })
  })
}

async function idsOf(c: Context<Web>, listed: string | undefined): Promise<number[]> {
  const { id } = await bodyOf(c, true)
  const texts = [...(listed?.split(',') ?? []), ...[id].flat().filter((one) => typeof one === 'string')]
  if (texts.length > mostIssues) throw new Refusal(422, 'bad input')
  return [...new Set(texts.flatMap((text) => idIn(text) ?? []))]
}

function patchOf(c: Context<Web>, { deed = '', addType = '', removeType = '' }: Record<string, string>): BulkPatch {
  const [name, value] = [deed.slice(0, deed.indexOf(':')), deed.slice(deed.indexOf(':') + 1)]
  if (name === 'status' && (value === 'open' || value === 'closed')) return { status: value }
  if (name === 'assignee' && (value === '' || idIn(value))) return { assignee: idIn(value) ?? null }
  if (name === 'types' && value === 'add' && addType.trim()) return { addTypes: addType.split(',') }
  if (name === 'types' && value === 'remove' && removeType.trim()) return { removeTypes: removeType.split(',') }
  if (name === 'priority' && ['low', 'normal', 'high', 'urgent'].includes(value)) return { priority: value as Priority }
  if (name === 'group') return { group: value || null }
  if (name === 'snooze' && (value === 'tomorrow' || value === 'week')) return { snoozeUntil: nextMorning(c, value) }
  if (name === 'snooze') return { snoozeUntil: value === 'reply' ? 'reply' : null }
  throw new Refusal(422, 'bad input')
}

type Asked = { ids: number[]; fields: Record<string, string>; back: string }

async function confirm(c: Context<Web>, desk: Desk, asked: Asked) {
  const parts = await pageParts(c, desk)
  return c.html(
    <DeskPage {...parts} title={parts.ui.words.bulk.confirm(asked.ids.length)} place="open" shape="page">
      <BulkConfirm ui={parts.ui} {...asked} />
    </DeskPage>,
  )
}
