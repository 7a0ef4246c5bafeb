import { unzipSync } from 'fflate'
import { sql } from 'kysely'
import { beforeAll, expect, test } from 'vitest'
import { codeOf } from '../../src/certificates/certificates.ts'
import { redeem } from '../../src/certificates/ledger.ts'
import { undo } from '../../src/desk/undo.ts'
import { marksOf } from '../../src/letters/certificate-marks.ts'
import { exportPerson } from '../../src/letters/export-person.ts'
import { aDraft, aShop, launched, until, worker } from '../campaigns/desk.ts'
import { startRelay } from '../support/relay.ts'
import { addRep, cookieOf, form, password, secrets, type TestDesk, testDesk } from './desk.ts'

let desk: TestDesk
let id = 0
let cookie = ''

beforeAll(async () => {
  const made = await testDesk()
  desk = made
  const relay = await startRelay(() => {})
  const mailbox = await aShop(desk.db, 4)
  const certificate = {
    amountMinor: 500,
    currency: 'EUR',
    expiresOn: new Date(Date.now() + 9e9).toISOString().slice(0, 10),
  }
  id = await launched(desk.db, relay.url, aDraft(mailbox.id, { certificate }), 4)
  const sending = worker(desk.db, relay.url, { secrets, instance: 'this one' })
  await until(desk.db, id, 'finished')
  await sending.stop()
  cookie = await cookieOf(desk)
  return async () => {
    await relay.stop()
    await made.stop()
  }
}, 60_000)

const post = (path: string, fields: Record<string, string> = {}, who = cookie) =>
  desk.app.request(path, form(who, fields))
const page = async (path: string) => (await desk.app.request(path, { headers: { cookie } })).text()

test('the same code goes to its owner once more, kept as its mark; calling that letter back leaves the certificate', async () => {
  const answer = await post('/certificates/1/resend')
  expect(answer.status).toBe(303)
  const { rows } = await sql<{ id: number; text: string; to: string; granted: boolean }>`
    select l.id, l.text, l.to_list -> 0 ->> 'address' as to, b.granted from letters l
      join letter_certificates b on b.letter_id = l.id where b.certificate_id = 1`.execute(desk.db)
  const code = await codeOf(desk.db, secrets, 1)
  expect(rows).toMatchObject([{ to: expect.stringContaining('@customer.test'), granted: false }])
  expect(rows[0]!.text).not.toContain(code)
  const [mark] = await marksOf(desk.db, secrets, rows[0]!.id)
  expect([rows[0]!.text.includes(mark!.mark), mark!.code]).toEqual([true, code])
  const change = Number(new URL(answer.headers.get('location')!, 'http://x').searchParams.get('done'))
  await desk.db.transaction().execute((tx) => undo(tx, { kind: 'system', repId: null }, change))
  expect(await page('/certificates/1')).toContain('€5.00')
  const status = await desk.db.selectFrom('giftCertificates').select('status').where('id', '=', 1).executeTakeFirst()
  expect(status).toEqual({ status: 'active' })
})

test('an export of a person names their certificates without codes', async () => {
  const { personId } = await desk.db
    .selectFrom('giftCertificates')
    .select('userIdentificationId as personId')
    .where('id', '=', 1)
    .executeTakeFirstOrThrow()
  const files = unzipSync(new Uint8Array(await new Response(await exportPerson(desk.db, personId!)).arrayBuffer()))
  const text = new TextDecoder().decode(files['certificates.json'])
  expect(JSON.parse(text)).toMatchObject([{ id: 1, initialMinor: 500, currency: 'EUR' }])
  expect(text).not.toContain(await codeOf(desk.db, secrets, 1))
})

test('an admin makes the unspent certificates of a campaign void by typing how many; what was spent stays', async () => {
  const wish = { amountMinor: 500, currency: 'EUR', orderNumber: 'o1' }
  await desk.db.transaction().execute((tx) => redeem(tx, 2, wish))
  await addRep(desk.db, { name: 'Mark', email: 'mark@shop.test', password, role: 'marketing' })
  const path = `/campaigns/${id}/void-certificates`
  expect((await post(path, { count: '3', reason: 'mistake' }, await cookieOf(desk, 'mark@shop.test'))).status).toBe(403)
  expect(await page(path)).toMatch(/3 certificates that are still worth something, €15.00/)
  expect((await post(path, { count: '4', reason: 'mistake' })).status).toBe(422)
  expect((await post(path, { count: '3', reason: '' })).status).toBe(422)
  expect((await post(path, { count: '3', reason: 'mistake' })).status).toBe(303)
  const { rows } = await sql`
    select c.status, c.balance_minor::int as balance, sum(e.amount_minor)::int as ledger from gift_certificates c
      join gift_entries e on e.certificate_id = c.id group by c.id order by c.id`.execute(desk.db)
  const gone = { status: 'void', balance: 0, ledger: 0 }
  expect(rows).toEqual([gone, { ...gone, status: 'exhausted' }, gone, gone])
  const { rows: budget } =
    await sql`select issued_minor::int as issued from gift_programs where currency = 'EUR' and issued_minor > 0`.execute(
      desk.db,
    )
  expect(budget).toEqual([{ issued: 500 }])
  expect(await page(path)).toContain('None of its certificates')
  expect((await post('/certificates/1/resend')).status).toBe(409)
})

test('what certificates come to is a file as well', async () => {
  const answer = await desk.app.request('/certificates/liability.csv', { headers: { cookie } })
  expect(answer.headers.get('content-type')).toContain('text/csv')
  const [head, line] = (await answer.text()).split('\r\n')
  expect(head).toMatch(/^from,to,programId,program,kind,currency,openingMinor,issuedMinor/)
  expect(line).toMatch(/,promotional,EUR,0,2000,500,0,0,1500,0,0,\d+$/)
})
