import { type Context, Hono } from 'hono'
import { DeskPage } from '../../templates/desk.tsx'
import { PicklistItemPage } from '../../templates/picklist-item.tsx'
import { PicklistSection, PicklistsPage, type PicklistTyped } from '../../templates/picklists.tsx'
import type { Tx } from '../database/connection.ts'
import { addItem, carriedList, changeItem, orderItems, type PicklistDone } from '../desk/picklist-changes.ts'
import { addPicklist, changePicklist } from '../desk/picklist-lists.ts'
import { countUses, mostCarried, unlisted } from '../desk/picklist-uses.ts'
import { getPicklistItem, type Picklist, readPicklist, readPicklists } from '../desk/picklists.ts'
import type { Desk, Web } from './desk.ts'
import { formOf, idIn, idOf } from './input.ts'
import { actorOf } from './issue-changes.tsx'
import { goOn, pageParts } from './page.ts'
import { Refusal } from './refusal.ts'

const home = '/settings/picklists'

/** What forms offer. For those who may change settings (page-deeds.ts). */
export function picklistPages(desk: Desk): Hono<Web> {
  return new Hono<Web>()
    .get(home, async (c) => c.html(await page(c, desk)))
    .post(home, async (c) => {
      const { title = '' } = await formOf(c)
      return answer(c, desk, { title }, await does(desk, (tx) => addPicklist(tx, actorOf(c), { title })))
    })
    .get(`${home}/items/:id`, async (c) => c.html(await itemPage(c, desk)))
    .post(`${home}/items/:id`, (c) => saveItem(c, desk))
    .post(`${home}/:name/items`, async (c) => {
      const picklist = c.req.param('name')
      const { label = '', revision } = await formOf(c)
      const wish = { picklist, label, revision: idIn(revision) }
      return answer(c, desk, { list: picklist, label }, await does(desk, (tx) => addItem(tx, actorOf(c), wish)))
    })
    .post(`${home}/:name/order`, (c) => order(c, desk))
    .post(`${home}/:name`, async (c) => {
      const name = c.req.param('name')
      const result = await does(desk, (tx) => changePicklist(tx, actorOf(c), name, { retired: true }))
      return answer(c, desk, { list: name }, result)
    })
}

function does(desk: Desk, deed: (tx: Tx) => Promise<PicklistDone>): Promise<PicklistDone> {
  return desk.db.transaction().execute(deed)
}

/** On to the lists, or the page again with what was typed and what was wrong. */
async function answer(c: Context<Web>, desk: Desk, typed: PicklistTyped, result: PicklistDone) {
  if (result === 'not found') throw new Refusal(404, 'missing')
  if (result === 'stale') return c.html(await page(c, desk, { ...typed, stale: true }), 409)
  if ('problem' in result) return c.html(await page(c, desk, { ...typed, ...result }), 422)
  return goOn(c, home, result.changeId === null ? { said: 'unchanged' } : { done: result.changeId })
}

async function page(c: Context<Web>, desk: Desk, typed: PicklistTyped = {}) {
  const [parts, lists] = await Promise.all([pageParts(c, desk), readPicklists(desk.db)])
  const whole = await Promise.all(lists.map((list) => withUnlisted(desk, list)))
  return (
    <DeskPage {...parts} title={parts.ui.words.picklists.title} place="picklists" shape="page">
      <PicklistsPage ui={parts.ui} lists={whole} typed={typed} />
    </DeskPage>
  )
}

async function withUnlisted({ db }: Desk, list: Picklist) {
  const carried = carriedList(list.name)
  return { ...list, unlisted: carried ? await unlisted(db, carried) : [] }
}

/** `ids` is a whole order, by drag or keys; `move` one step, by a button. A script is answered with the list alone. */
async function order(c: Context<Web>, desk: Desk) {
  const picklist = c.req.param('name')!
  const { ids = '', move = '', revision } = await formOf(c)
  const list = await readPicklist(desk.db, picklist)
  if (!list) throw new Refusal(404, 'missing')
  const now = list.items.filter((item) => !item.retired).map((item) => item.id)
  const wanted = move ? moved(now, move) : ids.split(',').map(Number)
  const wish = { picklist, ids: wanted.filter(Number.isSafeInteger), revision: idIn(revision) ?? 0 }
  const result = await does(desk, (tx) => orderItems(tx, actorOf(c), wish))
  if (c.req.header('x-part') !== 'picklist') return answer(c, desk, { list: picklist }, result)
  const fresh = await withUnlisted(desk, (await readPicklist(desk.db, picklist))!)
  const typed = { list: picklist, stale: result === 'stale' }
  return c.html(<PicklistSection ui={c.get('ui')} list={fresh} typed={typed} />, result === 'stale' ? 409 : 200)
}

function moved(ids: readonly number[], move: string): number[] {
  const [id, way] = move.split(':')
  const at = ids.indexOf(Number(id))
  const to = way === 'up' ? at - 1 : at + 1
  if (at < 0 || to < 0 || to >= ids.length) return [...ids]
  const rest = ids.toSpliced(at, 1)
  return rest.toSpliced(to, 0, ids[at]!)
}

type ItemTyped = Parameters<typeof PicklistItemPage>[0]['typed']

async function itemPage(c: Context<Web>, desk: Desk, typed?: ItemTyped) {
  const found = await getPicklistItem(desk.db, idOf(c))
  if (!found) throw new Refusal(404, 'missing')
  const { item, list } = found
  const carried = carriedList(list.name)
  const [parts, uses] = await Promise.all([
    pageParts(c, desk),
    carried ? countUses(desk.db, carried, item.label) : null,
  ])
  return (
    <DeskPage {...parts} title={item.label} place="picklists" shape="page">
      <PicklistItemPage ui={parts.ui} {...found} uses={uses} most={mostCarried} {...(typed && { typed })} />
    </DeskPage>
  )
}

async function saveItem(c: Context<Web>, desk: Desk) {
  const { label, retired, carry, version } = await formOf(c)
  const wish = {
    ...{ id: idOf(c), label, version: idIn(version), carry: carry !== undefined },
    retired: retired === undefined ? undefined : retired === 'yes',
  }
  const result = await does(desk, (tx) => changeItem(tx, actorOf(c), wish))
  if (result === 'not found') throw new Refusal(404, 'missing')
  const typed = { ...(label !== undefined && { label }), carry: wish.carry }
  if (result === 'stale') return c.html(await itemPage(c, desk, { ...typed, stale: true }), 409)
  if ('problem' in result) return c.html(await itemPage(c, desk, { ...typed, ...result }), 422)
  return goOn(c, home, result.changeId === null ? { said: 'unchanged' } : { done: result.changeId })
}
