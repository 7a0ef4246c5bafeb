import { z } from '@hono/zod-openapi'
import { readCursor } from '../database/cursor.ts'

const maxId = 2 ** 31 - 1

/** Text that PostgreSQL can keep: no NUL, no half of a surrogate pair. */
export function text(max: number) {
  return z
    .string()
    .max(max, `must have at most ${max} characters`)
    .refine((s) => !s.includes('\0') && s.isWellFormed(), 'must be Unicode text without NUL')
}

/** Text with something in it besides white space. */
export function words(max: number) {
  return text(max)
    .refine((s) => s.trim() !== '', 'must not be empty')
    .openapi({ minLength: 1 })
}

export const id = z.int('must be a whole number').min(1, 'must be at least 1').max(maxId, 'is too large for an id')

/** An id in a path or a query. */
export const idText = z
  .string()
  .regex(/^\d{1,10}$/, 'must be a whole number')
  .transform(Number)
  .refine((n) => n >= 1 && n <= maxId, `must be from 1 to ${maxId}`)
  .openapi({ type: 'integer', minimum: 1, maximum: maxId })

export const time = z.iso
  .datetime({ offset: true, error: 'must be a time in ISO 8601 with its zone, like 2026-03-01T09:30:00Z' })
  .refine((s) => Date.parse(s) >= 0 && Date.parse(s) < Date.UTC(10_000, 0), 'must be from 1970 to 9999')
  .transform((s) => new Date(s))
  .openapi({ type: 'string', format: 'date-time' })

const limit = z
  .string()
  .regex(/^\d{1,3}$/, 'must be from 1 to 500')
  .transform(Number)
  .refine((n) => n >= 1 && n <= 500, 'must be from 1 to 500')
  .openapi({ type: 'integer', minimum: 1, maximum: 500, default: 100 })

/** How every list is paged; a page holds 100 unless said otherwise. */
export const paging = {
  cursor: z
    .string()
    .refine((s) => readCursor(s) !== undefined, 'is not a cursor: send the `next` of the page before')
    .optional(),
  limit: limit.optional(),
}

/** What rooms want of a list's query. */
export function pageOf(query: { cursor?: string | undefined; limit?: number | undefined }) {
  return { cursor: query.cursor, limit: query.limit ?? 100 }
}

export const byId = z.object({ id: idText })
