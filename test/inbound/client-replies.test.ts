import { randomBytes } from 'node:crypto'
import { simpleParser } from 'mailparser'
import { expect, test } from 'vitest'
import { letterBytes } from '../../src/letters/letters.ts'
import { reply } from '../../src/letters/reply.ts'
import { openLine, outcome, secrets } from './door.ts'

/** What a program knows of the letter that it answers, and where it sends the answer. */
type Answered = Readonly<{ id: string; references: readonly string[]; subject: string; to: string }>
type Client = (letter: Answered) => readonly string[]

const id = () => randomBytes(9).toString('base64url')
const date = 'Wed, 4 Mar 2026 10:00:00 +0100'
const known = ({ references, id }: Answered) => [...references, id]

/** The header habits of mail programs as they answer, written down from what they are known to do. */
const clients: Readonly<Record<string, Client>> = {
  mutt: (letter) => [
    `Date: ${date}`,
    'From: Ada Adams <ada@customer.example>',
    `To: ${letter.to}`,
    `Subject: ${letter.subject}`,
    `Message-ID: <${id()}@laptop>`,
    `References: ${known(letter).join('\r\n ')}`,
    'MIME-Version: 1.0',
    'Content-Type: text/plain; charset=utf-8',
    'Content-Disposition: inline',
    'Content-Transfer-Encoding: 8bit',
    `In-Reply-To: ${letter.id}`,
    'User-Agent: Mutt/2.2.12 (2023-09-09)',
  ],
  Outlook: (letter) => [
    'From: "Adams, Ada" <ada@customer.example>',
    `To: "'Ant Shop'" <${letter.to}>`,
    `Subject: ${letter.subject.replace(/^Re: /, 'RE: ')}`,
    'Thread-Topic: Where is my parcel?',
    `Thread-Index: AQH${id()}${id()}==`,
    `Date: ${date}`,
    `Message-ID:\r\n <DB9PR01MB${id()}@DB9PR01MB1.eurprd01.prod.exchange.example>`,
    `References: ${known(letter).join('\r\n\t')}`,
    `In-Reply-To: ${letter.id}`,
    'Accept-Language: de-DE, en-US',
    'X-MS-Has-Attach:',
    'MIME-Version: 1.0',
    'Content-Type: text/plain; charset="iso-8859-1"',
  ],
  'old Outlook without References': (letter) => [
    'From: "Ada Adams" <ada@customer.example>',
    `To: <${letter.to}>`,
    `In-Reply-To: ${letter.id}`,
    `Subject: AW: ${letter.subject}`,
    `Date: ${date}`,
    `Message-ID: <000001d8$${id()}@customer.example>`,
    'X-Mailer: Microsoft Outlook 16.0',
    'Content-Language: de',
  ],
  'Outlook behind a server that gave our letter another Message-ID': (letter) => [
    'From: Ada Adams <ada@customer.example>',
    `To: ${letter.to}`,
    `Subject: ${letter.subject}`,
    `Date: ${date}`,
    `Message-ID: <${id()}@customer.example>`,
    `References: ${letter.references.join(' ')} <0102018f-rewritten@eu-west-1.amazonses.example>`,
    'In-Reply-To: <0102018f-rewritten@eu-west-1.amazonses.example>',
  ],
  'Apple Mail': (letter) => [
    'From: Ada Adams <ada@customer.example>',
    'Content-Type: text/plain;\r\n\tcharset=utf-8',
    'Content-Transfer-Encoding: quoted-printable',
    'Mime-Version: 1.0 (Mac OS X Mail 16.0 \\(3774.600.62\\))',
    `Subject: ${letter.subject}`,
    `Date: ${date}`,
    `References: ${known(letter).join('\r\n ')}`,
    `To: Ant Shop <${letter.to}>`,
    `In-Reply-To: ${letter.id}`,
    `Message-Id: <${id().toUpperCase()}@customer.example>`,
    'X-Mailer: Apple Mail (2.3774.600.62)',
  ],
  Gmail: (letter) => [
    'MIME-Version: 1.0',
    `References: ${known(letter).join(' ')}`,
    `In-Reply-To: ${letter.id}`,
    'From: Ada Adams <ada@customer.example>',
    `Date: ${date}`,
    `Message-ID: <CA+${id()}@mail.gmail.example>`,
    `Subject: ${letter.subject}`,
    `To: Ant Shop <${letter.to}>`,
    'Content-Type: text/plain; charset="UTF-8"',
  ],
  'a phone that lost every header but the address': (letter) => [
    'From: ada@customer.example',
    `To: ${letter.to.toUpperCase()}`,
    'Subject: Sent from my phone',
    `Date: ${date}`,
    `Message-ID: <${id()}@phone.example>`,
  ],
}

test('answers of mutt, Outlook, Apple Mail and Gmail come to the issue of the letter, with its address and without', async () => {
  const line = await openLine()
  const first = await line.arrive({ id: 'first@customer.example' })
  await line.arrive({ id: 'other@customer.example', from: 'Bo <bo@customer.example>' })
  await line.fileAll()
  const { issueId } = await outcome(line.db, first)
  const desk = { secrets, config: { relayUrl: 'smtp://relay.test', undoSeconds: 0 } }
  const written = await line.db
    .transaction()
    .execute((tx) => reply(tx, desk, { kind: 'system', repId: null }, issueId!, { text: 'On its way.' }))
  if (typeof written === 'string' || !('letterId' in written)) throw new Error(JSON.stringify(written))
  const sent = await simpleParser((await letterBytes(line.db, written.letterId))!)
  const letter = {
    id: sent.messageId!,
    references: [sent.references ?? []].flat(),
    subject: 'Re: Where is my parcel?',
    to: sent.replyTo!.value[0]!.address!,
  }
  for (const [name, client] of Object.entries(clients))
    for (const to of [letter.to, 'support@shop.test']) {
      if (to !== letter.to && name.startsWith('a phone')) continue // nothing is left to know it by
      const raw = `${client({ ...letter, to }).join('\r\n')}\r\n\r\nThank you, ${name}.\r\n`
      const delivery = await line.arrive({ raw, recipient: to })
      await line.fileAll()
      expect(await outcome(line.db, delivery), `${name} to ${to}`).toMatchObject({ state: 'filed', issueId })
    }
})
