import { z } from '@hono/zod-openapi'
import { guessColumns } from '../shop/import-guess.ts'
import { charsets, dateOrders, delimiters, type ImportPlan, importFields, importKinds } from '../shop/import-plan.ts'
import type { ShopImport } from '../shop/imports.ts'
import { text, words } from './fields.ts'
import { currency } from './shop-shapes.ts'

/** How a file is to be read; what is left out is guessed, columns by their names. */
export const mapping = z.strictObject({
  kind: z.enum(importKinds).optional(),
  columns: z
    .record(text(200), text(60))
    .optional()
    .openapi({ description: 'Name of a column to a field; others are left out' }),
  charset: z.enum(charsets).optional(),
  delimiter: z.enum(delimiters).optional(),
  decimal: z.enum(['.', ',']).optional(),
  dates: z.enum(dateOrders).optional(),
  zone: words(60)
    .refine((zone) => isZone(zone), 'must be a time zone, like Europe/Berlin')
    .optional(),
  currency: currency.optional(),
  list: words(60).optional(),
})
export type Mapping = z.infer<typeof mapping>

function isZone(zone: string): boolean {
  try {
    return /^[A-Za-z]/.test(zone) && Boolean(new Intl.DateTimeFormat('en', { timeZone: zone }))
  } catch {
    return false
  }
}

/** The guessed plan with what was told; a column that the file does not have is named. */
export function planBy({ plan, header }: ShopImport, told: Mapping): ImportPlan | { problem: string } {
  const { columns: named, ...how } = told
  const kind = told.kind ?? plan.kind
  const guessed = kind === plan.kind ? plan.columns : guessColumns(kind, header)
  const given = Object.fromEntries(Object.entries(how).filter(([, value]) => value !== undefined))
  if (!named) return { ...plan, ...given, kind, columns: guessed }
  const absent = Object.keys(named).find((name) => !header.includes(name))
  if (absent !== undefined) return { problem: `The file has no column “${absent}”.` }
  const unknown = Object.values(named).find((field) => field !== '' && !Object.hasOwn(importFields[kind], field))
  if (unknown !== undefined)
    return { problem: `“${unknown}” is no field of ${kind}: there are ${Object.keys(importFields[kind]).join(', ')}.` }
  const columns = header.map((name) => (Object.hasOwn(named, name) ? named[name]! : ''))
  return { ...plan, ...given, kind, columns }
}
