import { type RawBuilder, sql } from 'kysely'
import type { Column, Filter } from './report.ts'
import { byRep, oneOf } from './shared.ts'

const seconds = (value: RawBuilder<unknown>): Column => ({ kind: 'seconds', value, empty: true })

/** SQL: whose answer came first and whose let wait the longest, for the columns. */
export const issueTimeJoins = sql`left join reps f on f.id = i.first_response_by left join reps w on w.id = i.next_response_by`

/** How long people waited in issues `i`, as desk/times.ts writes it: by the clock, and in business hours. */
export const issueTimeColumns: Readonly<Record<string, Column>> = {
  firstResponse: seconds(sql`i.first_response_seconds`),
  firstResponseBusiness: seconds(sql`i.first_response_business`),
  answeredBy: { kind: 'text', value: sql`f.name`, empty: true },
  nextResponse: seconds(sql`i.next_response_seconds`),
  nextResponseBusiness: seconds(sql`i.next_response_business`),
  answeredLaterBy: { kind: 'text', value: sql`w.name`, empty: true },
  resolution: seconds(sql`i.resolution_seconds`),
  resolutionBusiness: seconds(sql`i.resolution_business`),
  reopenings: { kind: 'number', value: sql`i.reopened` },
}

const has = (column: RawBuilder<unknown>): Filter =>
  oneOf(['yes', 'no'], (word) => (word === 'yes' ? sql`${column} is not null` : sql`${column} is null`))

/** Hours, with parts of them: what took longer. */
const longer = (column: RawBuilder<unknown>): Filter => ({
  kind: 'text',
  where: (value) =>
    /^\d{1,5}(\.\d{1,2})?$/.test(value) ? sql<boolean>`${column} > ${Number(value) * 3600}::float8` : undefined,
})

export const issueTimeFilters: Readonly<Record<string, Filter>> = {
  answered: has(sql`i.first_response_seconds`),
  answeredBy: byRep(sql`i.first_response_by`),
  answeredLater: has(sql`i.next_response_seconds`),
  answeredLaterBy: byRep(sql`i.next_response_by`),
  resolved: has(sql`i.resolution_seconds`),
  firstResponseOver: longer(sql`i.first_response_business`),
  nextResponseOver: longer(sql`i.next_response_business`),
  resolutionOver: longer(sql`i.resolution_business`),
}
