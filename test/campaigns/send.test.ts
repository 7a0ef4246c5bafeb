import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { cloneDatabase, type TestDatabase } from '../support/database.ts'
import { type Relay, type RelayedLetter, startRelay } from '../support/relay.ts'
import { aDraft, aShop, launched, until, worker } from './desk.ts'

let database: TestDatabase
let relay: Relay
let mailboxId: number
const taken: RelayedLetter[] = []

beforeAll(async () => {
  database = await cloneDatabase()
  mailboxId = (await aShop(database.db, 60)).id
  relay = await startRelay((letter) => taken.push(letter))
})
afterAll(async () => {
  await relay.stop()
  await database.stop()
})

test('everybody of the audience gets one letter, and each is in the history of the person', async () => {
  const { db } = database
  const id = await launched(db, relay.url, aDraft(mailboxId, { types: ['offer'] }), 60)
  const sending = worker(db, relay.url)
  const { counts } = await until(db, id, 'finished')
  await sending.stop()
  expect(counts.states).toMatchObject({ sent: 60, pending: 0, uncertain: 0, failed: 0 })
  expect(new Set(taken.map(({ to }) => to[0])).size).toBe(60)
  expect(taken).toHaveLength(60)
  const { rows } = await sql<{ n: number }>`
    select count(*)::int as n from campaign_recipients r join issues i on i.id = r.issue_id join interactions n on n.id = r.interaction_id
      join actions a on a.issue_id = i.id and a.interaction_id = n.id join issue_types t on t.issue_id = i.id
      join issue_participants p on p.issue_id = i.id and p.address_key = r.address_key
    where r.campaign_id = ${id} and i.origin = 'campaign' and i.closed_at is not null and not i.listed
      and i.user_identification_id = r.user_identification_id and n.originator = 'automatic'
      and i.subject like 'Ants for Bea%' and i.snippet like 'Dear Bea%'`.execute(db)
  expect(rows[0]!.n).toBe(60)
})
