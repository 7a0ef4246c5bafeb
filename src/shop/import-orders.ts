import type { ImportPlan } from './import-plan.ts'
import { type Cells, cellsOf, type Fault } from './import-row.ts'
import { decimalsOf, type ReadTime, readMoney, readPacked, timeReader } from './import-values.ts'
import type { PutOrder, PutOrderLine } from './orders.ts'

/** The rows of an order, one below the other; `bad` once any of them is. */
type Open = { row: number; id: string; bad: boolean; head: Head | undefined; lines: PutOrderLine[] }
type Head = Omit<PutOrder, 'lines'>

const mostLines = 500
/** Orders whose ids are remembered, so that one whose rows lie apart is found. */
const mostSeen = 500_000

/** Joins the rows of an order: the first has what belongs to the whole, each may have a line. */
export function orderReader(
  plan: ImportPlan,
  done: (row: number, order: PutOrder) => void,
  told: (fault: Fault) => void,
): { take: (record: readonly string[], row: number) => void; end: () => void } {
  const time = timeReader(plan)
  const seen = new Set<string>()
  let open: Open | undefined
  const end = () => {
    if (open?.head && !open.bad) done(open.row, { ...open.head, lines: open.lines })
    open = undefined
  }
  return {
    end,
    take(record, row) {
      const cells = cellsOf(plan, record, row, told)
      if (!cells) return
      const id = cells.needed('id', 200).replace(/^'/, '')
      if (open === undefined || open.id !== id) {
        end()
        if (seen.has(id)) cells.fault('id', 'came before: the rows of an order must be one below the other')
        if (seen.size < mostSeen) seen.add(id)
        open = { row, id, bad: false, head: cells.bad() ? undefined : headOf(plan, cells, { id, time }), lines: [] }
      }
      const currency = open.head?.currency ?? plan.currency
      open.lines.push(...linesOf(plan, cells, decimalsOf(currency) ?? 2))
      if (open.lines.length > mostLines)
        cells.fault('product', `is one line too many: an order has at most ${mostLines}`)
      open.bad ||= cells.bad()
    },
  }
}

function headOf(plan: ImportPlan, cells: Cells, { id, time }: { id: string; time: ReadTime }): Head {
  const currency = cells.currency(plan)
  const digits = decimalsOf(currency) ?? 2
  const state = cells.needed('state', 60)
  const placedAt = cells.time('placedAt', time)
  if (!placedAt && !cells.bad()) cells.fault('placedAt', 'is empty')
  const [user, email] = [cells.text('user', 200).replace(/^'/, ''), cells.email('email')]
  const total = sumOf(plan, cells, 'total', digits)
  if (total === undefined && !cells.bad()) cells.fault('total', 'is empty')
  const lines = cells
    .all('shippingLine')
    .slice(0, 12)
    .map((line) => line.slice(0, 300))
  return {
    ...{ externalId: id, number: cells.text('number', 100) || id.slice(0, 100), email },
    // Shops write 0 for a guest.
    ...{ user: user === '0' ? undefined : user || undefined, placedAt: placedAt ?? new Date(0), currency },
    ...{ state: cells.text('cancelledAt', 60) === '' ? state : 'cancelled', totalMinor: total ?? 0 },
    refundedMinor: Math.abs(sumOf(plan, cells, 'refunded', digits) ?? 0),
    shipping: lines.length > 0 ? { addresses: [{ kind: 'shipping', lines }] } : undefined,
  }
}

function sumOf(plan: ImportPlan, cells: Cells, field: string, digits: number): number | undefined {
  const text = cells.text(field, 60)
  if (text === '') return undefined
  const minor = readMoney(text, digits, plan.decimal)
  if (minor === undefined) cells.fault(field, `is no sum with at most ${digits} decimals: look at the decimal mark`)
  return minor
}

function linesOf(plan: ImportPlan, cells: Cells, digits: number): PutOrderLine[] {
  const packed = cells
    .all('lineItem')
    .flatMap((cell) => cell.split(';'))
    .map(readPacked)
  const lines = packed.filter((line) => line.name || line.sku || line.product_id)
  if (lines.length > 0) return lines.map((line) => packedLine(plan, cells, line, digits))
  const name = cells.text('lineName', 500)
  const product = cells.text('product', 200).replace(/^'/, '') || name.slice(0, 200)
  if (product === '') return []
  const quantity = quantityOf(cells, cells.text('quantity', 20))
  const unit = sumOf(plan, cells, 'unitPrice', digits)
  const amountMinor = sumOf(plan, cells, 'lineAmount', digits) ?? (unit ?? 0) * quantity
  if (!Number.isSafeInteger(amountMinor)) cells.fault('unitPrice', 'is too large')
  return [{ product, name, quantity, amountMinor, state: cells.text('lineState', 60) }]
}

function packedLine(plan: ImportPlan, cells: Cells, line: Record<string, string>, digits: number): PutOrderLine {
  const { name = '', sku = '', product_id = '', quantity = '', total = '0' } = line
  const amountMinor = readMoney(total, digits, plan.decimal)
  if (amountMinor === undefined) cells.fault('lineItem', 'has a total that is no sum')
  const product = (product_id || sku || name).slice(0, 200)
  return { product, name: name.slice(0, 500), quantity: quantityOf(cells, quantity), amountMinor: amountMinor ?? 0 }
}

function quantityOf(cells: Cells, text: string): number {
  const quantity = text === '' ? 1 : Number(text.replace(/[.,]0+$/, ''))
  if (Number.isInteger(quantity) && Math.abs(quantity) <= 1_000_000) return quantity
  cells.fault('quantity', 'is no whole number')
  return 0
}
