import fc from 'fast-check'
import { expect, test } from 'vitest'
import { rawMail } from '../../src/mail/ledger.ts'
import { anyMail, readsWell } from '../support/fuzz-mail.ts'
import { answersWell, anyDialogue } from '../support/fuzz-smtp.ts'
import { compose, openDoor } from './door.ts'

/** A few here; `npm run bench -- fuzz --size l` runs a hundred thousand. */
const runs = Number(process.env.FUZZ_RUNS ?? 300)

test('whatever comes as a mail is read without a throw, in time, into what the desk can hold', async () => {
  await fc.assert(fc.asyncProperty(anyMail, readsWell), { numRuns: runs * 3 })
}, 120_000)

test('whatever is said over SMTP is answered, and a mail that was taken is kept byte for byte', async () => {
  const { db, door, client, fileAll } = await openDoor()
  const kept = (id: number) => rawMail(db, id)
  await fc.assert(
    fc.asyncProperty(anyDialogue, (steps) => answersWell({ port: door.port, kept }, steps)),
    { numRuns: Math.ceil(runs / 4) },
  )
  const smtp = await client()
  expect((await smtp.send({ from: 'ada@customer.example', to: 'support@shop.test' }, compose({}))).code).toBe(250)
  await fileAll()
  const open = await db.selectFrom('deliveries').select('reason').where('state', 'in', ['kept', 'failed']).execute()
  expect(open).toEqual([])
}, 120_000)
