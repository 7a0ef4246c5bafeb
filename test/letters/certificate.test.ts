import { sql } from 'kysely'
import { expect, onTestFinished, test, vi } from 'vitest'
import { codeOf, getCertificate } from '../../src/certificates/certificates.ts'
import { voidAndRecord } from '../../src/desk/certificate-changes.ts'
import { type cancelLetter, getLetter, letterBytes } from '../../src/letters/letters.ts'
import { newLetter } from '../../src/letters/new-letter.ts'
import { undoAnything } from '../../src/letters/undo.ts'
import { unresolvedVariables } from '../../src/letters/unresolved.ts'
import { holdsAnywhere } from '../support/everything.ts'
import { type RelayedLetter, startRelay } from '../support/relay.ts'
import { deskWith, openDesk, outboxFor, secrets } from './desk.ts'

const gift = { amountMinor: 2500, currency: 'EUR', expiresOn: '2031-03-30' }
const readable = (raw: Buffer) => raw.toString('latin1').replace(/=\r\n/g, '')

async function certificateOf(db: Awaited<ReturnType<typeof openDesk>>['db'], letterId: number) {
  const row = await db
    .selectFrom('letterCertificates')
    .select('certificateId')
    .where('letterId', '=', letterId)
    .executeTakeFirstOrThrow()
  return row.certificateId
}

test('only the letter on its way holds the code: no row, no blob, no history does', { timeout: 30_000 }, async () => {
  const taken: RelayedLetter[] = []
  const relay = await startRelay((letter) => taken.push(letter))
  onTestFinished(() => relay.stop())
  const { db, issueId, personId, write } = await openDesk()
  const text = `Sorry. ${'Take this, it is a long line of kind words: '.repeat(3)}{{ certificate.code }} for {{certificate.amount}}, until {{ certificate.expires_on }}.`
  const placed = await write(relay.url, { text, certificate: gift })
  const added = await write(relay.url, { text: 'Sorry again.', html: '<p>Sorry <b>again</b>.</p>', certificate: gift })
  outboxFor(db, relay.url)
  await vi.waitFor(() => expect(taken).toHaveLength(2), { timeout: 20_000, interval: 50 })
  // A later letter names the earlier one in its References.
  const rawOf = ({ messageId }: { messageId: string }) =>
    readable(taken.find((one) => readable(one.raw).includes(`Message-ID: <${messageId}>`))!.raw)
  for (const letter of [placed, added]) {
    const id = await certificateOf(db, letter.letterId)
    const code = await codeOf(db, secrets, id)
    const raw = rawOf(letter)
    expect(raw.split(code)).toHaveLength(3) // once in the text, once in the HTML
    expect(raw).not.toContain('xxxx-xxxx')
    expect(await holdsAnywhere(db, code)).toEqual([])
    expect((await letterBytes(db, letter.letterId))!.toString()).not.toContain(code)
    expect((await getLetter(db, letter.letterId))!.text).toContain(`xxxx-xxxx-xxxx-${code.slice(-5, -1)}x`)
    expect(await getCertificate(db, id)).toMatchObject({ status: 'active', issueId, person: { id: personId } })
  }
  expect(rawOf(placed)).toMatch(/for =E2=82=AC25\.00, until 30 March 2031/)
  expect(rawOf(added)).toContain('Your promotional gift certificate over')
})

test('calling the letter back makes its certificate void in the same step, and nothing brings it again', async () => {
  const { db, actor, write } = await openDesk()
  const { letterId, changeId } = await write('smtp://localhost', { certificate: gift }, 10)
  const id = await certificateOf(db, letterId)
  const inTx = <T>(work: (tx: Parameters<typeof cancelLetter>[0]) => Promise<T>) => db.transaction().execute(work)
  expect(await inTx((tx) => voidAndRecord(tx, actor, id, 'a mistake'))).toHaveProperty('problem')
  expect(await inTx((tx) => undoAnything(tx, actor, changeId))).toMatchObject({ cancelled: letterId })
  expect(await getCertificate(db, id)).toMatchObject({ status: 'void', balanceMinor: 0 })
  const { id: cancelling } = await db
    .selectFrom('changes')
    .select('id')
    .where('kind', '=', 'letter.cancel')
    .executeTakeFirstOrThrow()
  expect(await inTx((tx) => undoAnything(tx, actor, cancelling))).toHaveProperty('conflict')
  const { rows } = await sql<{ issued: number }>`select issued_minor::int as issued from gift_programs`.execute(db)
  expect(rows).toEqual([{ issued: 0 }])
})

test('what may not be granted leaves nothing behind: no letter, no issue, no certificate', async () => {
  const { db, actor, personId, write } = await openDesk()
  const count = async () =>
    (
      await sql`select (select count(*) from letters) l, (select count(*) from issues) i, (select count(*) from gift_certificates) c`.execute(
        db,
      )
    ).rows
  const before = await count()
  await expect(write('smtp://localhost', { certificate: { ...gift, amountMinor: 900_000 } })).rejects.toThrow(
    'may be worth',
  )
  const wish = { personId, subject: 'A gift', text: 'Take it.', certificate: { ...gift, expiresOn: '2001-01-01' } }
  const refused = await db.transaction().execute((tx) => newLetter(tx, deskWith('smtp://localhost'), actor, wish))
  expect(refused).toHaveProperty('problem')
  expect(await count()).toEqual(before)
  const ok = await db
    .transaction()
    .execute((tx) => newLetter(tx, deskWith('smtp://localhost'), actor, { ...wish, certificate: gift }))
  if ('problem' in ok) throw new Error(ok.problem)
  expect(await getCertificate(db, await certificateOf(db, ok.letterId))).toMatchObject({ issueId: ok.issueId })
})

test('places for the certificate stop a letter that brings none', async () => {
  const { db, issueId } = await openDesk()
  const draft = { repId: null, issueId, subject: '{{ certificate.code }}', text: 'Take {{ certificate.code }}.' }
  expect(await unresolvedVariables(db, draft)).toHaveLength(2)
  expect(await unresolvedVariables(db, { ...draft, certificate: true })).toMatchObject([
    { where: { field: 'subject' } },
  ])
})
