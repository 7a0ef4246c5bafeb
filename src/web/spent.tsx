import { type Context, Hono } from 'hono'
import { stream } from 'hono/streaming'
import { DeskPage } from '../../templates/desk.tsx'
import { type SpentForm, SpentPage } from '../../templates/spent.tsx'
import { readShopRules } from '../shop/rules.ts'
import { allSpenders, type SpentOver, spentOver } from '../shop/spend.ts'
import { spendersCsv, spendersHead } from '../shop/spenders-csv.ts'
import type { Desk, Web } from './desk.ts'
import { pageParts } from './page.ts'
import { Refusal } from './refusal.ts'

/** Customers who spent over a sum in the last days: a list, and the whole of it as a file. Comes before /people/:id. */
export function spentPages(desk: Desk): Hono<Web> {
  return new Hono<Web>()
    .get('/people/spent', async (c) => c.html(await page(c, desk)))
    .get('/people/spent.csv', (c) => csv(c, desk))
}

function formOfQuery(c: Context<Web>): SpentForm {
  const text = (name: string) => (c.req.query(name) ?? '').trim().slice(0, 40)
  return { over: text('over'), currency: text('currency').toUpperCase(), days: text('days') }
}

type Fault = Partial<Record<keyof SpentForm, string>>

/** A sum in major units ("99.90"), a currency, whole days: or what is wrong with them. */
function readForm(c: Context<Web>, form: SpentForm): { wish: SpentOver } | { faults: Fault } {
  const words = c.get('ui').words.spent.wrong
  const over = Number(form.over.replace(',', '.'))
  const days = Number(form.days)
  const faults: Fault = {
    ...(/^\d{1,10}([.,]\d{1,4})?$/.test(form.over) ? {} : { over: words.amount }),
    ...(/^[A-Z]{3}$/.test(form.currency) ? {} : { currency: words.currency }),
    ...(/^\d{1,4}$/.test(form.days) && days >= 1 && days <= 3650 ? {} : { days: words.days }),
  }
  if (Object.keys(faults).length > 0) return { faults }
  return { wish: { overMinor: Math.round(over * 10 ** digitsOf(form.currency)), currency: form.currency, days } }
}

function digitsOf(currency: string): number {
  return new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2
}

async function page(c: Context<Web>, desk: Desk) {
  const asked = formOfQuery(c)
  const empty = asked.over === '' && asked.currency === '' && asked.days === ''
  const form = empty ? { over: '', currency: 'EUR', days: '90' } : asked
  const read = empty ? { faults: {} } : readForm(c, form)
  const cursor = c.req.query('cursor')
  const [parts, rules, found] = await Promise.all([
    pageParts(c, desk),
    readShopRules(desk.db),
    'wish' in read ? spentOver(desk.readDb, read.wish, { cursor, limit: 50 }) : undefined,
  ])
  return (
    <DeskPage {...parts} title={parts.ui.words.spent.title} place="people" shape="page">
      <SpentPage ui={parts.ui} form={form} faults={'faults' in read ? read.faults : {}} rules={rules} found={found} />
    </DeskPage>
  )
}

const rowsAtOnce = 1000

function csv(c: Context<Web>, { readDb }: Desk) {
  const form = formOfQuery(c)
  const read = readForm(c, form)
  if ('faults' in read) throw new Refusal(422, 'bad input')
  const { currency } = read.wish
  c.header('Content-Type', 'text/csv; charset=utf-8')
  c.header('Content-Disposition', 'attachment; filename="customers.csv"')
  return stream(c, async (out) => {
    await out.write(spendersHead)
    await readDb.transaction().execute(async (tx) => {
      for await (const rows of allSpenders(tx, read.wish, rowsAtOnce)) await out.write(spendersCsv(rows, currency))
    })
  })
}
