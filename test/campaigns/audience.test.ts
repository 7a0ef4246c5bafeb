import fc from 'fast-check'
import { sql } from 'kysely'
import { beforeAll, expect, test } from 'vitest'
import { type Audience, audienceSql, type Member, membersSql } from '../../src/campaigns/audience.ts'
import { readAudience } from '../../src/campaigns/audience-read.ts'
import { whyInAudience } from '../../src/campaigns/audience-why.ts'
import type { Database } from '../../src/database/connection.ts'
import { ensureFirstMailbox } from '../../src/mail/mailboxes.ts'
import { cloneDatabase } from '../support/database.ts'
import { naive } from './audience-naive.ts'
import { anyAudience, keepShop, smallShop } from './audience-shops.ts'

let db: Database
const runs = process.env.RUNS ?? '5'

beforeAll(async () => {
  const made = await cloneDatabase()
  db = made.db
  await ensureFirstMailbox(db, 'support@shop.test')
  return made.stop
})

async function addressesOf(audience: Audience): Promise<string[]> {
  const { rows } = await sql<Member>`${audienceSql(audience)}`.execute(db)
  return rows.map(({ addressKey }) => addressKey).sort()
}

/** With sums made for each person, as where only a share is looked at. */
async function oneByOne(audience: Audience): Promise<string[]> {
  const members = membersSql(audience, () => sql<boolean>`true`)
  const { rows } = await sql<Member>`select distinct m.address_key from (${members}) m`.execute(db)
  return rows.map(({ addressKey }) => addressKey).sort()
}

test('an audience is whom asking everybody every question finds', async () => {
  await fc.assert(
    fc.asyncProperty(smallShop, fc.array(anyAudience, { minLength: 30, maxLength: 30 }), async (shop, audiences) => {
      await keepShop(db, shop)
      for (const audience of audiences) {
        const wanted = naive(shop, audience, Date.now())
        expect(readAudience(JSON.parse(JSON.stringify(audience)))).toEqual({ audience })
        const [whole, each, ...told] = await Promise.all([
          addressesOf(audience),
          oneByOne(audience),
          ...['a@x.test', 'd@x.test'].map((email) => whyInAudience(db, audience, { email })),
        ])
        expect(whole).toEqual(wanted)
        expect(each).toEqual(wanted)
        // An address that several accounts share is in when one of them is.
        for (const one of told) if (one?.in) expect(wanted).toContain(one.address)
        for (const one of told)
          if (one && shop.users.filter(({ email }) => email === one.address).length < 2)
            expect(wanted.includes(one.address)).toBe(one.in)
      }
    }),
    { numRuns: Number(runs) },
  )
})
