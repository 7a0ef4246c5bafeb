import { type ImportPlan, importFields } from './import-plan.ts'
import { decimalsOf, type ReadTime } from './import-values.ts'

/** A row that cannot be taken: which field, why (in words that follow its name), and what it held, if nobody's name. */
export type Fault = Readonly<{ row: number; field: string; why: string; value: string }>
export type FaultOf = (field: string, why: string) => void

/** The cells of a row by their fields. Each reader notes as a fault what cannot be, and answers an empty value. */
export type Cells = Readonly<{
  text: (field: string, most: number) => string
  needed: (field: string, most: number) => string
  all: (field: string) => string[]
  email: (field: string) => string
  time: (field: string, read: ReadTime) => Date | undefined
  /** The row's own currency, else that of the plan. */
  currency: (plan: ImportPlan) => string
  fault: FaultOf
  bad: () => boolean
}>

const longest = 20_000

/** Undefined for a row without any text, which is no row at all. */
export function cellsOf(
  plan: ImportPlan,
  record: readonly string[],
  row: number,
  told: (fault: Fault) => void,
): Cells | undefined {
  if (record.every((cell) => cell.trim() === '')) return undefined
  let faults = 0
  const all = (field: string) =>
    plan.columns.flatMap((name, at) => (name === field ? [clean(record[at] ?? '')] : [])).filter(Boolean)
  const fault: FaultOf = (field, why) => {
    faults += 1
    const secret = importFields[plan.kind][field]?.personal
    told({ row, field, why, value: secret ? '' : (all(field)[0] ?? '').slice(0, 80).toWellFormed() })
  }
  const text = (field: string, most: number) => {
    const value = all(field)[0] ?? ''
    if (value.length <= most) return value
    fault(field, `is longer than ${most} characters`)
    return ''
  }
  const needed = (field: string, most: number) => {
    const value = text(field, most)
    if (value === '' && faults === 0) fault(field, 'is empty')
    return value
  }
  const wide =
    record.length > plan.columns.length && record.slice(plan.columns.length).some((cell) => cell.trim() !== '')
  if (wide) fault('', `has ${record.length} cells where the head has ${plan.columns.length}`)
  return {
    ...{ text, needed, all, fault, bad: () => faults > 0 },
    email: (field) => emailOf(text(field, 254), () => fault(field, 'is no e-mail address')),
    time(field, read) {
      const value = text(field, 60)
      const time = value === '' ? undefined : read(value)
      if (value !== '' && !time) fault(field, 'is no time that can be read: look at the order of dates')
      return time
    },
    currency(plan) {
      const code = text('currency', 20).toUpperCase() || plan.currency
      if (decimalsOf(code) === undefined) fault('currency', 'must be an ISO 4217 code like EUR')
      return code
    },
  }
}

/** NUL cannot be stored, half a surrogate neither; what a cell holds beyond any field is not carried about. */
function clean(cell: string): string {
  const text = cell.trim().replaceAll('\0', '')
  return (text.length > longest ? text.slice(0, longest + 1) : text).toWellFormed()
}

function emailOf(text: string, wrong: () => void): string {
  if (text === '') return ''
  if (/^[^\s@<>"',;:\p{Cc}]+@[^\s@<>"',;:\p{Cc}]+$/u.test(text)) return text
  wrong()
  return ''
}
