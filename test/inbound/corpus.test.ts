import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { expect, test } from 'vitest'
import { sha256 } from '../../src/database/blobs.ts'
import { rawMail } from '../../src/mail/ledger.ts'
import { scoreQuotes } from '../bench/quotes-score.ts'
import { openDoor, outcome } from './door.ts'

/** Real mail lies outside the repository; elsewhere these are skipped, saying so. */
const corpus = process.env.ANTFARM_CORPUS ?? resolve(import.meta.dirname, '../../../shared/corpus')
const here = (name: string) => existsSync(join(corpus, name))
const without = 'no corpus: set ANTFARM_CORPUS to its folder'

test('every mail of the corpus, sent twice, is one interaction or held with a reason', async (context) => {
  if (!here('mime')) context.skip(without)
  const files = readdirSync(join(corpus, 'mime')).filter((name) => !name.startsWith('LICENSE'))
  const { db, client, fileAll } = await openDoor()
  const smtp = await client()
  const first = new Map<string, number>()
  for (const round of [1, 2])
    for (const name of files) {
      const bytes = wire(readFileSync(join(corpus, 'mime', name)))
      const reply = await smtp.send({ from: 'sender@corpus.example', to: 'support@shop.test' }, bytes)
      expect([name, reply.code]).toEqual([name, 250])
      const id = Number(/delivery (\d+)/.exec(reply.text)![1])
      if (round === 1) first.set(name, id)
      expect(sha256((await rawMail(db, id))!).equals(sha256(bytes))).toBe(true)
    }
  await fileAll()
  for (const [name, id] of first) {
    const row = await outcome(db, id)
    const settled = row.copyOfId !== null || row.issueId !== null || (row.state === 'held' && row.reason)
    expect([name, row.state, Boolean(settled)]).toEqual([name, row.state, true])
  }
  const distinct = new Set(files.map((name) => sha256(wire(readFileSync(join(corpus, 'mime', name)))).toString('hex')))
  const rows = await db.selectFrom('emails').select('id').execute()
  expect(rows.length).toBeLessThanOrEqual(distinct.size)
  const waiting = await db.selectFrom('deliveries').select('id').where('state', 'in', ['kept', 'failed']).execute()
  expect(waiting).toEqual([])
})

test('the quotes of the corpus are folded where their writers stopped, and no word of theirs', (context) => {
  if (!here('quotes')) context.skip(without)
  const score = scoreQuotes(join(corpus, 'quotes'))
  expect(score.newWordsFolded).toBe(0)
  expect(score.right / score.total).toBeGreaterThanOrEqual(0.9)
  expect(score.quotedWordsFolded).toBeGreaterThanOrEqual(0.85)
})

/** What SMTP makes of a file: it ends with a line end. */
function wire(bytes: Buffer): Buffer {
  return bytes.subarray(-2).toString('latin1') === '\r\n' ? bytes : Buffer.concat([bytes, Buffer.from('\r\n')])
}
