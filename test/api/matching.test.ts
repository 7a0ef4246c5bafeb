import { describe, expect, it } from 'vitest'
import { testDatabase } from '../support/database.ts'
import { anIssue, aPerson } from '../support/desk.ts'
import { anApi } from './support.ts'

const user = { email: 'ann@shop.test', firstNames: 'Ann', lastName: 'Lee', registeredAt: '2025-01-01T00:00:00Z' }
const call = { channel: 'phone', originator: 'customer' }
const order = {
  number: 'A-77',
  state: 'paid',
  placedAt: '2026-01-01T00:00:00Z',
  currency: 'EUR',
  totalMinor: 100,
  lines: [],
}

describe('who somebody is, by the API', () => {
  it('is told from an address, or guessed from less', async () => {
    const { db } = await testDatabase()
    const { send } = await anApi(db, { role: 'admin' })
    await send('PUT', '/shop/users/u1', user)
    const sure = (await send('GET', '/people/candidates?email=ANN@shop.test')).body
    expect(sure).toMatchObject({ positive: { shopUser: { externalId: 'u1' }, reasons: ['email'] }, candidates: [] })
    const less = (await send('GET', '/people/candidates?lastName=lee')).body
    expect(less).toMatchObject({ candidates: [{ shopUser: { externalId: 'u1' }, reasons: ['last name'] }] })
    expect((await send('GET', '/people/candidates?lastName=lee')).body).not.toHaveProperty('positive')
  })

  it('is confirmed, dismissed, merged and taken back', async () => {
    const { db } = await testDatabase()
    const { send } = await anApi(db, { role: 'admin' })
    const [id, other] = [await aPerson(db, 'ann@home.test'), await aPerson(db, 'lee@home.test')]
    await send('PUT', '/shop/users/u1', user)
    expect((await send('GET', `/people/${id}`)).body.matches).toMatchObject([
      { shopUser: { externalId: 'u1' }, reasons: ['name'] },
    ])
    const { changeId } = (await send('POST', `/people/${id}/match`, { shopUser: 'u1' })).body
    expect((await send('GET', `/people/${id}`)).body).toMatchObject({ shopUser: { externalId: 'u1' }, matches: [] })
    await send('POST', `/undo/${changeId}`)
    expect((await send('GET', `/people/${id}`)).body.shopUser).toBeUndefined()
    await send('POST', `/people/${id}/match/dismiss`, { shopUser: 'u1' })
    expect((await send('GET', `/people/${id}`)).body.matches).toEqual([])
    const merged = (await send('POST', `/people/${other}/merge`, { into: id })).body
    expect((await send('GET', `/people/${id}`)).body.emails).toEqual(['ann@home.test', 'lee@home.test'])
    expect((await send('POST', `/undo/${merged.changeId}`)).status).toBe(200)
    expect((await send('POST', `/people/${id}/match`, { shopUser: 'nobody' })).status).toBe(422)
  })

  it('decides for whom a call is recorded: a registered user by address, else a new record', async () => {
    const { db } = await testDatabase()
    const { send } = await anApi(db, { role: 'admin' })
    await send('PUT', '/shop/users/u1', user)
    const actions = [{ issue: { subject: 'Lid' }, details: 'Wants one' }]
    const first = await send('POST', '/interactions', { ...call, person: { email: 'Ann@Shop.test' }, actions })
    const second = await send('POST', '/interactions', {
      ...call,
      person: { email: 'ann@shop.test', phone: '020 123 456' },
      actions,
    })
    expect(second.body.personId).toBe(first.body.personId)
    expect((await send('GET', `/people/${first.body.personId}`)).body).toMatchObject({
      names: 'Ann Lee',
      phone: '020 123 456',
      shopUser: { externalId: 'u1' },
    })
    const stranger = await send('POST', '/interactions', { ...call, person: { lastName: 'Lee' }, actions })
    expect(stranger.body.personId).not.toBe(first.body.personId)
  })

  it('is offered where the issue or the order is somebody else’s', async () => {
    const { db } = await testDatabase()
    const { send } = await anApi(db, { role: 'admin' })
    const [ann, bob] = [await aPerson(db, 'ann@x.test'), await aPerson(db, 'bob@x.test', 'Bob Ray')]
    await send('PUT', '/shop/users/u1', user)
    await send('POST', `/people/${ann}/match`, { shopUser: 'u1' })
    await send('PUT', '/shop/orders/o1', { ...order, user: 'u1' })
    const issueId = await anIssue(db, { personId: ann })
    const record = (personId: number, actions: object[]) =>
      send('POST', '/interactions', { ...call, personId, actions })
    const offer = { personId: ann, person: { name: 'Ann Lee' } }
    expect(await record(bob, [{ issueId, details: 'a' }])).toMatchObject({ status: 422, body: { offer } })
    const about = [{ issue: { subject: 'Late', orderId: 'A-77' }, details: 'b' }]
    expect(await record(bob, about)).toMatchObject({ status: 422, body: { offer } })
    expect((await record(ann, about)).status).toBe(201)
    expect((await record(bob, [{ issue: { subject: 'Late', orderId: 'unknown' }, details: 'c' }])).status).toBe(201)
  })

  it('stays when more issues are added to a call', async () => {
    const { db } = await testDatabase()
    const { send } = await anApi(db)
    const personId = await aPerson(db)
    const old = await anIssue(db, { personId })
    const made = await send('POST', '/interactions', {
      ...call,
      personId,
      actions: [{ issue: { subject: 'One' }, details: 'a' }],
    })
    const more = await send('POST', `/interactions/${made.body.id}/actions`, {
      actions: [{ issueId: old, details: 'b', close: true }],
    })
    expect(more).toMatchObject({ status: 201, body: { id: made.body.id, personId } })
    expect((await send('GET', `/interactions/${made.body.id}`)).body.actions).toHaveLength(2)
    expect((await send('GET', `/issues/${old}`)).body.status).toBe('closed')
    await send('POST', `/undo/${more.body.changeId}`)
    expect((await send('GET', `/interactions/${made.body.id}`)).body.actions).toHaveLength(1)
  })
})
