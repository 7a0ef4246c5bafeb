import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { expect, test } from 'vitest'
import { parse } from '../../inbound/parse.ts'
import { sha256 } from '../../src/database/blobs.ts'
import { rawMail } from '../../src/mail/ledger.ts'
import { scoreQuotes } from '../bench/quotes-score.ts'
import type { SmtpClient } from '../support/smtp-client.ts'
import { openDoor } from './door.ts'

/** Real mail lies outside the repository; elsewhere these are skipped, saying so. */
const corpus = process.env.ANTFARM_CORPUS ?? resolve(import.meta.dirname, '../../../shared/corpus')
const here = (name: string) => existsSync(join(corpus, name))
const without = 'no corpus: set ANTFARM_CORPUS to its folder'

test('every mail of the corpus, sent twice, is one interaction or held with a reason', async (context) => {
  if (!existsSync(corpus)) context.skip(without)
  const names = readdirSync(corpus, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.eml'))
  const mails = new Map(names.map((name) => [name, wire(readFileSync(join(corpus, name)))]))
  const { db, client, fileAll } = await openDoor()
  const ids: number[] = []
  for (const _round of [1, 2]) ids.push(...(await sendAll(await Promise.all([1, 2, 3, 4].map(client)), mails)))
  await fileAll()
  for (const [i, bytes] of [...mails.values(), ...mails.values()].entries())
    expect([ids[i], sha256((await rawMail(db, ids[i]!))!).equals(sha256(bytes))]).toEqual([ids[i], true])
  const rows = await db
    .selectFrom('deliveries as d')
    .leftJoin('emails as e', 'e.deliveryId', 'd.id')
    .select(['d.id', 'd.state', 'd.reason', 'd.copyOfId', 'e.fingerprint', 'e.interactionId'])
    .execute()
  const unsettled = rows.filter(({ state, reason, copyOfId, interactionId }) =>
    state === 'held' ? !reason : state !== 'filed' || (copyOfId === null && interactionId === null),
  )
  expect(unsettled).toEqual([])
  const prints = rows.flatMap(({ fingerprint }) => (fingerprint ? [fingerprint.toString('hex')] : []))
  expect(new Set(prints).size).toBe(prints.length)
  expect(new Set(prints)).toEqual(new Set(await Promise.all([...mails.values()].map(fingerprint))))
}, 120_000)

/** Each client sends its share; answers the deliveries in the order of the mails. */
async function sendAll(clients: readonly SmtpClient[], mails: ReadonlyMap<string, Buffer>): Promise<number[]> {
  const todo = [...mails.entries()].entries()
  const ids: number[] = []
  const work = async (smtp: SmtpClient) => {
    for (const [i, [name, bytes]] of todo) {
      const reply = await smtp.send({ from: 'sender@corpus.example', to: 'support@shop.test' }, bytes)
      expect([name, reply.code]).toEqual([name, 250])
      ids[i] = Number(/delivery (\d+)/.exec(reply.text)![1])
    }
  }
  await Promise.all(clients.map(work))
  return ids
}

async function fingerprint(raw: Buffer): Promise<string> {
  const { mail } = await parse({ raw, mailFrom: 'sender@corpus.example', receivedAt: new Date() })
  return mail.fingerprint.toString('hex')
}

test('hardly a mail of the corpus keeps a character that could not be read', async (context) => {
  if (!existsSync(corpus)) context.skip(without)
  const names = readdirSync(corpus, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.eml'))
  const damaged = []
  for (const name of names) {
    const raw = readFileSync(join(corpus, name))
    const { mail } = await parse({ raw, mailFrom: '', receivedAt: new Date() })
    const said = [
      mail.subject,
      mail.from.name,
      mail.text,
      mail.html ?? '',
      ...mail.attachments.map((one) => one.filename),
    ]
    if (said.join().includes('\ufffd') && !raw.includes('\ufffd')) damaged.push(name)
  }
  expect(damaged).toEqual([])
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
