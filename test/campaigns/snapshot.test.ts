import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { addCampaign, getCampaign } from '../../src/campaigns/campaigns.ts'
import { countsOf, listRecipients } from '../../src/campaigns/recipients.ts'
import { estimateCampaign, takeSnapshot } from '../../src/campaigns/snapshot.ts'
import { cancelCampaign } from '../../src/campaigns/states.ts'
import type { Database } from '../../src/database/connection.ts'
import { suppress } from '../../src/people/suppressions.ts'
import { testDatabase } from '../support/database.ts'
import { aPerson } from '../support/desk.ts'
import { startRelay } from '../support/relay.ts'
import { actor, aDraft, aShop, secrets, until, worker } from './desk.ts'

const certificate = { amountMinor: 500, currency: 'EUR', expiresOn: '2030-12-31' }

async function choosing(db: Database, values: ReturnType<typeof aDraft>) {
  const id = await db.transaction().execute((tx) => addCampaign(tx, values, null))
  await sql`update campaigns set state = 'snapshotting' where id = ${id}`.execute(db)
  return id
}

test('each address stands once with why it is skipped, everybody who gets a letter has a record, and one certificate', async () => {
  const { db } = await testDatabase()
  const { id: mailboxId } = await aShop(db, 20)
  // One has a record by another address, and is on the list with that, too; one left; one’s address cannot be.
  const known = await aPerson(db, 'other@customer.test', 'Bea1 Buyer')
  await sql`update user_identifications set shop_user_id = (select id from shop_users where email_key = 'buyer1@customer.test')
    where id = ${known}`.execute(db)
  await sql`update shop_users set email = 'böse@x y', email_key = 'böse@x y' where email_key = 'buyer2@customer.test'`.execute(
    db,
  )
  await db
    .transaction()
    .execute((tx) => suppress(tx, [{ address: 'buyer3@customer.test', scope: 'all', reason: 'by hand' }]))
  const id = await choosing(db, aDraft(mailboxId, { audience: { country: 'DE' }, certificate }))
  const estimate = await estimateCampaign(db, secrets, (await getCampaign(db, id))!)
  // Two workers try, one does it.
  const both = await Promise.all([takeSnapshot(db, secrets, id), takeSnapshot(db, secrets, id)])
  expect(both.filter((one) => one === 'done')).toHaveLength(1)
  expect(await takeSnapshot(db, secrets, id)).toBe('not now')
  const counts = await countsOf(db, id)
  expect(counts.states.pending).toBe(estimate.recipients)
  expect(counts.skips).toEqual(estimate.skips)
  expect(counts.skips).toMatchObject({ suppressed: 1 })
  expect(estimate.certificateMinor).toBe(estimate.recipients * 500)
  const { rows } = await sql<{ rows: number; people: number; records: number; certificates: number; pending: number }>`
    select count(*)::int as rows, count(distinct r.user_identification_id)::int as people,
      count(distinct u.id)::int as records, count(distinct g.id)::int as certificates,
      count(*) filter (where g.status = 'pending' and g.balance_minor = 0)::int as pending
    from campaign_recipients r left join gift_certificates g on g.campaign_recipient_id = r.id
      left join user_identifications u on u.id = r.user_identification_id and u.shop_user_id = r.shop_user_id
    where r.campaign_id = ${id} and r.state = 'pending'`.execute(db)
  const n = estimate.recipients
  expect(rows[0]).toEqual({ rows: n, people: n, records: n, certificates: n, pending: n })
  await db.transaction().execute((tx) => cancelCampaign(tx, actor, id))
  const { rows: after } = await sql`select distinct g.status, p.issued_minor::int as issued from gift_certificates g
    join gift_programs p on p.id = g.program_id`.execute(db)
  expect(after).toEqual([{ status: 'void', issued: 0 }])
})

test('a budget that is too small pauses the campaign and leaves nothing behind', async () => {
  const { db } = await testDatabase()
  const { id: mailboxId } = await aShop(db, 5)
  await sql`insert into gift_programs (name, kind, currency, each_minor, budget_minor) values ('Small', 'promotional', 'EUR', 1000, 1000)`.execute(
    db,
  )
  const id = await choosing(db, aDraft(mailboxId, { certificate }))
  expect(await takeSnapshot(db, secrets, id)).toMatchObject({ problem: expect.stringContaining('10.00 EUR left') })
  expect(await getCampaign(db, id)).toMatchObject({ state: 'paused', versionId: null })
  expect((await listRecipients(db, { campaignId: id, limit: 10 })).items).toEqual([])
})

test('each letter carries the code of its own certificate, which is good from then on and in no record', async () => {
  const { db } = await testDatabase()
  const { id: mailboxId } = await aShop(db, 6)
  const letters: string[] = []
  const relay = await startRelay(({ raw }) => letters.push(raw.toString().replaceAll('=\r\n', '')), {
    to: (address) => (address.startsWith('buyer6') ? '550 5.1.1 nobody' : undefined),
  })
  const id = await choosing(db, aDraft(mailboxId, { certificate, text: 'Your code: {{ certificate.code }}' }))
  await takeSnapshot(db, secrets, id)
  const sending = worker(db, relay.url)
  const { counts } = await until(db, id, 'finished')
  await sending.stop()
  await relay.stop()
  expect(counts.states).toMatchObject({ sent: 5, failed: 1 })
  const codes = letters.map((letter) => /Your code: ([2-9A-HJ-NP-Z-]{20})/.exec(letter)?.[1])
  expect(new Set(codes).size).toBe(5)
  const { rows } = await sql<{ status: string; n: number; sum: number }>`
    select g.status, count(*)::int as n, sum(balance_minor)::int as sum from gift_certificates g group by 1 order by 1`.execute(
    db,
  )
  expect(rows).toEqual([
    { status: 'active', n: 5, sum: 2500 },
    { status: 'void', n: 1, sum: 0 },
  ])
  const { rows: records } = await sql<{ text: string }>`
    select (select json_agg(i)::text from issues i) || (select json_agg(r)::text from campaign_recipients r) ||
      (select json_agg(c)::text from changes c) as text`.execute(db)
  for (const code of codes) expect(records[0]!.text).not.toContain(code)
  const masked = await sql<{
    n: number
  }>`select count(*)::int as n from issues where snippet ~ 'xxxx-xxxx-xxxx-....x'`.execute(db)
  expect(masked.rows[0]!.n).toBe(5)
})
