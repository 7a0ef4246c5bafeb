import type { AudienceRow } from '../../templates/audience-fields.tsx'
import type { Audience, Clause } from '../campaigns/audience.ts'
import { audienceLimits, type ClauseName, clauseNames, readAudience } from '../campaigns/audience-read.ts'
import type { Period, What } from '../campaigns/audience-tree.ts'

/** What the builder shows: rules beside each other. Whatever is nested deeper it keeps, and shows as a sentence. */
export type BuilderState = Readonly<{ join: 'all' | 'any'; rows: readonly AudienceRow[] }>

/** The rules of a tree, as fields. */
export function rowsOf(audience: Audience): BuilderState {
  if ('any' in audience) return { join: 'any', rows: audience.any.map(rowOf) }
  return { join: 'all', rows: ('all' in audience ? audience.all : [audience]).map(rowOf) }
}

function rowOf(part: Audience): AudienceRow {
  const not = 'not' in part
  const clause = not ? part.not : part
  const [kind, value] = Object.entries(clause)[0] as [string, unknown]
  const known = clauseNames.find((name) => name === kind)
  const fields = known && fieldsOf(known, value)
  return fields ? { kind: known, not, fields } : { kind: 'tree', not: false, fields: { tree: JSON.stringify(part) } }
}

type Fields = Readonly<Record<string, string>>
type Loose = Readonly<Record<string, unknown>>

/** Undefined where the fields cannot say it. */
function fieldsOf(kind: ClauseName, value: unknown): Fields | undefined {
  if (kind === 'people' && (value as number[]).length > 150) return undefined
  if (kind === 'people') return { value: (value as number[]).join(', ') }
  if (typeof value === 'boolean') return { value: value ? 'yes' : 'no' }
  if (typeof value !== 'object') return { value: String(value) }
  const { product, category, minMinor, maxMinor, min, max, currency, ...period } = value as Loose
  const times = timesOf(period)
  const code = String(currency ?? '')
  const money = (minor: unknown) => (minor === undefined ? '' : String(Number(minor) / 10 ** digitsOf(code)))
  const plain = (n: unknown) => (n === undefined ? '' : String(n))
  return (
    times && {
      ...times,
      ...(kind === 'spent' && { min: money(minMinor), max: money(maxMinor), currency: code }),
      ...(kind === 'orders' && { min: plain(min), max: plain(max) }),
      ...(product !== undefined && { what: 'product', value: String(product) }),
      ...(category !== undefined && { what: 'category', value: String(category) }),
    }
  )
}

function timesOf({ from, to, zone }: Period): Fields | undefined {
  const kept = zone === undefined ? {} : { zone }
  if (from === undefined && to === undefined) return kept
  if (typeof from === 'object' && to === undefined) return { ...kept, days: String(from.daysAgo) }
  const isDayText = (when: unknown) => when === undefined || (typeof when === 'string' && when.length === 10)
  if (!isDayText(from) || !isDayText(to)) return undefined
  return { ...kept, from: String(from ?? ''), to: String(to ?? '') }
}

/** What a posted builder says; rows beyond what an audience may have are left out. */
export function readBuilder(form: Readonly<Record<string, string>>): BuilderState {
  const rows: AudienceRow[] = []
  for (let n = 0; n <= audienceLimits.clauses; n++) {
    const at = `r${n}.`
    const kind = form[`${at}kind`]
    if (kind !== 'tree' && !clauseNames.some((name) => name === kind)) continue
    const fields = Object.fromEntries(
      Object.entries(form).flatMap(([name, text]) =>
        name.startsWith(at) ? [[name.slice(at.length), text.trim().slice(0, kind === 'tree' ? 100_000 : 2000)]] : [],
      ),
    )
    if (kind === 'tree' && 'faults' in readAudience(parsed(fields.tree))) continue
    rows.push({ kind: kind as AudienceRow['kind'], not: form[`${at}not`] === 'yes', fields })
  }
  return { join: form.join === 'any' ? 'any' : 'all', rows }
}

/** A row that was just added. */
export function newRow(kind: string | undefined): AudienceRow | undefined {
  const known = clauseNames.find((name) => name === kind)
  return known && { kind: known, not: false, fields: known === 'spent' ? { currency: 'EUR' } : {} }
}

type Read = Readonly<{ audience: Audience }> | Readonly<{ faults: readonly { row: number; text: string }[] }>

/** The tree, or what is wrong with which row (-1: with the whole). */
export function treeOf({ join, rows }: BuilderState, zone: string): Read {
  const parts = rows.map(({ kind, not, fields }) => {
    const part = kind === 'tree' ? parsed(fields.tree) : clauseOf(kind, fields, zone)
    return not ? { not: part } : part
  })
  const read = readAudience({ [join]: parts })
  if ('audience' in read) return read
  const faults = read.faults.map((fault) => {
    const match = /^(?:all|any)\[(\d+)\](?:\.not)?\S*\s?(.*)$/s.exec(fault)
    return match ? { row: Number(match[1]), text: match[2]! } : { row: -1, text: fault }
  })
  return { faults }
}

function parsed(text: string | undefined): Audience {
  try {
    return JSON.parse(text ?? '') as Audience
  } catch {
    return {} as Audience
  }
}

function clauseOf(kind: ClauseName, fields: Fields, zone: string): Clause {
  const { value = '' } = fields
  const period = periodOf(fields, zone)
  const what = { [fields.what === 'category' ? 'category' : 'product']: value } as What
  const digits = digitsOf(fields.currency ?? '')
  const clauses: Readonly<Record<ClauseName, unknown>> = {
    bought: { ...what, ...period },
    viewed: { ...what, ...period },
    lastVisit: period,
    registered: period,
    spent: {
      ...range(fields, 'minMinor', 'maxMinor', digits),
      ...{ currency: (fields.currency ?? '').toUpperCase(), ...period },
    },
    orders: { ...range(fields, 'min', 'max', 0), ...period },
    onList: value,
    inClass: value,
    country: value,
    language: value,
    hasCertificate: value !== 'no',
    openIssue: value !== 'no',
    received: Number(value),
    people: value.split(/[\s,;#]+/).flatMap((id) => (id ? [Number(id)] : [])),
  }
  return { [kind]: clauses[kind] } as Clause
}

/** Nothing typed is no end; what is no number becomes a fault of the tree. */
function range({ min = '', max = '' }: Fields, least: string, most: string, digits: number) {
  const number = (text: string) =>
    /^-?\d{1,12}([.,]\d{1,4})?$/.test(text) ? Math.round(Number(text.replace(',', '.')) * 10 ** digits) : Number.NaN
  return { ...(min && { [least]: number(min) }), ...(max && { [most]: number(max) }) }
}

function periodOf({ days = '', from = '', to = '', zone: kept }: Fields, zone: string): Period {
  if (days) return { from: { daysAgo: Number(days) } }
  const inZone = kept ?? zone
  return from || to ? { ...(from && { from }), ...(to && { to }), ...(inZone !== 'UTC' && { zone: inZone }) } : {}
}

function digitsOf(currency: string): number {
  if (!/^[A-Z]{3}$/i.test(currency)) return 2
  return new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2
}
