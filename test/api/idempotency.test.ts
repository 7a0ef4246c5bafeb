import { sql } from 'kysely'
import { describe, expect, it } from 'vitest'
import { testDatabase } from '../support/database.ts'
import { anIssue, aPerson } from '../support/desk.ts'
import { anApi } from './support.ts'

const key = { 'Idempotency-Key': 'order-77' }

describe('an Idempotency-Key', () => {
  it('gives the same answer to the same request, with one effect', async () => {
    const { db } = await testDatabase()
    const { send } = await anApi(db)
    const body = { personId: await aPerson(db), subject: 'Once' }
    const [first, second] = [await send('POST', '/issues', body, key), await send('POST', '/issues', body, key)]
    expect([first.status, second.status]).toEqual([201, 201])
    expect(second.body).toEqual(first.body)
    expect((await send('GET', '/issues')).body.items).toHaveLength(1)
  })

  it('gives the very same bytes', async () => {
    const { db } = await testDatabase()
    const { send } = await anApi(db)
    const path = `/issues/${await anIssue(db)}/notes`
    const [first, second] = [await send('POST', path, { text: 'n' }, key), await send('POST', path, { text: 'n' }, key)]
    expect(JSON.stringify(second.body)).toBe(JSON.stringify(first.body))
  })

  it('refuses another body', async () => {
    const { db } = await testDatabase()
    const { send } = await anApi(db)
    const id = await anIssue(db)
    await send('POST', `/issues/${id}/notes`, { text: 'One' }, key)
    expect((await send('POST', `/issues/${id}/notes`, { text: 'Two' }, key)).status).toBe(422)
    const elsewhere = await send('POST', `/issues/${await anIssue(db)}/notes`, { text: 'Two' }, key)
    expect(elsewhere.status).toBe(201)
  })

  it('of a failed request is free again', async () => {
    const { db } = await testDatabase()
    const { send } = await anApi(db)
    expect((await send('POST', '/issues', { personId: 77, subject: 'x' }, key)).status).toBe(422)
    expect(await db.selectFrom('idempotencyKeys').selectAll().execute()).toEqual([])
    expect((await send('POST', '/issues', { personId: await aPerson(db), subject: 'y' }, key)).status).toBe(201)
  })

  it('answers 409 while the first request is worked on', async () => {
    const { db } = await testDatabase()
    const { send } = await anApi(db)
    const id = await anIssue(db)
    const note = () => send('POST', `/issues/${id}/notes`, { text: 'Slow' }, key)
    const inFlight = await db.transaction().execute(async (tx) => {
      await sql`select from issues where id = ${id} for update`.execute(tx)
      const first = note()
      await new Promise((resolve) => setTimeout(resolve, 300))
      return { second: await note(), first }
    })
    expect(inFlight.second.status).toBe(409)
    expect(inFlight.second.headers.get('retry-after')).toBe('1')
    expect((await inFlight.first).status).toBe(201)
    expect((await note()).status).toBe(201)
  })

  it('is forgotten after 48 hours', async () => {
    const { db } = await testDatabase()
    const { send } = await anApi(db)
    const id = await anIssue(db)
    const first = await send('POST', `/issues/${id}/notes`, { text: 'One' }, key)
    await sql`update idempotency_keys set created_at = now() - interval '49 hours'`.execute(db)
    const second = await send('POST', `/issues/${id}/notes`, { text: 'Two' }, key)
    expect(second.body.actionId).not.toBe(first.body.actionId)
  })
})
