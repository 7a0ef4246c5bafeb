import { sql } from 'kysely'
import { simpleParser } from 'mailparser'
import { beforeAll, describe, expect, test } from 'vitest'
import { fileWaiting } from '../../inbound/filing.ts'
import { keep } from '../../inbound/keep.ts'
import { type Parser, startParser } from '../../inbound/parser.ts'
import { letterBytes } from '../../src/letters/letters.ts'
import { type Api, anApi, parts } from '../api/support.ts'
import { compose as mailText } from '../inbound/door.ts'
import { cloneDatabase, type TestDatabase } from '../support/database.ts'

let db: TestDatabase['db']
let api: Api
let parser: Parser

beforeAll(async () => {
  const database = await cloneDatabase()
  db = database.db
  api = await anApi(db, { role: 'admin' })
  parser = startParser()
  return async () => {
    await parser.stop()
    await database.stop()
  }
})

const order = {
  ...{ confirmed_date: '3 May', item_summary: '1 × Farm', address: 'Hill 1' },
  ...{ price_summary: 'Total: 42 EUR', signature: 'The Shop' },
}
const post = (body: object, headers: Record<string, string> = {}) =>
  api.send('POST', '/automatic-emails', body, headers)

async function issue(id: number) {
  return db
    .selectFrom('issues as i')
    .select(['i.origin', 'i.listed', 'i.closedAt', 'i.closedBy', 'i.openedAt', 'i.orderId', 'i.userIdentificationId'])
    .select(sql<string[]>`(select array_agg(type) from issue_types t where t.issue_id = i.id)`.as('types'))
    .where('i.id', '=', id)
    .executeTakeFirstOrThrow()
}

async function parsed(letterId: number) {
  return simpleParser((await letterBytes(db, letterId))!)
}

async function filed(mail: Parameters<typeof mailText>[0], recipient: string) {
  const { id: mailboxId } = await db.selectFrom('mailboxes').select('id').orderBy('id').executeTakeFirstOrThrow()
  const from = /<(.*)>/.exec(mail.from ?? '')?.[1] ?? ''
  const envelope = { mailFrom: mail.headers?.includes('Auto-Submitted') ? '' : from, helo: 'x', clientIp: null }
  const [id] = await keep(db, {
    ...{ source: 'smtp', raw: Buffer.from(mailText(mail)), recipients: [{ mailboxId, address: recipient }] },
    ...{ ...envelope, tls: false, flags: {} },
  })
  while (await fileWaiting({ db, secrets: parts.secrets, log: parts.log, parser })) {}
  const { rows } = await sql<{ issueId: number }>`select a.issue_id from emails e
    join actions a on a.interaction_id = e.interaction_id where e.delivery_id = ${id}`.execute(db)
  return rows[0]!.issueId
}

describe('automatic e-mail', () => {
  test('makes a letter and an issue that is closed at once, by nobody, in no list', async () => {
    const sent = await post({ template: 'new-order', to: 'Ada Adams <ada@customer.test>', orderId: 'A-7', data: order })
    expect(sent.status, JSON.stringify(sent.body)).toBe(201)
    const { issueId, letterId, interactionId } = sent.body
    const made = await issue(issueId)
    expect(made).toMatchObject({
      origin: 'automatic',
      listed: false,
      closedBy: null,
      orderId: 'A-7',
      types: ['new order'],
    })
    expect(made.closedAt).not.toBeNull()
    const interaction = await db
      .selectFrom('interactions')
      .selectAll()
      .where('id', '=', interactionId)
      .executeTakeFirstOrThrow()
    expect(interaction).toMatchObject({ originator: 'automatic', channel: 'email', repId: null })
    const letter = await db.selectFrom('letters').selectAll().where('id', '=', letterId).executeTakeFirstOrThrow()
    expect(letter).toMatchObject({ kind: 'automatic', repId: null, state: 'undelivered' })
    expect(letter.text).toContain('Thank you for your order A-7. We confirmed it on 3 May.')
    const mail = await parsed(letterId)
    expect(mail.headers.get('auto-submitted')).toBe('auto-generated')
    expect(mail.headers.get('x-auto-response-suppress')).toBe('All')
    expect(mail.messageId).toBe(`<${sent.body.messageId}>`)
    const listed = await api.send('GET', '/issues?status=all&origin=human')
    expect(listed.body.items).toEqual([])
    const open = await api.send('GET', '/issues')
    expect(open.body.items).toEqual([])
    const counts = await sql`select from issue_counts`.execute(db)
    expect(counts.rows).toEqual([])
  })

  test('names every variable without a value, and sends nothing', async () => {
    const before = await db.selectFrom('letters').select('id').execute()
    const { signature: _, address: __, ...some } = order
    const refused = await post({ template: 'new-order', to: 'bob@customer.test', data: some })
    expect(refused.status).toBe(422)
    expect(refused.body.missing).toEqual(['address'])
    expect(refused.body.detail).toContain('address')
    expect(await db.selectFrom('letters').select('id').execute()).toEqual(before)
    const people = await db.selectFrom('userIdentificationEmails').select('address').execute()
    expect(people.map(({ address }) => address)).not.toContain('bob@customer.test')
  })

  test('takes values for data: braces in one are no template, and HTML is escaped', async () => {
    const data = { ...order, item_summary: '{{ address }} <b>x</b>' }
    const sent = await post({ template: 'new-order', to: 'ada@customer.test', data })
    const { text } = await db
      .selectFrom('letters')
      .select('text')
      .where('id', '=', sent.body.letterId)
      .executeTakeFirstOrThrow()
    expect(text).toContain('{{ address }} <b>x</b>')
    expect(String((await parsed(sent.body.letterId)).html)).toContain('&lt;b&gt;x&lt;/b&gt;')
    const plain = await post({ subject: 'Hi', text: 'Braces {{ stay }} here.', to: 'ada@customer.test' })
    expect(plain.status).toBe(201)
    expect((await parsed(plain.body.letterId)).text).toContain('Braces {{ stay }} here.')
  })

  test('is sent once for an Idempotency-Key and once for a onceKey, also when asked many times at once', async () => {
    const body = { template: 'billing-x', subject: undefined }
    expect((await post({ ...body, to: 'ada@customer.test' })).status).toBe(422)
    const headers = { 'Idempotency-Key': 'order-1' }
    const wish = {
      template: 'delayed-credit-denied',
      to: 'ada@customer.test',
      data: { system_url: 'https://shop.test/b' },
    }
    const [first, again] = [await post(wish, headers), await post(wish, headers)]
    expect(again.body).toEqual(first.body)
    const keyed = { ...wish, onceKey: 'A-7' }
    const answers = await Promise.all([1, 2, 3, 4, 5].map(() => post(keyed)))
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201, 201, 201])
    expect(new Set(answers.map((one) => one.body.letterId)).size).toBe(1)
    expect(new Set(answers.map((one) => one.body.changeId)).size).toBe(1)
    const other = await post({ ...keyed, template: 'new-order', data: order })
    expect(other.body.letterId).not.toBe(answers[0]!.body.letterId)
  })

  test('a human answer reopens exactly its issue, an absence notice does not', async () => {
    const two = [await post({ template: 'new-order', to: 'Eve <eve@customer.test>', data: order })]
    two.push(await post({ template: 'new-order', to: 'Eve <eve@customer.test>', data: order }))
    const [first, second] = two.map((one) => one.body)
    const back = (await parsed(second.letterId)).replyTo!.value[0]!.address!
    const absence = { from: 'Eve <eve@customer.test>', text: 'I am away', headers: 'Auto-Submitted: auto-replied' }
    expect(await filed({ ...absence, answers: second.messageId }, back)).toBe(second.issueId)
    expect((await issue(second.issueId)).closedAt).not.toBeNull()
    const answer = { from: 'Eve <eve@customer.test>', text: 'It is the wrong one.', answers: second.messageId }
    expect(await filed(answer, back)).toBe(second.issueId)
    expect(await issue(second.issueId)).toMatchObject({ closedAt: null, listed: true })
    expect(await issue(first.issueId)).toMatchObject({ listed: false, closedAt: expect.any(Date) })
    const open = await api.send('GET', '/issues')
    expect(open.body.items.map((one: { id: number }) => one.id)).toEqual([second.issueId])
  })

  test('knows the person and the order of the shop, and refuses an order of somebody else', async () => {
    const put = await api.send('PUT', '/shop/orders/o9', {
      ...{
        email: 'gil@customer.test',
        number: 'B-9',
        state: 'paid',
        placedAt: '2026-05-03T09:00:00Z',
        currency: 'EUR',
      },
      ...{ totalMinor: 4200, lines: [{ product: 'p1', quantity: 2, amountMinor: 4200 }] },
    })
    expect(put.status).toBeLessThan(300)
    const data = { address: 'Hill 1' }
    const sent = await post({ template: 'new-order', to: 'gil@customer.test', orderId: 'B-9', data })
    expect(sent.status, JSON.stringify(sent.body)).toBe(201)
    const { text } = await db
      .selectFrom('letters')
      .select('text')
      .where('id', '=', sent.body.letterId)
      .executeTakeFirstOrThrow()
    expect(text).toContain('2 × p1')
    expect(text).toContain('€42.00')
    const foreign = await post({ template: 'new-order', to: 'mallory@evil.test', orderId: 'B-9', data })
    expect(foreign.status).toBe(422)
    expect(foreign.body.detail).toContain('belongs to')
  })

  test('a key with the role submit may send it and read nothing', async () => {
    const submit = await anApi(db, { role: 'submit' })
    const wish = { subject: 'Hello', text: 'A line.', to: 'ada@customer.test', types: ['greeting'] }
    const sent = await submit.send('POST', '/automatic-emails', wish)
    expect(sent.status).toBe(201)
    expect((await issue(sent.body.issueId)).types).toEqual(['greeting'])
    expect((await submit.send('GET', '/templates')).status).toBe(403)
    expect((await submit.send('GET', '/issues')).status).toBe(403)
  })
})

describe('a template', () => {
  test('is made, changed as a new version, restored and undone', async () => {
    const wish = { slug: 'welcome', title: 'Welcome', subject: 'Hello {{ person.name }}', text: 'Come in.' }
    const made = await api.send('POST', '/templates', wish)
    expect(made.status, JSON.stringify(made.body)).toBe(201)
    const path = `/templates/${made.body.id}`
    const changed = await api.send('PATCH', path, { text: 'Come in, please.', version: 1 })
    expect(changed.body).toMatchObject({ version: 2, text: 'Come in, please.' })
    expect((await api.send('PATCH', path, { text: 'Late.', version: 1 })).status).toBe(409)
    const versions = await api.send('GET', `${path}/versions`)
    expect(versions.body.items.map((one: { version: number }) => one.version)).toEqual([2, 1])
    const restored = await api.send('POST', `${path}/versions/1/restore`)
    expect(restored.body).toMatchObject({ version: 3, text: 'Come in.' })
    expect((await api.send('POST', `/undo/${restored.body.changeId}`)).status).toBe(200)
    expect((await api.send('GET', path)).body.text).toBe('Come in, please.')
    const gone = await api.send('DELETE', path)
    expect((await api.send('GET', path)).status).toBe(404)
    await api.send('POST', `/undo/${gone.body.changeId}`)
    expect((await api.send('GET', path)).body.slug).toBe('welcome')
  })

  test('that cannot be is refused field by field', async () => {
    const wish = { slug: 'new-order', title: 'X', subject: 'A\nB', text: '{% include "x" %}' }
    const refused = await api.send('POST', '/templates', wish)
    expect(refused.status).toBe(422)
    const fields = refused.body.errors.map((one: { field: string }) => one.field).sort()
    expect(fields).toEqual(['subject', 'text'])
    const taken = await api.send('POST', '/templates', { ...wish, subject: 'A', text: 'B' })
    expect(taken.body.errors).toMatchObject([{ field: 'slug' }])
  })

  test('ships as the six of the shop, each documented and fit to be sent with what its documentation names', async () => {
    const { items } = (await api.send('GET', '/templates')).body
    const six = items.filter((one: { slug: string }) => one.slug !== 'welcome')
    expect(six).toHaveLength(6)
    for (const { slug, variables, whenSent, types } of six) {
      expect(whenSent).not.toBe('')
      expect(types).toHaveLength(1)
      const data = Object.fromEntries(variables.split('\n').map((line: string) => [line.split(':')[0], 'x']))
      const sent = await post({ template: slug, to: 'new@person.test', data })
      expect(sent.status, `${slug} ${JSON.stringify(sent.body)}`).toBe(201)
    }
  })
})
