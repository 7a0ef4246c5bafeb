import { simpleParser } from 'mailparser'
import { expect, test } from 'vitest'
import { getLetter, letterBytes, listLetters } from '../../src/letters/letters.ts'
import { type NewLetter, newLetter } from '../../src/letters/new-letter.ts'
import { deskWith, openDesk } from './desk.ts'

type Opened = Awaited<ReturnType<typeof openDesk>>

const attempt = ({ db, actor }: Opened, input: Partial<NewLetter>) =>
  db
    .transaction()
    .execute((tx) =>
      newLetter(tx, deskWith('smtp://localhost'), actor, { text: 'Hello', subject: 'Your ants', ...input }),
    )

test('a letter to a new address makes a person, an issue and no quote', async () => {
  const opened = await openDesk()
  const written = await attempt(opened, { to: ['Bo Ek <bo@example.test>'], types: ['Delivery'] })
  if (!('letterId' in written)) throw new Error(written.problem)
  const letter = await getLetter(opened.db, written.letterId)
  expect(letter).toMatchObject({
    kind: 'new',
    issueId: written.issueId,
    issueSubject: 'Your ants',
    subject: 'Your ants',
  })
  const mail = await simpleParser((await letterBytes(opened.db, written.letterId))!)
  expect(mail.text).toBe('Hello\n')
  expect(mail.inReplyTo).toBeUndefined()
  expect(mail.references).toMatch(/^<t\w+\.\w{16}@shop\.test>$/)
})

test('a second letter where no mail came answers the first', async () => {
  const opened = await openDesk()
  const first = await attempt(opened, { to: ['bo@example.test'] })
  if (!('letterId' in first)) throw new Error(first.problem)
  const second = await opened.write('smtp://localhost', {}, 0, first.issueId)
  const mail = await simpleParser((await letterBytes(opened.db, second.letterId))!)
  expect(mail.inReplyTo).toBe(`<${first.messageId}>`)
  expect(mail.subject).toBe('Re: Your ants')
})

test('a letter to somebody known by id goes to the address on file', async () => {
  const opened = await openDesk()
  const written = await attempt(opened, { personId: opened.personId })
  if (!('letterId' in written)) throw new Error(written.problem)
  expect((await getLetter(opened.db, written.letterId))?.to).toEqual([{ name: 'María', address: 'maria@example.test' }])
})

test.each([
  ['nobody', {}, 'no e-mail address on file'],
  ['a person that is not there', { personId: 99 }, 'no person 99'],
  ['no subject', { to: ['bo@example.test'], subject: ' ' }, 'subject is empty'],
  ['a wrong address', { to: ['bo'] }, '“bo” is not an e-mail address'],
])('a letter with %s is a problem that says so', async (_, input, words) => {
  expect(await attempt(await openDesk(), input)).toEqual({ problem: expect.stringContaining(words) })
})

test('letters are listed newest first, page by page', async () => {
  const opened = await openDesk()
  for (const text of ['one', 'two', 'three']) await opened.write('smtp://localhost', { text })
  const first = await listLetters(opened.db, { state: 'queued' }, { limit: 2 })
  const second = await listLetters(opened.db, { state: 'queued' }, { limit: 2, cursor: first.next! })
  expect([...first.items, ...second.items].map((letter) => letter.text)).toEqual(['three', 'two', 'one'])
  expect(second.next).toBeNull()
  expect((await listLetters(opened.db, { trouble: true }, { limit: 2 })).items).toEqual([])
})
