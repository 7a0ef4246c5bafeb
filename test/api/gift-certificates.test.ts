import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { testDatabase } from '../support/database.ts'
import { anIssue, aPerson } from '../support/desk.ts'
import { anApi } from './support.ts'

test('a certificate is granted once however often it is sent, its code shown to the sender alone', async () => {
  const { db } = await testDatabase()
  const { send } = await anApi(db)
  const get = (path: string) => send('GET', path)
  const personId = await aPerson(db)
  const issueId = await anIssue(db, { personId })
  const wish = { personId, issueId, amountMinor: 2500, currency: 'EUR' }
  const key = { 'Idempotency-Key': 'one' }
  const first = await send('POST', '/gift-certificates', wish, key)
  expect(first.status).toBe(201)
  expect(first.body.code).toMatch(/^\w{4}-\w{4}-\w{4}-\w{5}$/)
  expect((await send('POST', '/gift-certificates', wish, key)).body).toEqual(first.body)
  const { id, code, changeId } = first.body
  const { body: read } = await get(`/gift-certificates/${id}`)
  expect(read).toMatchObject({
    balanceMinor: 2500,
    status: 'active',
    issueId,
    entries: [{ kind: 'issue', amountMinor: 2500 }],
  })
  expect((await get(`/gift-certificates?person=${personId}`)).body.items).toHaveLength(1)
  const { rows } = await sql<{ text: string }>`
    select (select json_agg(c) from changes c)::text || (select json_agg(k) from idempotency_keys k)::text ||
      (select json_agg(g) from gift_certificates g)::text as text`.execute(db)
  for (const shown of [JSON.stringify(read), rows[0]!.text]) expect(shown).not.toContain(code)
  const other = await anIssue(db)
  expect((await send('POST', '/gift-certificates', { ...wish, issueId: other })).body.detail).toContain(
    `customer ${personId}’s`,
  )
  expect((await send('POST', `/undo/${changeId}`, {})).status).toBe(200)
  expect((await get(`/gift-certificates/${id}`)).body).toMatchObject({ status: 'void', balanceMinor: 0 })
})

test('a shop pays an order by code, asks the balance, and puts money back', async () => {
  const { db } = await testDatabase()
  const { send } = await anApi(db)
  const sold = await send('POST', '/gift-certificates', {
    kind: 'sold',
    amountMinor: 5000,
    currency: 'EUR',
    recipientEmail: 'friend@customer.test',
  })
  const { code } = sold.body
  const order = { code: code.toLowerCase().replaceAll('-', ' '), amountMinor: 3000, currency: 'EUR', orderId: 'A-1' }
  const paid = await send('POST', '/gift-certificates/redemptions', order)
  expect(paid).toMatchObject({ status: 201, body: { redeemedMinor: 3000, balanceMinor: 2000 } })
  expect((await send('POST', '/gift-certificates/redemptions', order)).body).toEqual(paid.body)
  const held = await send('POST', '/gift-certificates/holds', { ...order, orderId: 'A-2' })
  expect(held.body).toMatchObject({ heldMinor: 2000 })
  expect(await send('POST', '/gift-certificates/redemptions', { ...order, orderId: 'A-3' })).toMatchObject({
    status: 409,
  })
  expect((await send('POST', `/gift-certificates/holds/${held.body.id}/capture`, {})).body).toMatchObject({
    redeemedMinor: 2000,
    balanceMinor: 0,
  })
  expect(
    (await send('POST', `/gift-certificates/redemptions/${paid.body.id}/refund`, { amountMinor: 100 })).body,
  ).toMatchObject({ balanceMinor: 100 })
  expect((await send('POST', '/gift-certificates/balance', { code })).body).toMatchObject({
    balanceMinor: 100,
    status: 'active',
  })
  const wrong = () => send('POST', '/gift-certificates/balance', { code: 'AAAA-AAAA-AAAA-AAAAA' })
  expect((await wrong()).status).toBe(404)
  for (let n = 0; n < 49; n++) await wrong()
  expect((await wrong()).status).toBe(429)
})

test('programs are an admin’s; reps grant within them, marketing and data entry not at all', async () => {
  const { db } = await testDatabase()
  const admin = await anApi(db, { role: 'admin' })
  const program = { name: 'Sorry', kind: 'promotional', currency: 'EUR', eachMinor: 1000, budgetMinor: 1500 }
  const made = await admin.send('POST', '/gift-programs', program)
  expect(made).toMatchObject({ status: 201, body: { validDays: 365, issuedMinor: 0 } })
  expect(await admin.send('POST', '/gift-programs', { ...program, name: 'SORRY' })).toMatchObject({ status: 409 })
  const { id, version } = made.body
  const changed = await admin.send('PATCH', `/gift-programs/${id}`, { eachMinor: 2000, version })
  expect(changed.body).toMatchObject({ eachMinor: 2000 })
  expect(await admin.send('PATCH', `/gift-programs/${id}`, { eachMinor: 3000, version })).toMatchObject({ status: 409 })
  await admin.send('POST', `/undo/${changed.body.changeId}`, {})
  expect((await admin.send('GET', '/gift-programs')).body.items[0]).toMatchObject({ eachMinor: 1000 })
  const grant = { personId: await aPerson(db), amountMinor: 1000, currency: 'EUR', programId: id }
  for (const role of ['marketing', 'data_entry', 'read_only'] as const)
    expect((await (await anApi(db, { role })).send('POST', '/gift-certificates', grant)).status).toBe(403)
  const rep = await anApi(db, { role: 'rep' })
  expect((await rep.send('POST', '/gift-certificates', grant)).status).toBe(201)
  expect((await rep.send('POST', '/gift-certificates', grant)).body.detail).toContain('has 5.00 EUR left')
  expect((await rep.send('POST', '/gift-programs', program)).status).toBe(403)
})
