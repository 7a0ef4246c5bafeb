import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { keep } from '../../inbound/keep.ts'
import { aroundIssue } from '../../src/desk/around.ts'
import { aliasesIn, keepAliases } from '../../src/letters/aliases.ts'
import { anotherMailbox, conversation, filed, issuesOf, type Line, participants, stranger } from './conversation.ts'
import { compose, openLine, outcome } from './door.ts'

const inIssue = async (line: Line, id: number) => (await aroundIssue(line.db, id)).suggestions

test('a relay’s answer names the ids that it gave a letter, and a queue id is none', () => {
  const ses = '0102018f1a2b3c4d-0a1b2c3d-0a1b-2c3d-4e5f-0a1b2c3d4e5f-000000'
  expect(aliasesIn(`250 Ok ${ses}`, 'own@shop.test')).toEqual([ses])
  expect(aliasesIn('250 2.6.0 <AB12@PROD.example> [InternalId=12] Queued mail for delivery', 'own@shop.test')).toEqual([
    'AB12@PROD.example',
  ])
  expect(aliasesIn('250 2.0.0 Ok: queued as 4XyZ1234567', 'own@shop.test')).toEqual([])
  expect(aliasesIn('250 Ok <own@shop.test>', 'own@shop.test')).toEqual([])
})

test('an answer to the id that a provider gave our letter joins its issue', async () => {
  const line = await openLine()
  const { issueId, interactionId } = await conversation(line)
  const id = `0102018f1a2b3c4d-${randomUUID()}-000000`
  await keepAliases(line.db, { interactionId, messageId: 'own@shop.test' }, `250 Ok ${id}`)
  const answers = `${id}@eu-west-1.amazonses.com`
  expect(await filed(line, { answers, text: '1' })).toMatchObject({ issueId, why: { level: 'L3', evidence: answers } })
  const other = await filed(line, { ...stranger, answers, text: '2' })
  expect(other.issueId).not.toBe(issueId)
  expect(await inIssue(line, other.issueId!)).toMatchObject([{ kind: 'issue', other: { id: issueId }, level: 'L3' }])
})

test('an id that a service on the way gave our letter is learned from an answer to its reply address', async () => {
  const line = await openLine()
  const { issueId, recipient } = await conversation(line)
  await filed(line, { recipient, answers: 'rewritten@relay.example', text: '1' })
  const later = await filed(line, { answers: 'rewritten@relay.example', text: '2' })
  expect(later).toMatchObject({ issueId, why: { level: 'L3' } })
})

test('two answers to a mail that nobody here has seen: a suggestion, nothing more', async () => {
  const line = await openLine()
  const first = await filed(line, { answers: 'unseen@customer.example', text: '1' })
  const second = await filed(line, { answers: 'unseen@customer.example', text: '2' })
  expect(second.issueId).not.toBe(first.issueId)
  expect(await inIssue(line, second.issueId!)).toMatchObject([{ other: { id: first.issueId }, level: 'L5' }])
  const other = await filed(line, { ...stranger, answers: 'unseen@customer.example', text: '3' })
  expect(await inIssue(line, other.issueId!)).toEqual([])
})

test('an answer that came before what it answers is only suggested, whether in one batch or later', async () => {
  const line = await openLine()
  const child = await line.arrive({ answers: 'parent@customer.example', text: 'answer' })
  const parent = await line.arrive({ id: 'parent@customer.example', text: 'question' })
  await line.fileAll()
  const [asked, answered] = [await outcome(line.db, parent), await outcome(line.db, child)]
  expect(asked.issueId).not.toBe(answered.issueId)
  expect(await inIssue(line, asked.issueId!)).toMatchObject([{ other: { id: answered.issueId } }])
  const early = await filed(line, { answers: 'late@customer.example', text: 'early' })
  const late = await filed(line, { id: 'late@customer.example', text: 'late' })
  expect(await inIssue(line, late.issueId!)).toMatchObject([{ other: { id: early.issueId } }])
})

test('whom a mail brings in may answer it in the same batch', async () => {
  const line = await openLine()
  const first = await line.arrive({ id: 'both@customer.example', headers: 'Cc: Bob <bob@customer.example>' })
  const second = await line.arrive({ from: 'bob@customer.example', answers: 'both@customer.example', text: 'me too' })
  await line.fileAll()
  const { issueId } = await outcome(line.db, first)
  expect(await outcome(line.db, second)).toMatchObject({ issueId, why: { level: 'L4' } })
})

test('our signed mark in the words suggests, and a forged or a stranger’s one does not', async () => {
  const line = await openLine()
  const { issueId, letterId } = await conversation(line)
  const quoted = await filed(line, { subject: 'My parcel', text: `You wrote (${letterId}): hello` })
  expect(await inIssue(line, quoted.issueId!)).toMatchObject([{ other: { id: issueId }, level: 'L6' }])
  const forged = letterId.replace(/\.(.)/, (_, c) => `.${c === '0' ? '1' : '0'}`)
  const other = await filed(line, { subject: 'My parcel', text: `You wrote (${forged}): hello` })
  const theirs = await filed(line, { ...stranger, subject: 'My parcel', text: `You wrote (${letterId}): hello` })
  for (const row of [other, theirs]) expect(await inIssue(line, row.issueId!)).toEqual([])
})

test('a subject’s number, an equal subject and an Outlook conversation suggest to the same sender alone', async () => {
  const line = await openLine()
  const thread = (n: number) => `Thread-Index: ${Buffer.from(`0123456789abcdefghijkl${n}`).toString('base64')}`
  const { issueId } = await filed(line, { text: '1', headers: thread(1) })
  const mails = [
    { subject: `Re: [#${issueId}] hello` },
    { subject: 'AW: Where is my parcel?' },
    { subject: 'Quite new', headers: thread(2) },
  ]
  for (const [at, mail] of mails.entries()) {
    const row = await filed(line, { ...mail, text: `mine ${at}` })
    expect(row.issueId).not.toBe(issueId)
    expect((await inIssue(line, row.issueId!)).map(({ level, other }) => [level, other!.id])).toContainEqual([
      'L7',
      issueId,
    ])
    const theirs = await filed(line, { ...mail, ...stranger, text: `theirs ${at}` })
    expect((await inIssue(line, theirs.issueId!)).filter(({ other }) => other?.id === issueId)).toEqual([])
  }
})

test('signs that contradict each other are all kept, and the weaker becomes a suggestion', async () => {
  const line = await openLine()
  const { issueId, recipient } = await conversation(line)
  const other = await filed(line, { id: 'other@customer.example', subject: 'Wholesale', text: 'another' })
  const row = await filed(line, { recipient, answers: 'other@customer.example', text: 'both' })
  expect(row).toMatchObject({ issueId, why: { level: 'L1', all: [{ level: 'L1' }, { level: 'L4' }] } })
  expect(await inIssue(line, issueId)).toMatchObject([{ other: { id: other.issueId }, level: 'L4' }])
})

test('To and Cc of a participant’s answer take part, a stranger’s, a forward’s and our own addresses do not', async () => {
  const line = await openLine()
  const { issueId, recipient } = await conversation(line)
  const to = 'Support <support@shop.test>, Bob <bob@customer.example>'
  await filed(line, { recipient, to, headers: 'Cc: carol@customer.example', text: '1' })
  const all = ['ada@customer.example', 'bob@customer.example', 'carol@customer.example']
  expect(await participants(line, issueId)).toEqual(all)
  await filed(line, { recipient, subject: 'Fwd: Where is my parcel?', to: 'eve@evil.example', text: '2' })
  await filed(line, { ...stranger, recipient, to: 'eve@evil.example', text: '3' })
  expect(await participants(line, issueId)).toEqual(all)
  const forward = await filed(line, { subject: 'WG: something', to: `${to}, dave@customer.example`, text: '4' })
  expect(await participants(line, forward.issueId!)).toEqual(['ada@customer.example'])
})

test('a forward proposes who wrote first and changes nothing by itself', async () => {
  const line = await openLine()
  const block =
    '---------- Forwarded message ---------\r\nFrom: Anna Bell <anna@customer.example>\r\nDate: Monday\r\nSubject: Hi\r\n\r\nHello'
  const row = await filed(line, { subject: 'Fwd: Hi', text: `FYI\r\n\r\n${block}` })
  const writer = { name: 'Anna Bell', address: 'anna@customer.example' }
  expect(await inIssue(line, row.issueId!)).toMatchObject([{ kind: 'sender', writer }])
  expect(await participants(line, row.issueId!)).toEqual(['ada@customer.example'])
  const nested = compose({ from: 'Anna Bell <anna@customer.example>' })
  const raw = `From: ada@customer.example\r\nSubject: see this\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nSee.\r\n--b\r\nContent-Type: message/rfc822\r\n\r\n${nested}\r\n--b--\r\n`
  const attached = await filed(line, { raw })
  expect(await inIssue(line, attached.issueId!)).toMatchObject([{ kind: 'sender', writer }])
})

test('one mail to two mailboxes is one interaction in both queues, with the types of both', async () => {
  const line = await openLine()
  await line.db
    .updateTable('mailboxes')
    .set({ defaultTypes: ['support'] })
    .execute()
  const billing = await anotherMailbox(line, 'billing@shop.test', ['money'])
  const mail = { to: 'support@shop.test, billing@shop.test', id: 'both@customer.example' }
  const recipients = [
    { mailboxId: line.mailbox.id, address: 'support@shop.test' },
    { mailboxId: billing.id, address: 'billing@shop.test' },
  ]
  const envelope = {
    source: 'smtp',
    mailFrom: 'ada@customer.example',
    helo: '',
    clientIp: null,
    tls: false,
    flags: {},
  } as const
  const [first, second] = await keep(line.db, { ...envelope, raw: Buffer.from(compose(mail)), recipients })
  await line.fileAll()
  expect(await outcome(line.db, second!)).toMatchObject({ state: 'filed', copyOfId: first })
  const { issueId } = await outcome(line.db, first!)
  expect((await aroundIssue(line.db, issueId!)).mailboxes.map(({ id }) => id)).toEqual([line.mailbox.id, billing.id])
  const types = await line.db.selectFrom('issueTypes').select('type').orderBy('type').execute()
  expect(types.map(({ type }) => type)).toEqual(['money', 'support'])
  const answer = await filed(line, { answers: 'both@customer.example', text: 'more' })
  expect(answer.issueId).toBe(issueId)
  const later = await keep(line.db, {
    ...envelope,
    raw: Buffer.from(compose({ answers: 'both@customer.example' })),
    recipients: [recipients[1]!],
  })
  await line.fileAll()
  expect(await issuesOf(line, later[0]!)).toEqual([issueId])
})

test('of one mail to a reply address and to a mailbox the reply address decides', async () => {
  const line = await openLine()
  const { issueId, recipient } = await conversation(line)
  const billing = await anotherMailbox(line, 'billing@shop.test')
  const [first, second] = await keep(line.db, {
    ...{ source: 'smtp', mailFrom: '', helo: '', clientIp: null, tls: false, flags: {} },
    raw: Buffer.from(compose({ id: 'x@customer.example', text: 'both ways' })),
    recipients: [
      { mailboxId: billing.id, address: 'billing@shop.test' },
      { mailboxId: line.mailbox.id, address: recipient },
    ],
  })
  await line.fileAll()
  expect(await outcome(line.db, second!)).toMatchObject({ issueId, why: { level: 'L1' } })
  expect(await outcome(line.db, first!)).toMatchObject({ copyOfId: second })
})

test('a copy that comes to a reply address after its mail proposes the issue, once', async () => {
  const line = await openLine()
  const { issueId, recipient } = await conversation(line)
  const mail = { ...stranger, id: 'twice@evil.example', headers: 'Date: Mon, 2 Mar 2026 10:00:00 +0000', text: 'twice' }
  const row = await filed(line, mail)
  for (let n = 0; n < 2; n++) expect(await filed(line, { ...mail, recipient })).toMatchObject({ state: 'filed' })
  expect(row.issueId).not.toBe(issueId)
  expect(await inIssue(line, row.issueId!)).toMatchObject([{ other: { id: issueId }, level: 'L1' }])
  await filed(line, { recipient, id: 'own@customer.example', text: 'mine' })
  await filed(line, { recipient, id: 'own@customer.example', text: 'mine' })
  expect(await inIssue(line, issueId)).toEqual([])
})

test('a mail through a list that writes its own address into From is its writer’s', async () => {
  const line = await openLine()
  const headers =
    'List-Id: <support.shop.test>\r\nX-Original-From: Anna <anna@customer.example>\r\nReply-To: Anna <anna@customer.example>'
  const row = await filed(line, { from: 'Anna via Support <support@shop.test>', headers })
  expect(await participants(line, row.issueId!)).toEqual(['anna@customer.example'])
})

test('mails of one thread that four workers file at a time are one issue', async () => {
  const line = await openLine()
  const { issueId, letterId } = await conversation(line, 1)
  const ids = []
  for (let i = 0; i < 24; i++)
    ids.push(await line.arrive({ answers: i % 2 ? letterId : 'first@customer.example', text: `n ${i}` }))
  await Promise.all([1, 2, 3, 4].map(() => line.fileAll()))
  for (const id of ids) expect(await issuesOf(line, id)).toEqual([issueId])
  const changes = await line.db.selectFrom('changes').select('kind').where('kind', '=', 'issue.reopen').execute()
  expect(changes).toHaveLength(1)
})

test('a plain first mail leaves nothing behind for later mails', async () => {
  const line = await openLine()
  await filed(line, { text: 'warm' })
  const counts = await sql<{ n: number }>`select count(*)::int as n from message_refs`.execute(line.db)
  expect(counts.rows[0]!.n).toBe(0)
})
