import { type Context, Hono } from 'hono'
import { stream } from 'hono/streaming'
import { DeskPage } from '../../templates/desk.tsx'
import { ShopImportsPage } from '../../templates/shop-import.tsx'
import { ImportProgress, ImportStatePage } from '../../templates/shop-import-state.tsx'
import { MappingPage } from '../../templates/shop-mapping.tsx'
import { listMailingLists } from '../people/mailing-lists.ts'
import { faultsCsv, faultsHead } from '../shop/faults-csv.ts'
import { firstRows, keepImport, previewItems } from '../shop/import-keep.ts'
import { charsets, dateOrders, delimiters, importFields, importKinds } from '../shop/import-plan.ts'
import {
  cancelImport,
  findImport,
  firstPiece,
  listFaults,
  listImports,
  planImport,
  type ShopImport,
} from '../shop/imports.ts'
import type { Desk, Web } from './desk.ts'
import { bodyOf, formOf, idOf } from './input.ts'
import { goOn, pageParts } from './page.ts'
import { Refusal } from './refusal.ts'
import { cellsOfItem, planOfForm } from './shop-import-form.ts'

const home = '/shop/import'
const mostBytes = 25 << 20

/** Files of shop data: uploaded, mapped, imported in the background. For those who may enter people. */
export function shopImportPages(desk: Desk): Hono<Web> {
  return new Hono<Web>()
    .get(home, async (c) => c.html(await listPage(c, desk)))
    .post(home, (c) => upload(c, desk))
    .get(`${home}/:id`, async (c) => c.html(await onePage(c, desk, await importOf(c, desk))))
    .post(`${home}/:id`, (c) => plan(c, desk))
    .post(`${home}/:id/cancel`, (c) => cancel(c, desk))
    .get(`${home}/:id/progress`, (c) => progress(c, desk))
    .get(`${home}/:id/bad.csv`, (c) => badRows(c, desk))
}

async function importOf(c: Context<Web>, { db }: Desk): Promise<ShopImport> {
  const shop = await findImport(db, idOf(c))
  if (!shop) throw new Refusal(404, 'missing')
  return shop
}

async function listPage(c: Context<Web>, desk: Desk, problem?: string) {
  const page = { cursor: c.req.query('cursor'), limit: 20 }
  const [parts, found] = await Promise.all([pageParts(c, desk), listImports(desk.db, page)])
  return (
    <DeskPage {...parts} title={parts.ui.words.shopImport.title} place="orders" shape="page">
      <ShopImportsPage ui={parts.ui} found={found} problem={problem} />
    </DeskPage>
  )
}

async function upload(c: Context<Web>, desk: Desk) {
  const { file } = await bodyOf(c)
  if (!(file instanceof File) || file.size === 0)
    return c.html(await listPage(c, desk, c.get('ui').words.shopImport.noFile), 422)
  const kept = await keepImport(desk.db, {
    ...{ name: file.name, repId: c.get('rep').id, most: mostBytes },
    bytes: file.stream() as ReadableStream<Uint8Array> & AsyncIterable<Uint8Array>,
  })
  if ('problem' in kept) return c.html(await listPage(c, desk, kept.problem), 422)
  return goOn(c, `${home}/${kept.id}`)
}

async function onePage(c: Context<Web>, desk: Desk, shop: ShopImport, problem?: string) {
  const parts = await pageParts(c, desk)
  const body = shop.state === 'mapping' ? await mapping(c, desk, shop, problem) : await state(c, desk, shop)
  return (
    <DeskPage {...parts} title={shop.name} place="orders" shape="page">
      {body}
    </DeskPage>
  )
}

async function mapping(c: Context<Web>, { db }: Desk, shop: ShopImport, problem?: string) {
  const ui = c.get('ui')
  const [bytes, lists] = await Promise.all([firstPiece(db, shop.id), listMailingLists(db)])
  const open = lists.filter((list) => !list.archived)
  const [, sample = []] = await firstRows(bytes, shop.plan, 1)
  const { items, faults, bad } = await previewItems(bytes, shop.plan, 20)
  const preview = { items: items.map((item) => cellsOfItem(ui, item)), faults, bad }
  const choices = { kinds: importKinds, charsets, delimiters, dates: dateOrders }
  const fields = Object.keys(importFields[shop.plan.kind])
  const list = shop.plan.list || (open.length === 1 ? open[0]!.slug : '')
  const shown = { ...shop, plan: { ...shop.plan, list } }
  return <MappingPage {...{ ui, shop: shown, fields, choices, sample, preview, problem }} lists={open} />
}

const faultsAtOnce = 100

async function state(c: Context<Web>, { db }: Desk, shop: ShopImport) {
  const asked = Number(c.req.query('after') ?? 0)
  const after = Number.isSafeInteger(asked) && asked > 0 && asked < 2 ** 31 ? asked : 0
  const faults = shop.endedAt ? await listFaults(db, shop.id, { after, limit: faultsAtOnce + 1 }) : []
  const next = faults.length > faultsAtOnce ? faults[faultsAtOnce - 1]!.id : null
  return <ImportStatePage ui={c.get('ui')} shop={shop} faults={faults.slice(0, faultsAtOnce)} next={next} />
}

async function plan(c: Context<Web>, desk: Desk) {
  const shop = await importOf(c, desk)
  const form = await formOf(c)
  const wish = { plan: planOfForm(shop, form), start: form.go === 'start' }
  const done = await desk.db.transaction().execute((tx) => planImport(tx, shop.id, wish))
  if (typeof done !== 'object') return goOn(c, `${home}/${shop.id}`)
  return c.html(await onePage(c, desk, { ...shop, plan: wish.plan }, done.problem), 422)
}

async function cancel(c: Context<Web>, desk: Desk) {
  const shop = await importOf(c, desk)
  await desk.db.transaction().execute((tx) => cancelImport(tx, shop.id))
  return goOn(c, `${home}/${shop.id}`)
}

async function progress(c: Context<Web>, desk: Desk) {
  const shop = await importOf(c, desk)
  if (shop.endedAt) c.header('HX-Refresh', 'true')
  return c.html(<ImportProgress ui={c.get('ui')} shop={shop} />)
}

async function badRows(c: Context<Web>, desk: Desk) {
  const shop = await importOf(c, desk)
  c.header('Content-Type', 'text/csv; charset=utf-8')
  c.header('Content-Disposition', `attachment; filename="bad-rows-${shop.id}.csv"`)
  return stream(c, async (out) => {
    await out.write(faultsHead)
    for (let after = 0; ; ) {
      const faults = await listFaults(desk.db, shop.id, { after, limit: 1000 })
      const last = faults.at(-1)
      if (!last) return
      await out.write(faultsCsv(faults))
      after = last.id
    }
  })
}
