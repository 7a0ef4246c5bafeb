import type { ImportPlan } from './import-plan.ts'

/** Decimals of a currency (ISO 4217 by CLDR): 2 for EUR, 0 for JPY, 3 for KWD; undefined for no code. */
export function decimalsOf(currency: string): number | undefined {
  if (!/^[A-Z]{3}$/.test(currency)) return undefined
  return new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits
}

/**
 * A sum as a shop writes it, exactly, in minor units: `1.234,50 €` is 123450 where the mark is a comma. Undefined for
 * what is no sum, is finer than the currency, or larger than a number can hold.
 */
export function readMoney(text: string, digits: number, mark: '.' | ','): number | undefined {
  const bare = text.slice(0, 60).replace(/[\s\u00a0\u202f'’]|\p{Sc}|^[A-Z]{3}|[A-Z]{3}$/gu, '')
  const group = mark === '.' ? ',' : '.'
  const match = /^([+-]?)(\(?)([\d.,]+)(\)?)$/.exec(bare)
  if (!match || (match[2] === '(') !== (match[4] === ')')) return undefined
  const [whole = '', fraction = '', more] = match[3]!.split(mark)
  const grouped = new RegExp(`^\\d{1,3}(\\${group}\\d{3})+$`).test(whole)
  if (more !== undefined || !(grouped || /^\d*$/.test(whole)) || !/^\d*$/.test(fraction)) return undefined
  if (whole === '' && fraction === '') return undefined
  if (/[1-9]/.test(fraction.slice(digits))) return undefined
  const minor = Number(whole.replaceAll(group, '') + fraction.slice(0, digits).padEnd(digits, '0') || '0')
  if (!Number.isSafeInteger(minor)) return undefined
  return match[1] === '-' || match[2] === '(' ? 0 - minor : minor
}

const iso =
  /^(\d{4})[-/.](\d\d?)[-/.](\d\d?)(?:[T ]+(\d\d?):(\d\d)(?::(\d\d)(?:\.\d+)?)?)?\s*(Z|UTC|GMT|[+-]\d\d:?\d\d)?$/i
const local = /^(\d\d?)[-/.](\d\d?)[-/.](\d{4})(?:,?[T ]+(\d\d?):(\d\d)(?::(\d\d))?)?\s*(AM|PM)?$/i

export type ReadTime = (text: string) => Date | undefined

/** Reads times as a shop writes them; one without a zone is of the plan's. Undefined for no time from 1970 to 2100. */
export function timeReader({ dates, zone }: Pick<ImportPlan, 'dates' | 'zone'>): ReadTime {
  const ahead = zoneAhead(zone)
  return (text) => {
    const cell = text.trim().slice(0, 60)
    const parts = iso.exec(cell)
    if (parts) return timeOf(parts.slice(1, 7).map(numberOf), parts[7] ? () => fixedAhead(parts[7]!) : ahead)
    const match = local.exec(cell)
    if (!match) return undefined
    const [, one, two, year, hour, minute, second, half] = match
    const [day, month] = dates === 'mdy' ? [two, one] : [one, two]
    const hours = half ? (numberOf(hour) % 12) + (half.toUpperCase() === 'PM' ? 12 : 0) : numberOf(hour)
    return timeOf([...[year, month, day].map(numberOf), hours, numberOf(minute), numberOf(second)], ahead)
  }
}

const numberOf = (text: string | undefined) => Number(text ?? 0)

/** ms that a zone is ahead of UTC at a moment. */
type Ahead = (at: number) => number

function timeOf([year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0]: number[], ahead: Ahead) {
  const utc = Date.UTC(year, month - 1, day, hour, minute, second)
  const same = new Date(utc)
  const real = same.getUTCMonth() === month - 1 && same.getUTCDate() === day && hour < 24 && minute < 60 && second < 60
  if (!real || year < 1970 || year > 2100) return undefined
  // In the hour that summer time skips, or has twice, either side will do.
  return new Date(utc - ahead(utc - ahead(utc)))
}

function fixedAhead(offset: string): number {
  const parts = /^([+-])(\d\d):?(\d\d)$/.exec(offset)
  return parts ? (parts[1] === '-' ? -1 : 1) * (Number(parts[2]) * 60 + Number(parts[3])) * 60_000 : 0
}

function zoneAhead(zone: string): Ahead {
  const format = new Intl.DateTimeFormat('en', { timeZone: zone, timeZoneName: 'longOffset' })
  return (at) => {
    const name = format.formatToParts(at).find(({ type }) => type === 'timeZoneName')?.value ?? ''
    return fixedAhead(name.replace('GMT', ''))
  }
}

/** Names in one cell, parted by comma, semicolon or bar: each once, at most 100. `A > B` names A and B. */
export function readNames(text: string): string[] {
  const names = text.split(/[,;|]/).flatMap((one) => [one.trim(), ...one.split('>').map((part) => part.trim())])
  return [...new Set(names.filter((name) => name !== '' && !name.includes('>')))].slice(0, 100)
}

/** Like `name:Kettle|product_id:12|quantity:2|total:59.98`: how WooCommerce's exports pack a line into a cell. */
export function readPacked(text: string): Record<string, string> {
  return Object.fromEntries(
    text
      .slice(0, 20_000)
      .split('|')
      .flatMap((part) => {
        const at = part.indexOf(':')
        return at > 0 ? [[part.slice(0, at).trim().toLowerCase(), part.slice(at + 1).trim()]] : []
      }),
  )
}
