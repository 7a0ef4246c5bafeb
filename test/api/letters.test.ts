import { sql } from 'kysely'
import { describe, expect, it } from 'vitest'
import { testDatabase } from '../support/database.ts'
import { anIssue, aPerson } from '../support/desk.ts'
import { anApi } from './support.ts'

describe('letters by the API', () => {
  it('begin an issue with whom they go to', async () => {
    const { db } = await testDatabase()
    const { send } = await anApi(db)
    const made = await send('POST', '/letters', {
      to: ['Ann <ann@customer.test>'],
      subject: 'Your kettle',
      text: 'Hello',
    })
    expect(made).toMatchObject({ status: 201, body: { letterId: expect.any(Number), changeId: expect.any(Number) } })
    const issue = (await send('GET', `/issues/${made.body.issueId}`)).body
    expect(issue).toMatchObject({ subject: 'Your kettle', person: { name: 'Ann', email: 'ann@customer.test' } })
    expect((await send('POST', '/letters', { subject: 'x', text: 'y' })).status).toBe(422)
    expect((await send('POST', '/letters', { to: ['nobody'], subject: 'x', text: 'y' })).status).toBe(422)
  })

  it('go to one address or several, typed or as the API shows them', async () => {
    const { db } = await testDatabase()
    const { send } = await anApi(db)
    const shown = { name: 'Lee, "Ann"', address: 'ann@customer.test' }
    for (const to of ['ann@customer.test', ['ann@customer.test'], shown, [shown]]) {
      const made = await send('POST', '/letters', { to, cc: [], subject: 'x', text: 'y' })
      expect(made.status).toBe(201)
      const [letter] = (await send('GET', '/letters?limit=1')).body.items
      expect(letter.to).toMatchObject([{ address: 'ann@customer.test' }])
    }
    const [letter] = (await send('GET', '/letters?limit=1')).body.items
    expect((await send('POST', '/letters', { to: letter.to, subject: 'x', text: 'y' })).status).toBe(201)
    const evil = { address: 'ann@customer.test>, <eve@x.test' }
    expect((await send('POST', '/letters', { to: evil, subject: 'x', text: 'y' })).status).toBe(422)
  })

  it('are cancelled while they wait, and tried again when they failed', async () => {
    const { db } = await testDatabase()
    const { send } = await anApi(db)
    const personId = await aPerson(db, 'ann@customer.test')
    const { letterId } = (await send('POST', '/letters', { personId, subject: 'x', text: 'y' })).body
    await sql`update letters set state = 'failed', reason = 'the relay said no'`.execute(db)
    expect((await send('GET', '/letters?state=failed')).body.items).toMatchObject([{ id: letterId, state: 'failed' }])
    expect((await send('POST', `/letters/${letterId}/retry`)).body.changeId).toEqual(expect.any(Number))
    expect((await send('POST', `/letters/${letterId}/cancel`)).status).toBe(200)
    expect(await send('POST', `/letters/${letterId}/cancel`)).toMatchObject({ status: 409 })
    expect((await send('POST', '/letters/999/retry')).status).toBe(404)
  })

  it('are sent once for one Idempotency-Key, also when asked at the same moment', async () => {
    const { db } = await testDatabase()
    const { send } = await anApi(db)
    const id = await anIssue(db, { personId: await aPerson(db, 'ann@customer.test') })
    const again = () => send('POST', `/issues/${id}/replies`, { text: 'Once' }, { 'Idempotency-Key': 'k' })
    const answers = await Promise.all([again(), again(), again(), again()])
    expect(answers.every(({ status }) => status === 201 || status === 409)).toBe(true)
    expect((await again()).status).toBe(201)
    expect((await send('GET', '/letters')).body.items).toHaveLength(1)
  })

  it('are not sent when newer messages came since the version that was seen', async () => {
    const { db } = await testDatabase()
    const { send } = await anApi(db)
    const id = await anIssue(db, { personId: await aPerson(db, 'ann@customer.test') })
    await send('POST', `/issues/${id}/notes`, { text: 'She called again' })
    const late = await send('POST', `/issues/${id}/replies`, { text: 'Hello', expectedVersion: 1 })
    expect(late).toMatchObject({ status: 409, body: { newer: [{ channel: 'note' }] } })
    const seen = await send('POST', `/issues/${id}/replies`, { text: 'Hello', expectedVersion: 2 })
    expect(seen.status).toBe(201)
  })
})
