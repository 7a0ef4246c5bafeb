import { randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { foldAgain } from '../../inbound/sent-texts.ts'
import { sha256, storeBlobs } from '../../src/database/blobs.ts'
import { visible } from '../bench/quotes-score.ts'
import { loopDelay } from '../support/loop.ts'
import { conversation, type Letter, type Line } from './conversation.ts'
import { openLine } from './door.ts'

const text = `Hello Ada,

thank you for your mail. Your parcel left our house on Monday and the carrier says that it will be with you by Friday.

Which of these may we put in beside it?
A bag of sand
A new glass front

Kind regards
Ana`
const block = 'Nork: Shop <support@shop.test>\nNoiz: 2 March 2026 10:00\nNori: Ada\nGaia: Re: Parcel\n\n'

async function send(line: Line, letter: Letter, text: string) {
  const [rawSha256] = await storeBlobs(line.db, [randomBytes(16)])
  await line.db
    .insertInto('letters')
    .values({
      interactionId: letter.interactionId,
      mailboxId: line.mailbox.id,
      envelopeFrom: 'support@shop.test',
      toList: JSON.stringify([{ name: 'Ada', address: 'ada@customer.example' }]),
      subject: 'Re: Parcel',
      messageId: letter.letterId,
      messageIdKey: sha256(Buffer.from(letter.letterId)),
      rawSha256: rawSha256!,
      state: 'sent',
      text,
    })
    .execute()
}

async function seen(line: Line, delivery: number): Promise<string> {
  const row = await line.db
    .selectFrom('emails')
    .select(['text', 'folds'])
    .where('deliveryId', '=', delivery)
    .executeTakeFirstOrThrow()
  return visible(row.text, row.folds).trim()
}

test('an answer is told from the letter that it quotes, wherever it stands and whatever names the letter', async () => {
  const line = await openLine()
  const letter = await conversation(line)
  await send(line, letter, text)
  const above = await line.arrive({ answers: letter.letterId, text: `The sand.\n\n${block}${text}` })
  const below = await line.arrive({ recipient: letter.recipient, text: `Dear Ana,\n\n${block}${text}\n\nThe sand.` })
  const unnamed = await line.arrive({ subject: 'Another matter', text: `No sand.\n\n${block}${text}` })
  const thread = await line.arrive({ answers: 'first@customer.example', text: `Please, sand.\n\n${block}${text}` })
  await line.fileAll()
  expect(await seen(line, above)).toBe('The sand.')
  expect((await seen(line, below)).replace(/\s+/g, ' ')).toBe('Dear Ana, The sand.')
  // Nothing in it says that it answers, and nothing in its words that it quotes: it stays as it is.
  expect(await seen(line, unnamed)).toContain('Which of these')
  expect(await seen(line, thread)).toBe('Please, sand.')
  const emails = await line.db.selectFrom('emails').select(['id', 'text', 'folds', 'deliveryId']).execute()
  const again = await foldAgain(line.db, emails)
  for (const email of emails.filter((one) => one.deliveryId === above || one.deliveryId === below))
    expect(again.get(email.id)).toEqual(email.folds)
  const issue = await line.db
    .selectFrom('issues')
    .select('snippet')
    .where('id', '=', letter.issueId)
    .executeTakeFirstOrThrow()
  expect(issue.snippet).not.toContain('Which of these')
})

test('large hostile answers to large letters leave the loop free', async () => {
  const line = await openLine()
  const letter = await conversation(line)
  const words = Array.from({ length: 9000 }, (_, i) => `word${i % 700}`).join(' ')
  await send(line, letter, `${words}\n${'a b c\n'.repeat(2000)}`)
  const hostile = async (time: number) => {
    for (let n = 0; n < 30; n++) await line.arrive({ answers: letter.letterId, text: answer(n, time) })
    return line.fileAll
  }
  const answer = (n: number, time: number) =>
    `${time} ${n}\n${['> a b c\n', 'On 1 2016\n', 'From: a\n', 'a b c\n', 'word1 word2 word3\n'][n % 5]!.repeat(6000)}${words.slice(0, 30_000)}`
  expect(await loopDelay(hostile)).toBeLessThan(100)
})
