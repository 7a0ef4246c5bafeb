import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { codeOf, creditOf, getCertificate, listCertificates, spendable } from '../../src/certificates/certificates.ts'
import { capture, hold, release } from '../../src/certificates/holds.ts'
import { activateCertificates, grantCertificate, issueCertificates } from '../../src/certificates/issue.ts'
import {
  expireCertificates,
  findByCode,
  ledgerOf,
  redeem,
  refund,
  voidCertificate,
} from '../../src/certificates/ledger.ts'
import { foldGiftSums } from '../../src/certificates/liability.ts'
import { addProgram, getProgram, usualProgram } from '../../src/certificates/programs.ts'
import { proveLedger } from '../../src/certificates/proof.ts'
import type { Database, Tx } from '../../src/database/connection.ts'
import { testDatabase } from '../support/database.ts'
import { aPerson, aRep } from '../support/desk.ts'

const secrets = { current: 's'.repeat(40), old: [] }
const slow = { timeout: 180_000 }

const inTx = <T>(db: Database, work: (tx: Tx) => Promise<T>) => db.transaction().execute(work)

async function granted(db: Database, amountMinor: number, more: object = {}): Promise<number> {
  const grant = { personId: await aPerson(db), amountMinor, currency: 'EUR', repId: null, ...more }
  const id = await inTx(db, (tx) => grantCertificate(tx, secrets, grant))
  if (typeof id !== 'number') throw new Error(id.problem)
  return id
}

const pay = (orderNumber: string, amountMinor: number) => ({ orderNumber, amountMinor, currency: 'EUR' })

test('a certificate is spent in parts, found by its code alone, and says so in its ledger', async () => {
  const { db } = await testDatabase()
  const id = await granted(db, 5000)
  const code = await codeOf(db, secrets, id)
  expect(await findByCode(db, secrets, code.toLowerCase())).toBe(id)
  expect(await findByCode(db, secrets, 'AAAA-AAAA-AAAA-AAAAA')).toBeUndefined()
  expect(await inTx(db, (tx) => redeem(tx, id, pay('A-1', 2000)))).toMatchObject({
    redeemedMinor: 2000,
    balanceMinor: 3000,
  })
  const last = await inTx(db, (tx) => redeem(tx, id, pay('A-2', 9000)))
  expect(last).toMatchObject({ redeemedMinor: 3000, balanceMinor: 0 })
  expect(await getCertificate(db, id)).toMatchObject({ status: 'exhausted', balanceMinor: 0, initialMinor: 5000 })
  expect(await inTx(db, (tx) => redeem(tx, id, pay('A-3', 1)))).toEqual({
    problem: 'Nothing is left on this certificate.',
  })
  const back = await inTx(db, (tx) =>
    refund(tx, (last as { entryId: number }).entryId, { amountMinor: 500, repId: null, reason: 'returned' }),
  )
  expect(back).toMatchObject({ refundedMinor: 500, balanceMinor: 500 })
  expect(await getCertificate(db, id)).toMatchObject({ status: 'active' })
  expect(
    await inTx(db, (tx) =>
      refund(tx, (last as { entryId: number }).entryId, { amountMinor: 2501, repId: null, reason: '' }),
    ),
  ).toHaveProperty('problem')
  expect(
    (await ledgerOf(db, id)).map(({ kind, amountMinor, balanceAfter }) => [kind, amountMinor, balanceAfter]),
  ).toEqual([
    ['issue', 5000, 5000],
    ['redeem', -2000, 3000],
    ['redeem', -3000, 0],
    ['refund', 500, 500],
  ])
  await expect(sql`update gift_entries set amount_minor = 0`.execute(db)).rejects.toThrow('only ever added to')
  await expect(sql`delete from gift_entries`.execute(db)).rejects.toThrow('only ever added to')
})

test('one order takes from a certificate once; another amount for it is refused', async () => {
  const { db } = await testDatabase()
  const id = await granted(db, 5000)
  const answers = await Promise.all(Array.from({ length: 5 }, () => inTx(db, (tx) => redeem(tx, id, pay('B-1', 700)))))
  expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1)
  expect(await inTx(db, (tx) => redeem(tx, id, pay('B-1', 701)))).toHaveProperty('problem')
  expect(await inTx(db, (tx) => redeem(tx, id, { ...pay('B-2', 1), currency: 'USD' }))).toEqual({
    problem: 'This certificate is in EUR, not USD.',
  })
  expect(await getCertificate(db, id)).toMatchObject({ balanceMinor: 4300 })
})

test('a void certificate is worth nothing for good, and a reward goes back to its budget', async () => {
  const { db } = await testDatabase()
  const program = await inTx(db, (tx) =>
    addProgram(tx, {
      name: 'Sorry',
      kind: 'promotional',
      currency: 'EUR',
      eachMinor: 5000,
      repDayMinor: 6000,
      budgetMinor: 10_000,
      validDays: 30,
      timeZone: 'Europe/Berlin',
      terms: '',
      active: true,
    }),
  )
  const repId = await aRep(db)
  const id = await granted(db, 5000, { programId: program, repId })
  const too = { personId: null, currency: 'EUR', programId: program as number, repId }
  expect(await inTx(db, (tx) => grantCertificate(tx, secrets, { ...too, amountMinor: 5001 }))).toEqual({
    problem: 'A certificate of “Sorry” may be worth 50.00 EUR at most.',
  })
  expect(await inTx(db, (tx) => grantCertificate(tx, secrets, { ...too, amountMinor: 2000 }))).toEqual({
    problem: 'You may grant 10.00 EUR more today under “Sorry”: ask an admin.',
  })
  await granted(db, 5000, { programId: program })
  expect(await inTx(db, (tx) => grantCertificate(tx, secrets, { ...too, repId: null, amountMinor: 1 }))).toEqual({
    problem: 'The budget of “Sorry” has 0.00 EUR left.',
  })
  await inTx(db, (tx) => redeem(tx, id, pay('C-1', 1000)))
  expect(await inTx(db, (tx) => voidCertificate(tx, id, { repId, reason: 'stolen' }))).toEqual({ voidedMinor: 4000 })
  expect(await inTx(db, (tx) => voidCertificate(tx, id, { repId, reason: 'stolen' }))).toHaveProperty('problem')
  expect(await getCertificate(db, id)).toMatchObject({ status: 'void', balanceMinor: 0, voidReason: 'stolen' })
  expect(await getProgram(db, program as number)).toMatchObject({ issuedMinor: 6000 })
  expect(await findByCode(db, secrets, await codeOf(db, secrets, id))).toBeUndefined()
  expect(await inTx(db, (tx) => redeem(tx, id, pay('C-2', 1)))).toEqual({ problem: 'This certificate is not good.' })
})

test('a certificate ends with its day at home; what is left is written off once', async () => {
  const { db } = await testDatabase()
  const id = await granted(db, 900, { expiresOn: '2031-03-30' })
  const { expiresAt } = (await getCertificate(db, id))!
  expect(expiresAt.toISOString()).toBe('2031-03-31T00:00:00.000Z')
  expect(
    await inTx(db, (tx) =>
      grantCertificate(tx, secrets, {
        personId: null,
        amountMinor: 1,
        currency: 'EUR',
        repId: null,
        expiresOn: '2001-01-01',
      }),
    ),
  ).toHaveProperty('problem')
  await sql`update gift_certificates set expires_at = now() - interval '1 second' where id = ${id}`.execute(db)
  expect(await inTx(db, (tx) => redeem(tx, id, pay('D-1', 1)))).toEqual({ problem: 'This certificate has expired.' })
  expect(await getCertificate(db, id)).toMatchObject({ status: 'expired' })
  expect([
    await inTx(db, (tx) => expireCertificates(tx, 10)),
    await inTx(db, (tx) => expireCertificates(tx, 10)),
  ]).toEqual([1, 0])
  expect((await ledgerOf(db, id)).map(({ kind, balanceAfter }) => [kind, balanceAfter])).toEqual([
    ['issue', 900],
    ['expire', 0],
  ])
})

test('what a checkout holds is nobody else’s until it is captured, released or over', async () => {
  const { db } = await testDatabase()
  const id = await granted(db, 1000)
  const held = (await inTx(db, (tx) => hold(tx, id, { ...pay('E-1', 800), minutes: 15 }))) as {
    holdId: number
    heldMinor: number
  }
  expect(held.heldMinor).toBe(800)
  expect(await inTx(db, (tx) => hold(tx, id, { ...pay('E-1', 800), minutes: 15 }))).toMatchObject({
    holdId: held.holdId,
  })
  expect(await inTx(db, (tx) => redeem(tx, id, pay('E-2', 500)))).toMatchObject({ redeemedMinor: 200 })
  const captured = await inTx(db, (tx) => capture(tx, held.holdId))
  expect(captured).toMatchObject({ redeemedMinor: 800, balanceMinor: 0 })
  expect(await inTx(db, (tx) => capture(tx, held.holdId))).toMatchObject({ redeemedMinor: 800 })
  expect(await inTx(db, (tx) => release(tx, held.holdId))).toBe(false)
  const other = await granted(db, 1000)
  const late = (await inTx(db, (tx) => hold(tx, other, { ...pay('E-3', 1000), minutes: 15 }))) as { holdId: number }
  await sql`update gift_holds set expires_at = now() where id = ${late.holdId}`.execute(db)
  expect(await inTx(db, (tx) => redeem(tx, other, pay('E-4', 1000)))).toMatchObject({ redeemedMinor: 1000 })
  expect(await inTx(db, (tx) => capture(tx, late.holdId))).toHaveProperty('problem')
})

test('a person’s credit is the sum of what can be spent, soonest ending first', async () => {
  const { db } = await testDatabase()
  const personId = await aPerson(db)
  const late = await granted(db, 300, { personId, expiresOn: '2040-01-02' })
  const soon = await granted(db, 200, { personId, expiresOn: '2039-01-02' })
  await granted(db, 999, { personId, currency: 'USD' })
  expect((await spendable(db, [personId])).filter((one) => one.currency === 'EUR').map(({ id }) => id)).toEqual([
    soon,
    late,
  ])
  expect(await creditOf(db, [personId])).toMatchObject([
    { currency: 'EUR', balanceMinor: 500, certificates: 2 },
    { currency: 'USD', balanceMinor: 999 },
  ])
  expect((await listCertificates(db, { personId }, { limit: 2 })).items.map((one) => one.currency)).toEqual([
    'USD',
    'EUR',
  ])
})

test('a campaign’s recipient gets one certificate, worth nothing before its letter goes', async () => {
  const { db } = await testDatabase()
  const program = await inTx(db, (tx) => usualProgram(tx, 'promotional', 'EUR'))
  const rows = Array.from({ length: 6000 }, (_, n) => ({
    personId: null,
    amountMinor: 500,
    issueId: null,
    recipientId: n + 1,
  }))
  const issue = { program, status: 'pending' as const, issuedBy: null, rows }
  const made = await inTx(db, (tx) => issueCertificates(tx, secrets, issue))
  expect(made).toHaveLength(6000)
  expect(await inTx(db, (tx) => issueCertificates(tx, secrets, { ...issue, rows: rows.slice(0, 50) }))).toEqual([])
  expect(await findByCode(db, secrets, await codeOf(db, secrets, made[0]!))).toBeUndefined()
  await inTx(db, (tx) => activateCertificates(tx, made.slice(0, 10), 'sent'))
  await inTx(db, (tx) => activateCertificates(tx, made.slice(0, 10), 'sent'))
  const { rows: sums } = await sql<{
    sum: number
    n: number
  }>`select sum(amount_minor)::int as sum, count(*)::int as n from gift_entries`.execute(db)
  expect(sums).toEqual([{ sum: 5000, n: 10 }])
})

test('after 10,000 random things at once every balance is the sum of its ledger', slow, async () => {
  const { db } = await testDatabase()
  const ids: number[] = []
  for (let n = 0; n < 8; n++) ids.push(await granted(db, 40_000))
  const entries: number[] = []
  const holds: number[] = []
  let seed = 1
  const random = (below: number) => {
    seed = (seed * 48_271) % 2_147_483_647
    return seed % below
  }
  const any = <T>(list: readonly T[]) => list[random(list.length)]
  async function one(n: number) {
    const id = any(ids)!
    const what = random(100)
    const amount = 1 + random(300)
    if (what < 45) {
      const done = await inTx(db, (tx) => redeem(tx, id, pay(`R-${random(4000)}`, amount)))
      if ('entryId' in done) entries.push(done.entryId)
    } else if (what < 75 && entries.length) {
      await inTx(db, (tx) => refund(tx, any(entries)!, { amountMinor: amount, repId: null, reason: '' }))
    } else if (what < 85) {
      const done = await inTx(db, (tx) => hold(tx, id, { ...pay(`H-${n}`, amount), minutes: 15 }))
      if ('holdId' in done) holds.push(done.holdId)
    } else if (what < 93 && holds.length) await inTx(db, (tx) => capture(tx, any(holds)!))
    else if (what < 99 && holds.length) await inTx(db, (tx) => release(tx, any(holds)!))
    else if (n > 9000 && what === 99) await inTx(db, (tx) => voidCertificate(tx, id, { repId: null, reason: 'test' }))
  }
  let next = 0
  await Promise.all(
    Array.from({ length: 6 }, async () => {
      while (next < 10_000) await one(next++)
    }),
  )
  const { rows } = await sql<{ id: number }>`
    select c.id from gift_certificates c left join gift_entries e on e.certificate_id = c.id
    group by c.id having c.balance_minor <> coalesce(sum(e.amount_minor), 0)
      or c.balance_minor <> (select balance_after from gift_entries l where l.certificate_id = c.id order by l.id desc limit 1)`.execute(
    db,
  )
  expect(rows).toEqual([])
  await foldGiftSums(db)
  expect(await proveLedger(db)).toMatchObject({ wrong: 0, sumsWrong: 0 })
  expect(entries.length).toBeGreaterThan(1000)
})
