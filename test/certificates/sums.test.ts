import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { codeOf } from '../../src/certificates/certificates.ts'
import { claim, eraseCertificates } from '../../src/certificates/claims.ts'
import { redeemCredit } from '../../src/certificates/credit.ts'
import { activateCertificates, grantCertificate, issueCertificates, voidPending } from '../../src/certificates/issue.ts'
import { expireDue, redeem, refund, voidCertificate } from '../../src/certificates/ledger.ts'
import { foldGiftSums, liability } from '../../src/certificates/liability.ts'
import { addProgram, getProgram, takeBudget, usualProgram } from '../../src/certificates/programs.ts'
import { lastProof, proveLedger } from '../../src/certificates/proof.ts'
import type { Database, Tx } from '../../src/database/connection.ts'
import { matchesOf } from '../../src/desk/matches.ts'
import { getPerson } from '../../src/people/people.ts'
import { testDatabase } from '../support/database.ts'
import { aPerson, aRep } from '../support/desk.ts'

const secrets = { current: 's'.repeat(40), old: [] }

const inTx = <T>(db: Database, work: (tx: Tx) => Promise<T>) => db.transaction().execute(work)

async function granted(db: Database, amountMinor: number, more: object = {}): Promise<number> {
  const grant = { personId: await aPerson(db), amountMinor, currency: 'EUR', repId: null, ...more }
  const id = await inTx(db, (tx) => grantCertificate(tx, secrets, grant))
  if (typeof id !== 'number') throw new Error(id.problem)
  return id
}

const pay = (orderNumber: string, amountMinor: number) => ({ orderNumber, amountMinor, currency: 'EUR' })

test('credit pays with what ends soonest, over all records of a person, and an order takes from it once', async () => {
  const { db } = await testDatabase()
  const [one, two] = [await aPerson(db), await aPerson(db)]
  const late = await granted(db, 300, { personId: one, expiresOn: '2040-01-02' })
  const soon = await granted(db, 200, { personId: two, expiresOn: '2039-01-02' })
  await granted(db, 999, { personId: one, currency: 'USD' })
  const spend = (orderNumber: string, amount: number) =>
    inTx(db, (tx) => redeemCredit(tx, [one, two], pay(orderNumber, amount)))
  const answers = await Promise.all(Array.from({ length: 4 }, () => spend('K-1', 250)))
  expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1)
  expect(answers[0]).toMatchObject({
    parts: [
      { certificateId: soon, redeemedMinor: 200 },
      { certificateId: late, redeemedMinor: 50 },
    ],
    redeemedMinor: 250,
    balanceMinor: 250,
  })
  expect(await spend('K-1', 251)).toHaveProperty('problem')
  expect(await spend('K-2', 900)).toMatchObject({ redeemedMinor: 250, balanceMinor: 0 })
  expect(await spend('K-3', 1)).toEqual({ problem: 'This person has no credit in EUR.' })
})

test('the liability report rolls forward from the ledger, also where an expired one gets money back', async () => {
  const { db } = await testDatabase()
  const day = (await sql<{ day: string }>`select current_date::text as day`.execute(db)).rows[0]!.day
  const ids = [await granted(db, 5000), await granted(db, 700), await granted(db, 900)]
  const spent = (await inTx(db, (tx) => redeem(tx, ids[0]!, pay('L-1', 1500)))) as { entryId: number }
  await inTx(db, (tx) => voidCertificate(tx, ids[1]!, { repId: null, reason: 'lost' }))
  await sql`update gift_certificates set expires_at = now() - interval '1 second' where id = ${ids[2]!}`.execute(db)
  await expireDue(db)
  await foldGiftSums(db)
  await sql`update gift_certificates set expires_at = '2029-05-05' where id = ${ids[0]!}`.execute(db)
  await sql`update gift_sums set expires_month = '2029-05-01' where kind in ('issue', 'redeem')`.execute(db)
  await sql`update gift_certificates set expires_at = now() - interval '1 second' where id = ${ids[0]!}`.execute(db)
  await inTx(db, (tx) => refund(tx, spent.entryId, { amountMinor: 400, repId: null, reason: 'returned' }))
  const report = await liability(db, { from: day, to: day })
  expect(report.programs).toMatchObject([
    {
      openingMinor: 0,
      issuedMinor: 6600,
      redeemedMinor: 1500,
      refundedMinor: 400,
      expiredMinor: 4400,
      voidedMinor: 700,
      closingMinor: 400,
    },
  ])
  const { rows } = await sql<{ sum: number }>`select sum(amount_minor)::int as sum from gift_entries`.execute(db)
  expect(rows[0]!.sum).toBe(400)
  expect((await liability(db, { from: '2001-01-01', to: '2001-12-31' })).programs).toEqual([])
  expect(await proveLedger(db)).toMatchObject({ certificates: 3, wrong: 0, sumsWrong: 0 })
  await sql`update gift_certificates set balance_minor = 401 where id = ${ids[0]!}`.execute(db)
  expect(await proveLedger(db)).toMatchObject({ wrong: 1, wrongIds: [ids[0]], sumsWrong: 0 })
  expect(await lastProof(db)).toMatchObject({ wrong: 1 })
})

test('a sold certificate becomes whose address the buyer named; a wrong, void or old code says nothing', async () => {
  const { db } = await testDatabase()
  const friend = await aPerson(db, 'friend@customer.test')
  const sold = { personId: null, kind: 'sold' as const, recipientEmail: 'Friend@customer.test', message: 'Enjoy' }
  const id = await granted(db, 5000, sold)
  const code = await codeOf(db, secrets, id)
  const asked = (typed: string) => inTx(db, (tx) => claim(tx, secrets, { code: typed }))
  expect(await asked(code.toLowerCase())).toMatchObject({ personId: friend, balanceMinor: 5000 })
  expect(await asked(code)).toMatchObject({ personId: friend })
  const over = await granted(db, 100)
  await sql`update gift_certificates set expires_at = now() where id = ${over}`.execute(db)
  const gone = await granted(db, 100)
  await inTx(db, (tx) => voidCertificate(tx, gone, { repId: null, reason: 'x' }))
  for (const bad of ['x', '', await codeOf(db, secrets, over), await codeOf(db, secrets, gone)])
    expect(await asked(bad)).toBeUndefined()
  await inTx(db, (tx) => eraseCertificates(tx, [friend], []))
  const { rows } =
    await sql`select message, recipient_email, initial_minor::int from gift_certificates where id = ${id}`.execute(db)
  expect(rows).toEqual([{ message: '', recipientEmail: '', initialMinor: 5000 }])
})

test('who used a certificate that was mailed to a record is proposed as its registered user', async () => {
  const { db } = await testDatabase()
  const record = (await getPerson(db, await aPerson(db)))!
  const { rows } = await sql<{ id: number }>`
    insert into shop_users (external_id, email, first_names, last_name, registered_at)
    select 'u' || n, '', 'Zoe', 'Quill' || n, now() from generate_series(1, 2) n returning id`.execute(db)
  const [payer, claimer] = rows.map((row) => row.id)
  const paid = await granted(db, 500, { personId: record.id })
  await inTx(db, (tx) => redeem(tx, paid, pay('M-1', 100)))
  await sql`insert into shop_orders (external_id, number, shop_user_id, state, placed_at, currency, total_minor)
    values ('o1', 'M-1', ${payer}, 'paid', now(), 'EUR', 100)`.execute(db)
  const zoe = await aPerson(db)
  await sql`update user_identifications set shop_user_id = ${claimer} where id = ${zoe}`.execute(db)
  const code = await codeOf(db, secrets, await granted(db, 500, { personId: record.id }))
  await inTx(db, (tx) => claim(tx, secrets, { code, personId: zoe }))
  const { matches } = await matchesOf(db, record)
  expect(matches.map(({ shopUser, reasons }) => [shopUser.id, reasons])).toEqual([
    [payer, ['certificate']],
    [claimer, ['certificate']],
  ])
})

test('certificates of letters that do not go are void, and their budget is back', async () => {
  const { db } = await testDatabase()
  const program = await inTx(db, (tx) => usualProgram(tx, 'promotional', 'EUR'))
  const rows = [1, 2, 3].map((recipientId) => ({ personId: null, amountMinor: 500, issueId: null, recipientId }))
  const ids = await inTx(db, async (tx) => {
    await takeBudget(tx, program.id, 1500)
    return issueCertificates(tx, secrets, { program, status: 'pending', issuedBy: null, rows })
  })
  await inTx(db, (tx) => activateCertificates(tx, ids.slice(0, 1), 'sent'))
  expect(await inTx(db, (tx) => voidPending(tx, ids, 'skipped'))).toBe(2)
  expect(await inTx(db, (tx) => voidPending(tx, ids, 'skipped'))).toBe(0)
  expect(await getProgram(db, program.id)).toMatchObject({ issuedMinor: 500 })
  expect((await liability(db, { from: '2001-01-01', to: '2999-01-01' })).programs).toMatchObject([
    { issuedMinor: 500, voidedMinor: 0, closingMinor: 500 },
  ])
})

test('an admin has the program’s limit, a rep a smaller one at once', async () => {
  const { db } = await testDatabase()
  const values = { name: 'Sorry', kind: 'promotional', currency: 'EUR', eachMinor: 5000, repEachMinor: 1000 } as const
  const rest = { repDayMinor: 1500, budgetMinor: null, validDays: 30, timeZone: 'UTC', terms: '', active: true }
  const programId = (await inTx(db, (tx) => addProgram(tx, { ...values, ...rest }))) as number
  const [repId, adminId] = [await aRep(db), await aRep(db)]
  await sql`update reps set role = case when id = ${adminId} then 'admin' else 'rep' end`.execute(db)
  await expect(granted(db, 1001, { programId, repId })).rejects.toThrow('10.00 EUR at once')
  await granted(db, 1000, { programId, repId })
  await expect(granted(db, 501, { programId, repId })).rejects.toThrow('5.00 EUR more today')
  await granted(db, 5000, { programId, repId: adminId })
})
