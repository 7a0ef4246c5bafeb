import { beforeAll, expect, test } from 'vitest'
import { conversation } from '../../src/desk/conversation.ts'
import { type HelpdeskFile, importHelpdesk } from '../../src/letters/import-helpdesk.ts'
import { ensureFirstMailbox, type MailboxLine } from '../../src/mail/mailboxes.ts'
import { cloneDatabase, type TestDatabase } from '../support/database.ts'
import { aRep } from '../support/desk.ts'

let db: TestDatabase['db']
let mailbox: MailboxLine

beforeAll(async () => {
  const made = await cloneDatabase()
  db = made.db
  mailbox = await ensureFirstMailbox(db, 'support@shop.test')
  await aRep(db, 'Rosa Rep', 'rosa@shop.test')
  return () => made.stop()
})

const json = (name: string, value: unknown): HelpdeskFile => ({ name, bytes: Buffer.from(JSON.stringify(value)) })
const bring = (...files: HelpdeskFile[]) => importHelpdesk(db, files, mailbox)

const users = [
  { id: 7, name: 'Vera Voss', email: 'Vera@customer.test', phone: '+49 30 1234567', role: 'end-user' },
  { id: 8, name: 'Rosa Elsewhere', email: 'rosa@shop.test', role: 'agent' },
  { id: 9, name: 'Only Listed', email: 'only@customer.test', role: 'end-user' },
]
const comments = [
  {
    id: 100,
    author_id: 7,
    body: 'Where is it?',
    html_body: '<p>Where is <b>it</b>?<script>x()</script></p>',
    public: true,
    created_at: '2024-03-01T10:00:00Z',
  },
  { id: 101, author_id: 8, body: 'Ask the depot', public: false, created_at: '2024-03-01T10:30:00Z' },
  {
    id: 102,
    author_id: 8,
    body: 'It comes tomorrow.',
    public: true,
    created_at: '2024-03-01T11:00:00Z',
    attachments: [{ file_name: 'label.pdf', content_url: 'https://x.example/label' }],
  },
]
const ticket = {
  ...{ id: 55, subject: 'My parcel', status: 'solved', priority: 'urgent', requester_id: 7 },
  ...{ created_at: '2024-03-01T10:00:00Z', updated_at: '2024-03-02T12:00:00Z', comments },
}
const others = [
  { id: 56, subject: 'Gone', status: 'deleted', requester_id: 7, created_at: '2024-03-01T10:00:00Z' },
  { id: 57, subject: 'Whose?', status: 'open', requester_id: 99, created_at: '2024-03-01T10:00:00Z' },
  {
    id: 58,
    subject: 'Only told',
    description: 'Words \u0000 of a form',
    status: 'open',
    requester_id: 9,
    created_at: 'no time',
  },
]

test('tickets of Zendesk come as history with their states, times and authors, and nothing is sent', async () => {
  const done = await bring(json('users.json', { users }), json('tickets.json', [ticket, ...others]))
  expect(done).toMatchObject({ people: 2, issues: 1, entries: 3, left: 3 })
  if ('problem' in done) throw new Error(done.problem)
  expect(done.skipped.join('\n')).toMatch(/56: it was deleted[\s\S]*57: its requester[\s\S]*58: created_at/)
  const issue = await db.selectFrom('issues').selectAll().where('subject', '=', 'My parcel').executeTakeFirstOrThrow()
  expect([issue.openedAt, issue.closedAt].map((at) => at?.toISOString())).toEqual([
    '2024-03-01T10:00:00.000Z',
    '2024-03-02T12:00:00.000Z',
  ])
  expect(issue).toMatchObject({
    priority: 'urgent',
    snippet: 'It comes tomorrow. [label.pdf] https://x.example/label',
    firstResponseSeconds: 3600,
  })
  const entries = await conversation(db, issue.id)
  expect(entries).toHaveLength(3)
  const [letter] = await db.selectFrom('letters').select(['state', 'repId', 'text', 'sentAt']).execute()
  expect([letter?.state, letter?.repId, letter?.sentAt?.toISOString()]).toEqual(['sent', 1, '2024-03-01T11:00:00.000Z'])
  const [email] = await db.selectFrom('emails').select(['text', 'fromAddress', 'why']).execute()
  expect(email).toMatchObject({ text: 'Where is it?', fromAddress: 'Vera@customer.test', why: { level: 'import' } })
})

test('the same export again adds nothing, a newer one what is new, and lines serve as well', async () => {
  expect(await bring(json('users.json', { users }), json('tickets.json', [ticket]))).toMatchObject({
    people: 0,
    issues: 0,
    entries: 0,
  })
  const answer = {
    id: 103,
    ticket_id: 55,
    author_id: 7,
    body: 'Thanks!',
    public: true,
    created_at: '2024-03-03T08:00:00Z',
  }
  const lines = [ticket, { ...ticket, id: 60, subject: 'Second', status: 'open' }]
    .map((row) => JSON.stringify(row))
    .join('\n')
  const newer = await bring(
    json('users.json', { users }),
    { name: 'tickets.ndjson', bytes: Buffer.from(lines) },
    json('comments.json', { comments: [answer] }),
  )
  expect(newer).toMatchObject({ people: 0, issues: 1, entries: 4 })
})

test('conversations of FreeScout come from its API and from its tables', async () => {
  const customer = { id: 3, type: 'customer', firstName: 'Ken', lastName: 'Ito', email: 'ken@customer.test' }
  const threads = [
    {
      id: 1,
      type: 'customer',
      state: 'published',
      body: '<p>Hello,<br>is it vegan?</p>',
      createdBy: customer,
      createdAt: '2025-01-01T09:00:00Z',
    },
    {
      id: 2,
      type: 'message',
      state: 'published',
      body: '<div>It is.</div>',
      to: ['ken@customer.test'],
      createdBy: { id: 1, type: 'user', firstName: 'Rosa', lastName: 'R', email: 'rosa@shop.test' },
      createdAt: '2025-01-01T09:30:00Z',
    },
    { id: 3, type: 'message', state: 'draft', body: 'never sent', createdAt: '2025-01-01T09:40:00Z' },
    { id: 4, type: 'lineitem', state: 'published', body: '', createdAt: '2025-01-01T09:50:00Z' },
  ]
  const one = {
    id: 21,
    number: 9,
    status: 'closed',
    state: 'published',
    subject: 'Vegan?',
    mailboxId: 1,
    threadsCount: 2,
    customer,
  }
  const page = {
    _embedded: {
      conversations: [
        { ...one, createdAt: '2025-01-01T09:00:00Z', closedAt: '2025-01-01T10:00:00Z', _embedded: { threads } },
      ],
    },
    page: { number: 1 },
  }
  expect(await bring(json('page1.json', page))).toMatchObject({ people: 1, issues: 1, entries: 2, left: 0 })
  const csv = (name: string, text: string): HelpdeskFile => ({ name, bytes: Buffer.from(text) })
  const tables = [
    csv(
      'customers.csv',
      'id,first_name,last_name,phones\n3,Ken,Ito,"[{""value"":""555 0102"",""type"":1}]"\n4,Lea,Low,NULL\n',
    ),
    csv('emails.csv', 'id,customer_id,email\n1,3,ken@customer.test\n2,4,lea@customer.test\n'),
    csv('users.csv', 'id,first_name,last_name,email\n1,Rosa,R,rosa@shop.test\n'),
    csv(
      'conversations.csv',
      'id,status,state,subject,customer_id,created_at,closed_at\n21,3,2,Vegan?,3,2025-01-01 09:00:00,2025-01-01 10:00:00\n22,1,2,Late,4,2025-02-01 09:00:00,NULL\n23,4,2,Junk,4,2025-02-01 09:00:00,NULL\n',
    ),
    csv(
      'threads.csv',
      'id,conversation_id,type,state,body,to,message_id,created_by_user_id,created_at\n1,21,1,2,Hello,NULL,NULL,NULL,2025-01-01 09:00:00\n9,22,1,2,"Where, is it?",NULL,abc@mail.customer.test,NULL,2025-02-01 09:00:00\n10,22,3,2,Look,NULL,NULL,1,2025-02-01 09:10:00\n',
    ),
  ]
  expect(await bring(...tables)).toMatchObject({ people: 1, issues: 1, entries: 2, left: 1 })
  const email = await db
    .selectFrom('emails')
    .select(['messageId', 'text'])
    .where('subject', '=', 'Late')
    .executeTakeFirstOrThrow()
  expect(email).toEqual({ messageId: 'abc@mail.customer.test', text: 'Where, is it?' })
})

test('files that are no export say so, and hostile ones break nothing', async () => {
  expect(await bring(json('x.json', { a: 1 }))).toMatchObject({ problem: expect.stringContaining('neither tickets') })
  expect(await bring({ name: 'x.json', bytes: Buffer.from('{"a":') })).toMatchObject({
    problem: 'x.json: line 1 is no JSON.',
  })
  const odd = {
    ...ticket,
    id: 'a\u0000b\ud800',
    subject: '\u0000\r\nBcc: x@y.test',
    requester: { id: 5, name: 'N\r\nX: y', email: 'not an address' },
    requester_id: 5,
    priority: {},
    comments: [
      null,
      3,
      { id: 1, body: '\ud800', author_id: 5 },
      { id: 2, body: 'x'.repeat(700_000), author_id: 5, created_at: '9999-99-99T00:00:00Z' },
    ],
  }
  expect(await bring(json('tickets.json', [odd]))).toMatchObject({ issues: 1, entries: 2 })
})
