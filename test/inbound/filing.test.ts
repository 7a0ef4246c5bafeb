import { expect, test } from 'vitest'
import { fileWaiting } from '../../inbound/filing.ts'
import { isOutage } from '../../src/database/outage.ts'
import { settleDeliveries } from '../../src/mail/deliveries.ts'
import { log, openLine, outcome, secrets } from './door.ts'

test('a mail that was begun three times without an end is filed alone, its neighbours wait uncounted', async () => {
  const { db, parser, arrive } = await openLine()
  const ids = [await arrive({ text: '1' }), await arrive({ text: '2' }), await arrive({ text: '3' })]
  await db.updateTable('deliveries').set({ attempts: 3 }).where('id', '=', ids[1]!).execute()
  expect(await fileWaiting({ db, secrets, log, parser })).toBe(1)
  const rows = await db.selectFrom('deliveries').select(['state', 'attempts', 'leaseUntil']).orderBy('id').execute()
  expect(rows).toMatchObject([
    { state: 'kept', attempts: 0, leaseUntil: null },
    { state: 'filed' },
    { state: 'kept', attempts: 0, leaseUntil: null },
  ])
  expect(await fileWaiting({ db, secrets, log, parser })).toBe(2)
})

test('a batch that cannot be read is given back at once and uncounted', async () => {
  const { db, parser, arrive } = await openLine()
  await arrive({})
  const broken = { ...parser, parse: () => Promise.reject(new Error('no reader')) }
  await expect(fileWaiting({ db, secrets, log, parser: broken })).rejects.toThrow('no reader')
  const rows = await db.selectFrom('deliveries').select(['attempts', 'leaseUntil']).execute()
  expect(rows).toEqual([{ attempts: 0, leaseUntil: null }])
})

test('names cut within a character are filed all the same', async () => {
  const { db, arrive, fileAll } = await openLine()
  const name = `"${'x'.repeat(299)}😀"`
  const id = await arrive({
    from: `${name} <a@x.example>`,
    to: `${name} <b@x.example>`,
    subject: 'x'.repeat(1999).concat('😀'),
  })
  await fileAll()
  expect((await outcome(db, id)).state).toBe('filed')
})

test('a reason with characters that PostgreSQL refuses still ends a delivery', async () => {
  const { db, arrive } = await openLine()
  const id = await arrive({})
  await settleDeliveries(db, [{ id, state: 'failed', reason: 'odd: \0 \ud83d', copyOfId: null }])
  expect(await outcome(db, id)).toMatchObject({ state: 'failed', reason: 'odd:  �' })
})

test('a lost connection is an outage, a fault of ours or a slow statement is none', () => {
  const pg = (code: string) => Object.assign(new Error('…'), { code })
  for (const error of [pg('57P01'), pg('53300'), pg('08006'), pg('25006'), pg('ECONNREFUSED')])
    expect(isOutage(error)).toBe(true)
  for (const text of ['Connection terminated unexpectedly', 'timeout exceeded when trying to connect'])
    expect(isOutage(new Error(text))).toBe(true)
  for (const error of [pg('57014'), pg('22P02'), pg('40P01')]) expect(isOutage(error)).toBe(false)
  expect(isOutage(new TypeError("Cannot read properties of undefined (reading 'closedAt')"))).toBe(false)
})
