import { sql } from 'kysely'
import { type Audience, audienceSql, type Clause } from '../../src/campaigns/audience.ts'
import { type Estimator, startEstimator } from '../../src/campaigns/audience-estimate.ts'
import type { Database } from '../../src/database/connection.ts'
import { shopOf } from './campaigns-data.ts'
import { median, percentile } from './statistics.ts'

export const asked = 200
const limit = 150

type Line = Readonly<{
  p50: number
  p95: number
  worst: number
  exact: number
  limit: number
  growth: number
  off: number
}>

/**
 * How long the estimate of 200 different audiences of four clauses takes, at a size and at a tenth of it by turns; and,
 * of some, by what share the estimate is off from the exact count.
 */
export async function measureAudiences(
  large: Readonly<{ db: Database; people: number }>,
  small: Readonly<{ db: Database; people: number }>,
  say: (line: string) => void,
): Promise<Line> {
  const [estimate, estimateSmall] = [startEstimator(large.db), startEstimator(small.db)]
  const rows: { took: number; tenth: number; exact: boolean; count: number; audience: Audience }[] = []
  for (let n = 0; n < asked; n++) {
    const audience = fourClauses(n, large.people)
    const { took: tenth } = await timed(estimateSmall, fourClauses(n, small.people))
    rows.push({ ...(await timed(estimate, audience)), tenth, audience })
  }
  const off: number[] = []
  for (const { exact, count, audience } of rows.filter(({ exact }) => !exact).slice(0, 20))
    off.push(Math.abs(count - (await countAll(large.db, audience))) / Math.max(1, exact ? 1 : count))
  const took = rows.map((row) => row.took)
  const line = {
    ...{ p50: median(took), p95: percentile(took, 0.95), worst: Math.max(...took), limit },
    exact: rows.filter(({ exact }) => exact).length,
    growth: median(took) / median(rows.map(({ tenth }) => tenth)),
    off: off.length > 0 ? median(off) : 0,
  }
  const ms = (value: number) => `${value.toFixed(0)} ms`
  say(
    `estimate of four clauses, ${asked} different: p50 ${ms(line.p50)}, p95 ${ms(line.p95)} (limit ${ms(limit)}), worst ${ms(line.worst)}, ` +
      `${line.exact} exact, growth from a tenth ${line.growth.toFixed(2)}, off by ${(line.off * 100).toFixed(1)} %${line.p95 > limit ? '  OVER' : ''}`,
  )
  return line
}

async function timed(estimate: Estimator, audience: Audience) {
  const began = performance.now()
  const answer = await estimate(audience)
  const took = performance.now() - began
  return answer === 'too slow' ? { took, exact: false, count: 0 } : { took, exact: answer.exact, count: answer.count }
}

async function countAll(db: Database, audience: Audience): Promise<number> {
  return db.transaction().execute(async (tx) => {
    await sql`set local statement_timeout = '2min'`.execute(tx)
    const { rows } = await sql<{ n: number }>`select count(*)::int as n from (${audienceSql(audience)}) a`.execute(tx)
    return rows[0]!.n
  })
}

/** Four different kinds of clauses; among 200 each kind comes some fifty times, one in ten is an "any", one in eight a "not". */
export function fourClauses(n: number, people: number): Audience {
  const { products } = shopOf({ people })
  const kinds = clauses(n, products)
  const chosen = [0, 1, 2, 3].map((at) => kinds[(n * 7 + at * (1 + (n % 3)) + at) % kinds.length]!)
  const parts = [...new Set(chosen)].map((clause, at) => ((n + at) % 8 === 0 ? { not: clause } : clause))
  return n % 10 === 0 ? { any: parts } : { all: parts }
}

function clauses(n: number, products: number): Clause[] {
  const one = (most: number, salt: number) => 1 + ((n * 7919 + salt * 104_729) % most)
  const from = { daysAgo: [30, 90, 365, 720][n % 4]! }
  return [
    { bought: { product: `p${one(products, 1)}`, from } },
    { lastVisit: { from: { daysAgo: one(300, 2) } } },
    { spent: { minMinor: one(40_000, 3), currency: 'USD' } },
    { onList: `list-${one(5, 4)}` },
    { bought: { category: `category ${one(60, 5)}`, from } },
    { viewed: { product: `p${one(products, 6)}`, from } },
    { country: ['US', 'DE', 'FR', 'GB'][n % 4]! },
    { spent: { minMinor: one(20_000, 7), currency: 'USD', from } },
    { viewed: { category: `category ${one(60, 8)}`, from } },
    { orders: { min: one(4, 9) } },
    { inClass: `class ${one(10, 10)}` },
    { received: one(3, 11) },
    { registered: { from: { daysAgo: one(1500, 12) } } },
    { hasCertificate: n % 2 === 0 },
    { language: ['en', 'de', 'fr'][n % 3]! },
    { orders: { max: one(3, 13), from } },
  ]
}
