import { describe, expect, it } from 'vitest'
import { testDatabase } from '../support/database.ts'
import { anIssue, aPerson } from '../support/desk.ts'
import { anApi } from './support.ts'

describe('an interaction recorded by the API', () => {
  it('deals with an old and a new issue at once', async () => {
    const { db } = await testDatabase()
    const { send } = await anApi(db)
    const personId = await aPerson(db)
    const old = await anIssue(db, { personId })
    const actions = [
      { issueId: old, details: 'Told her the date', close: true },
      {
        issue: { subject: 'Wants a lid', types: ['parts'] },
        details: 'Ordered',
        infoUsed: ['stock list'],
        followUp: 'Call',
      },
    ]
    const call = { personId, channel: 'phone', originator: 'customer', occurredAt: '2026-01-02T03:04:05Z', actions }
    const made = await send('POST', '/interactions', call)
    expect(made).toMatchObject({ status: 201, body: { personId, actions: [{ issueId: old }, {}] } })
    const seen = (await send('GET', `/interactions/${made.body.id}`)).body
    expect(seen).toMatchObject({ channel: 'phone', occurredAt: '2026-01-02T03:04:05.000Z', person: { id: personId } })
    expect(seen.actions[1]).toMatchObject({
      infoUsed: ['stock list'],
      followUp: 'Call',
      issue: { subject: 'Wants a lid' },
    })
    expect((await send('GET', `/issues/${old}`)).body.status).toBe('closed')
  })

  it('is taken back with the issues it opened and closed, and comes back again', async () => {
    const { db } = await testDatabase()
    const { send } = await anApi(db)
    const personId = await aPerson(db)
    const old = await anIssue(db, { personId })
    const actions = [
      { issueId: old, details: 'a', close: true },
      { issue: { subject: 'New' }, details: 'b' },
    ]
    const made = await send('POST', '/interactions', { personId, channel: 'phone', originator: 'rep', actions })
    const fresh = made.body.actions[1].issueId
    const back = await send('POST', `/undo/${made.body.changeId}`)
    expect((await send('GET', `/issues/${old}`)).body).toMatchObject({ status: 'open', actions: [] })
    expect((await send('GET', `/issues/${fresh}`)).status).toBe(404)
    await send('POST', `/undo/${back.body.changeId}`)
    expect((await send('GET', `/issues/${old}`)).body).toMatchObject({ status: 'closed', actions: [{ details: 'a' }] })
    expect((await send('GET', `/issues/${fresh}`)).body.actions).toHaveLength(1)
  })

  it('leaves nothing behind when one of its issues belongs to somebody else', async () => {
    const { db } = await testDatabase()
    const { send } = await anApi(db)
    const actions = [
      { issue: { subject: 'New' }, details: 'b' },
      { issueId: await anIssue(db), details: 'a' },
    ]
    const body = { person: { firstNames: 'Zoe' }, channel: 'phone', originator: 'customer', actions }
    const refused = await send('POST', '/interactions', body)
    expect(refused).toMatchObject({ status: 422, body: { detail: expect.stringMatching(/belongs to customer/) } })
    expect((await send('GET', '/people?name=Zoe')).body.items).toEqual([])
    expect((await send('GET', '/issues')).body.items).toHaveLength(1)
  })
})
