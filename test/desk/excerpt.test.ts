import { beforeAll, expect, it } from 'vitest'
import { conversation } from '../../src/desk/conversation.ts'
import { findExcerpt, issueFromWords } from '../../src/desk/excerpt.ts'
import { getIssue, openIssue } from '../../src/desk/issues.ts'
import { detachAction } from '../../src/desk/move.ts'
import { splitIssue } from '../../src/desk/split.ts'
import { undo, undoChange } from '../../src/desk/undo.ts'
import { type TestDesk, testDesk } from '../web/desk.ts'
import { fileMail } from '../web/mail.ts'
import { idOf, inTx, system } from './support.ts'

const text = 'Dear shop,\nthe sand is wet. Where is\n  my order?\n> Where is my order?\nMaria'
let desk: TestDesk

beforeAll(async () => {
  const made = await testDesk()
  desk = made
  return () => made.stop()
})

it.each([
  ['broken over two lines', 'Where is my order?', 0, 'Where is\n  my order?'],
  ['the second of two equal places', 'Where is my order?', 1, 'Where is my order?'],
  ['more places than there are', 'the sand', 9, 'the sand'],
  ['with marks of quoting in what was pasted', '> the sand\n> is wet.', 0, 'the sand is wet.'],
])('words are found %s', (_, words, nth, found) => {
  const { start, end } = findExcerpt(text, words, nth)!
  expect(text.slice(start, end)).toBe(found)
})

it('words that the mail does not hold have no place', () => {
  expect(findExcerpt(text, 'something else')).toBeUndefined()
  expect(findExcerpt(text, ' \n> ')).toBeUndefined()
  expect(findExcerpt('a'.repeat(300_000), `${'a'.repeat(3999)}b`)).toBeUndefined()
})

it('a marked sentence becomes an issue that shows it, in both issues, and one undo takes it back', async () => {
  const { db } = desk
  const { issueId } = await fileMail(db, { text })
  const [entry] = await conversation(db, issueId)
  const asked = { issueId, actionId: entry!.actionId, words: 'Where is my order?' }
  const made = await inTx(db, (tx) => issueFromWords(tx, system, asked))
  const { newIssueId } = made as { newIssueId: number }
  const place = { start: 28, end: 48 }
  expect((await conversation(db, newIssueId))[0]).toMatchObject({ details: 'Where is my order?', excerpt: place })
  expect((await conversation(db, issueId))[0]!.interaction.otherIssues).toMatchObject([{ id: newIssueId, ...place }])
  expect(await getIssue(db, newIssueId)).toMatchObject({ subject: 'Where is my order?', status: 'open' })
  const undone = await inTx(db, (tx) => undo(tx, system, idOf(made)))
  expect(await getIssue(db, newIssueId)).toBeUndefined()
  expect((await conversation(db, issueId))[0]!.interaction.otherIssues).toEqual([])
  expect(await inTx(db, (tx) => undoChange(tx, system, idOf(undone)))).toBe('undone')
  expect((await conversation(db, newIssueId))[0]).toMatchObject({ excerpt: place })
})

it('what is taken out of an issue keeps its marked words', async () => {
  const { db } = desk
  const { issueId } = await fileMail(db, { text })
  const [entry] = await conversation(db, issueId)
  const made = await inTx(db, (tx) =>
    issueFromWords(tx, system, { issueId, actionId: entry!.actionId, words: 'the sand is wet.' }),
  )
  const { newIssueId } = made as { newIssueId: number }
  await fileMail(db, { issueId: newIssueId, text: 'More' })
  const marked = (await conversation(db, newIssueId))[0]!
  const moved = await inTx(db, (tx) => detachAction(tx, system, { issueId: newIssueId, actionId: marked.actionId }))
  const { issueId: own } = moved as { issueId: number }
  expect((await conversation(db, own))[0]).toMatchObject({ details: 'the sand is wet.', excerpt: marked.excerpt })
})

it('a split moves a mail and everything later, and comes back whole', async () => {
  const { db } = desk
  const { issueId } = await fileMail(db, { text: 'First', at: new Date(Date.now() - 9000) })
  await fileMail(db, { issueId, text: 'Second', subject: 'Another matter', at: new Date(Date.now() - 6000) })
  await fileMail(db, { issueId, text: 'Third', at: new Date(Date.now() - 3000) })
  const texts = async (id: number) => (await conversation(db, id)).map(({ email }) => email?.text)
  const second = (await conversation(db, issueId))[1]!.actionId
  const split = await inTx(db, (tx) => splitIssue(tx, system, { issueId, actionId: second }))
  const { issueId: newer } = split as { issueId: number }
  expect([await texts(issueId), await texts(newer)]).toEqual([['First'], ['Second', 'Third']])
  expect(await getIssue(db, newer)).toMatchObject({ subject: 'Another matter' })
  const undone = await inTx(db, (tx) => undo(tx, system, idOf(split)))
  expect(await texts(issueId)).toEqual(['First', 'Second', 'Third'])
  expect(await getIssue(db, newer)).toBeUndefined()
  expect(await inTx(db, (tx) => undoChange(tx, system, idOf(undone)))).toBe('undone')
  expect(await texts(newer)).toEqual(['Second', 'Third'])
})

it('nothing is split at the first message, nor at one that is elsewhere', async () => {
  const { db } = desk
  const { issueId, personId } = await fileMail(db)
  const [first] = await conversation(db, issueId)
  const other = await inTx(db, (tx) => openIssue(tx, system, { personId, subject: 'Other' }))
  const actionId = first!.actionId
  expect(await inTx(db, (tx) => splitIssue(tx, system, { issueId, actionId }))).toHaveProperty('problem')
  expect(await inTx(db, (tx) => splitIssue(tx, system, { issueId: other.issueId, actionId }))).toBe('not found')
})
