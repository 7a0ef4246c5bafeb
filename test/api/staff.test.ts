import { beforeAll, describe, expect, it } from 'vitest'
import { cloneDatabase, type TestDatabase } from '../support/database.ts'
import { aGroup } from '../support/desk.ts'
import { type Api, anApi } from './support.ts'

let db: TestDatabase['db']
let admin: Api

beforeAll(async () => {
  const database = await cloneDatabase()
  db = database.db
  admin = await anApi(db, { role: 'admin' })
  return () => database.stop()
})

describe('staff by the API', () => {
  it('is invited by a link that is answered once, changed, shut out at once and let in again', async () => {
    const group = await aGroup(db, 'Returns')
    const wish = { name: 'Bo Bee', email: 'bo@shop.test', role: 'rep', groups: [group] }
    const key = { 'Idempotency-Key': 'invite-bo' }
    const made = await admin.send('POST', '/staff', wish, key)
    expect(made).toMatchObject({ status: 201, body: { link: expect.stringMatching(/\/join\/[\w-]{43}$/) } })
    expect((await admin.send('POST', '/staff', wish, key)).body).toMatchObject({ id: made.body.id, link: null })
    expect(await admin.send('POST', '/staff', wish)).toMatchObject({ status: 422 })
    const bo = `/staff/${made.body.id}`
    expect((await admin.send('GET', bo)).body).toMatchObject({ invited: true, groups: ['Returns'], role: 'rep' })
    const again = await admin.send('POST', `${bo}/link`)
    expect(again.body).toMatchObject({ link: expect.stringMatching(/\/join\//), goodForHours: 72 })
    const changed = await admin.send('PATCH', bo, { role: 'marketing', groups: [] })
    expect(changed.body).toMatchObject({ name: 'Bo Bee', role: 'marketing', groups: [] })

    const his = await anApi(db, { role: 'rep', repEmail: 'bo@shop.test' })
    await aSession(made.body.id)
    expect((await admin.send('GET', `${bo}/sessions`)).body.items).toHaveLength(1)
    expect((await admin.send('DELETE', `${bo}/sessions`)).body.changeId).toEqual(expect.any(Number))
    await aSession(made.body.id)
    const out = await admin.send('POST', `${bo}/deactivate`)
    expect(out.body).toMatchObject({ deactivatedAt: expect.any(String), linkUntil: null })
    expect((await his.send('GET', '/issues')).status).toBe(401)
    expect((await admin.send('GET', `${bo}/sessions`)).body.items).toEqual([])
    expect((await admin.send('POST', `${bo}/link`)).status).toBe(409)
    await admin.send('POST', `/undo/${out.body.changeId}`)
    expect((await his.send('GET', '/issues')).status).toBe(200)
    expect((await admin.send('GET', '/staff')).body.items.map((one: { id: number }) => one.id)).toContain(made.body.id)
  })

  it('keeps its last admin', async () => {
    const { id } = await db
      .insertInto('reps')
      .values({ name: 'Ana', email: 'ana@shop.test', role: 'admin' })
      .returning('id')
      .executeTakeFirstOrThrow()
    expect(await admin.send('POST', `/staff/${id}/deactivate`)).toMatchObject({ status: 409 })
    expect(await admin.send('PATCH', `/staff/${id}`, { role: 'rep' })).toMatchObject({ status: 409 })
    expect((await admin.send('POST', '/staff/99999/deactivate')).status).toBe(404)
  })

  it('is the business of admins alone', async () => {
    const rep = await anApi(db, { role: 'rep' })
    for (const path of ['/staff', '/api-keys']) expect((await rep.send('GET', path)).status, path).toBe(403)
    expect((await rep.send('POST', '/api-keys', { name: 'mine', role: 'admin' })).status).toBe(403)
  })
})

it('keys are made, listed without themselves, and revoked for good', async () => {
  const made = await admin.send('POST', '/api-keys', { name: 'the shop', role: 'data_entry' })
  expect(made).toMatchObject({ status: 201, body: { key: expect.stringMatching(/^af_[\w-]{43}$/) } })
  expect(await admin.send('POST', '/api-keys', { name: 'the shop', role: 'rep' })).toMatchObject({ status: 422 })
  const { items } = (await admin.send('GET', '/api-keys')).body
  const line = items.find((one: { name: string }) => one.name === 'the shop')
  expect(line).toMatchObject({ role: 'data_entry', rep: null, revokedAt: null })
  expect(JSON.stringify(items)).not.toContain(made.body.key)
  const headers = { Authorization: `Bearer ${made.body.key}` }
  const asked = async () => (await admin.app.request('/people', { headers })).status
  expect(await asked()).toBe(200)
  const gone = await admin.send('DELETE', `/api-keys/${line.id}`)
  expect(await asked()).toBe(401)
  expect((await admin.send('POST', `/undo/${gone.body.changeId}`)).status).toBe(409)
  expect((await admin.send('DELETE', `/api-keys/${line.id}`)).status).toBe(404)
})

async function aSession(userId: number) {
  const expiresAt = new Date(Date.now() + 3600_000)
  await db
    .insertInto('sessions')
    .values({ userId, token: `t${Math.random()}`, expiresAt, createdAt: new Date(), updatedAt: new Date() } as never)
    .execute()
}
