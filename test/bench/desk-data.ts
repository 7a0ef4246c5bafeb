import { chmodSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { lexemesOf } from '../../src/mail/lexemes.ts'
import { nameOf, randomFrom, writeText } from './desk-words.ts'

/** `years`: over how many the issues came; five unless said otherwise. */
export type Scale = Readonly<{ people: number; issues: number; years?: number }>

const chunk = 25_000
const loaded = [
  'user_identifications',
  'user_identification_emails',
  'issues',
  'issue_types',
  'issue_participants',
  'interactions',
  'actions',
  'deliveries',
  'emails',
  'letters',
  'shop_users',
  'shop_orders',
  'shop_order_lines',
]
const types = ['Shipping', 'Damaged goods', 'Billing', 'Return', 'Question', 'Warranty', 'Praise']
const aYear = 365 * 86_400

/**
 * Fills a migrated, empty desk by COPY: people, shop users and orders, issues (2 % of them open) and two interactions
 * each: three in four are mails, the others letters and notes. Indexes are made anew at the end.
 */
export async function fillDesk(
  url: string,
  folder: string,
  { people, issues, years = 5 }: Scale,
  say: (line: string) => void,
) {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  const copy = copier(client, folder)
  await client.query(
    `set session_replication_role = replica; set maintenance_work_mem = '512MB'; set work_mem = '128MB'`,
  )
  const indexes = await dropIndexes(client)
  await fixtures(client)
  await copyPeople(copy, people)
  say(`  ${people} people`)
  await copyIssues(copy, { people, issues, years })
  say(`  ${issues} issues, ${issues * 2} interactions`)
  for (const index of indexes) await client.query(index)
  await finish(client)
  await client.end()
}

type Copy = (table: string, columns: string, rows: readonly (readonly unknown[])[]) => Promise<void>

/** COPY from a file beside the server: the one way that needs no client library. */
function copier(client: pg.Client, folder: string): Copy {
  mkdirSync(folder, { recursive: true })
  chmodSync(folder, 0o755)
  return async (table, columns, rows) => {
    const file = join(folder, `${table}.copy`)
    writeFileSync(
      file,
      rows
        .map((row) => row.map(field).join('\t'))
        .join('\n')
        .concat('\n'),
      { mode: 0o644 },
    )
    await client.query(`copy ${table} (${columns}) from '${file}'`)
    rmSync(file)
  }
}

function field(value: unknown): string {
  if (value === null || value === undefined) return '\\N'
  if (value instanceof Date) return value.toISOString()
  return String(value).replace(/\\/g, '\\\\').replace(/\t/g, '\\t').replace(/\n/g, '\\n')
}

async function dropIndexes(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ name: string; made: string }>(
    `select c.relname as name, pg_get_indexdef(i.indexrelid) as made from pg_index i join pg_class c on c.oid = i.indexrelid
     where i.indrelid = any ($1::regclass[]) and not exists (select from pg_constraint k where k.conindid = i.indexrelid)`,
    [loaded],
  )
  for (const { name } of rows) await client.query(`drop index "${name}"`)
  return rows.map((row) => row.made)
}

const reps = 10

async function fixtures(client: pg.Client) {
  await client.query(
    `insert into reps (name, email) select 'Rep ' || n, 'rep' || n || '@antfarm.test' from generate_series(1, ${reps}) n`,
  )
  await client.query(`insert into groups (name) values ('Service'), ('Recalls')`)
  await client.query(
    `insert into mailboxes (address, address_key) select a, a from unnest(array['sales@shop.example', 'returns@shop.example']) a`,
  )
  await client.query(`insert into blobs values ('\\x00', 0, '')`)
  await client.query(
    `insert into shop_products (external_id, name, sku) select 'p' || n, 'Product ' || n, 'S-' || n from generate_series(1, 1000) n`,
  )
}

async function copyPeople(copy: Copy, people: number) {
  for (let from = 1; from <= people; from += chunk) {
    const ids = range(from, Math.min(people, from + chunk - 1))
    const named = ids.map((id) => ({ id, ...nameOf(id) }))
    await copy(
      'user_identifications',
      'id, first_names, last_name, phone, postal_code, shop_user_id',
      named.map(({ id, first, last }) => [
        id,
        first,
        last,
        `+49 30 ${1_000_000 + id}`,
        String(10_000 + (id % 89_999)),
        id % 5 < 3 ? id : null,
      ]),
    )
    await copy(
      'user_identification_emails',
      'address_key, address, user_identification_id',
      named.map(({ id, address }) => [address, address, id]),
    )
    await copyShop(
      copy,
      named.filter(({ id }) => id % 5 < 3),
    )
  }
}

async function copyShop(copy: Copy, users: readonly { id: number; first: string; last: string; address: string }[]) {
  await copy(
    'shop_users',
    'id, external_id, email, email_key, first_names, last_name, registered_at',
    users.map(({ id, first, last, address }) => [id, `u${id}`, address, address, first, last, '2024-01-01']),
  )
  const orders = users.flatMap(({ id }) => [2 * id, 2 * id + 1].map((order) => ({ id, order })))
  await copy(
    'shop_orders',
    'id, external_id, number, shop_user_id, state, placed_at, currency, total_minor',
    orders.map(({ id, order }) => [
      order,
      `o${order}`,
      `K-${order}`,
      id,
      'shipped',
      '2025-06-01',
      'EUR',
      1000 + (order % 9000),
    ]),
  )
  await copy(
    'shop_order_lines',
    'order_id, position, product_id, product, name, quantity, amount_minor',
    orders.map(({ order }) => [
      order,
      0,
      1 + (order % 1000),
      `p${1 + (order % 1000)}`,
      `Product ${1 + (order % 1000)}`,
      1,
      1000,
    ]),
  )
}

type Wrote = Readonly<{
  id: number
  issue: number
  person: number
  at: Date
  kind: 'mail' | 'letter' | 'note'
  text: string
  subject: string
}>

async function copyIssues(copy: Copy, scale: Required<Scale>) {
  const { issues } = scale
  const random = randomFrom(7)
  for (let from = 1; from <= issues; from += chunk / 2) {
    const made = range(from, Math.min(issues, from + chunk / 2 - 1)).map((id) => anIssue(id, scale, random))
    await copy(
      'issues',
      'id, user_identification_id, mailbox_id, subject, origin, listed, order_id, assignee_id, group_name, opened_at, closed_at, last_activity_at, last_inbound_at, snippet',
      made.map((one) => one.row),
    )
    await copy(
      'issue_types',
      'issue_id, type',
      made.filter(({ id }) => id % 10 < 7).map(({ id }) => [id, types[id % 7]]),
    )
    await copy(
      'issue_participants',
      'issue_id, address_key, address',
      made.map(({ id, person }) => [id, nameOf(person).address, nameOf(person).address]),
    )
    await copyWritten(
      copy,
      made.flatMap((one) => one.wrote),
    )
  }
}

function anIssue(id: number, { issues: all, people, years }: Required<Scale>, random: () => number) {
  const person = 1 + Math.floor(random() * people)
  const order = 1 + Math.floor(random() * people * 2)
  const at = new Date(Date.now() - (((all - id) * years * aYear) / all) * 1000 - 60_000)
  const later = new Date(+at + 50_000)
  const open = random() < (id > all * 0.96 ? 0.45 : 0.0021)
  const automatic = !open && random() < 0.05
  const text = writeText(random, order)
  const subject = writeText(random, order).slice(0, 40)
  const second = random()
  const kind = second < 0.5 ? 'mail' : second < 0.8 ? 'letter' : 'note'
  const row = [
    ...[
      id,
      person,
      1 + (id % 3),
      subject,
      automatic ? 'automatic' : id % 5000 === 0 ? 'campaign' : 'human',
      !automatic,
    ],
    ...[
      id % 5 < 2 ? `K-${order}` : null,
      id % 3 === 0 ? 1 + (id % reps) : null,
      id % 10_000 === 7 ? 'Recalls' : id % 2 ? 'Service' : null,
    ],
    ...[at, open ? null : later, later, at, text.slice(0, 120)],
  ]
  const wrote: Wrote[] = [
    { id: 2 * id - 1, issue: id, person, at, kind: 'mail', text, subject },
    { id: 2 * id, issue: id, person, at: later, kind, text: writeText(random, order), subject: `Re: ${subject}` },
  ]
  return { id, person, row, wrote }
}

async function copyWritten(copy: Copy, wrote: readonly Wrote[]) {
  await copy(
    'interactions',
    'id, user_identification_id, mailbox_id, originator, channel, rep_id, occurred_at',
    wrote.map(({ id, person, kind, at }) => [
      id,
      person,
      1,
      kind === 'mail' ? 'customer' : 'rep',
      kind === 'note' ? 'note' : 'email',
      kind === 'mail' ? null : 1 + (id % reps),
      at,
    ]),
  )
  await copy(
    'actions',
    'id, interaction_id, issue_id, details, search, said_at',
    wrote.map(({ id, issue, kind, text, at }) => [
      id,
      id,
      issue,
      ...(kind === 'note' ? [text, lexemesOf(text), at] : [null, null, null]),
    ]),
  )
  await copyMails(
    copy,
    wrote.filter(({ kind }) => kind === 'mail'),
  )
  await copy(
    'letters',
    'id, interaction_id, mailbox_id, envelope_from, to_list, subject, text, message_id, message_id_key, raw_sha256, state, rep_id, created_at, sent_at, due_at, search',
    wrote
      .filter(({ kind }) => kind === 'letter')
      .map(({ id, person, subject, text, at }) => [
        id,
        id,
        1,
        'support@shop.example',
        addresses(person),
        subject,
        text,
        `l${id}@shop.example`,
        key(id),
        '\\x00',
        'sent',
        1 + (id % reps),
        at,
        at,
        at,
        lexemesOf(`${subject} ${text}`),
      ]),
  )
}

async function copyMails(copy: Copy, mails: readonly Wrote[]) {
  await copy(
    'deliveries',
    'id, mailbox_id, source, recipient, mail_from, raw_sha256, state, received_at, settled_at',
    mails.map(({ id, person, at }) => [
      id,
      1,
      'smtp',
      'support@shop.example',
      nameOf(person).address,
      '\\x00',
      'filed',
      at,
      at,
    ]),
  )
  await copy(
    'emails',
    'id, delivery_id, mailbox_id, interaction_id, fingerprint, message_id, message_id_key, from_address, from_name, subject, text, parser_version, received_at, search',
    mails.map(({ id, person, subject, text, at }) => {
      const { first, last, address } = nameOf(person)
      const lexemes = lexemesOf(`${subject} ${first} ${last} ${address} ${text}`)
      return [
        id,
        id,
        1,
        id,
        key(id),
        `m${id}@customer.example`,
        key(id),
        address,
        `${first} ${last}`,
        subject,
        text,
        9,
        at,
        lexemes,
      ]
    }),
  )
}

async function finish(client: pg.Client) {
  await client.query(`set session_replication_role = origin`)
  await client.query(
    `insert into issue_counts select b, count(*) from issues i, issue_buckets(i) b where closed_at is null group by b`,
  )
  for (const table of [
    'user_identifications',
    'issues',
    'interactions',
    'actions',
    'deliveries',
    'emails',
    'letters',
    'shop_users',
    'shop_orders',
  ])
    await client.query(`select setval(pg_get_serial_sequence('${table}', 'id'), max(id)) from ${table}`)
  await client.query(`
    insert into search_words select w from (
      select lexeme from emails, unnest(search) union select lexeme from letters, unnest(search)
      union select lexeme from actions, unnest(search)) x(w) where length(w) between 3 and 40`)
  await client.query(`update search_feeds f set done_id = m.id, fence_id = m.id from (
    select 'emails' as source, max(id) as id from emails union select 'letters', max(id) from letters) m where m.source = f.source`)
  await client.query('vacuum analyze')
}

const addresses = (person: number) => JSON.stringify([{ name: '', address: nameOf(person).address }])
const key = (id: number) => `\\x${id.toString(16).padStart(16, '0')}`
const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => from + i)
