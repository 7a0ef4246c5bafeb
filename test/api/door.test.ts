import { sql } from 'kysely'
import { describe, expect, it } from 'vitest'
import { createApi } from '../../src/api/app.ts'
import { connect } from '../../src/database/connection.ts'
import { createApiKey, revokeApiKey } from '../../src/reps/api-keys.ts'
import { testDatabase } from '../support/database.ts'
import { anIssue, aRep } from '../support/desk.ts'
import { anApi, parts } from './support.ts'

describe('the door of the API', () => {
  it('opens to live keys only', async () => {
    const { db } = await testDatabase()
    const { send, key } = await anApi(db)
    expect((await send('GET', '/issues')).status).toBe(200)
    for (const Authorization of ['', 'Bearer nothing', `Bearer af_${'x'.repeat(43)}`, `Basic ${key}`]) {
      const answer = await send('GET', '/issues', undefined, { Authorization })
      expect(answer.status).toBe(401)
      expect(answer.headers.get('www-authenticate')).toMatch(/^Bearer/)
    }
    const { name } = await db.selectFrom('apiKeys').select('name').executeTakeFirstOrThrow()
    expect(await revokeApiKey(db, name)).toBe(1)
    expect((await send('GET', '/issues')).status).toBe(401)
  })

  it('keeps keys hashed and acts as their rep', async () => {
    const { db } = await testDatabase()
    await aRep(db, 'Rosa', 'rosa@desk.test')
    const { send, key } = await anApi(db, { repEmail: 'Rosa@desk.test' })
    expect(JSON.stringify(await db.selectFrom('apiKeys').selectAll().execute())).not.toContain(key)
    const id = await anIssue(db)
    await send('POST', `/issues/${id}/notes`, { text: 'Mine' })
    expect((await send('GET', `/issues/${id}`)).body.actions[0].interaction.rep.name).toBe('Rosa')
    await sql`update reps set deactivated_at = now()`.execute(db)
    expect((await send('GET', '/issues')).status).toBe(401)
    expect(await createApiKey(db, { name: 'x', role: 'king' })).toHaveProperty('problem')
  })

  it('lets a role do what the table of roles says', async () => {
    const { db } = await testDatabase()
    const id = await anIssue(db)
    const reader = await anApi(db, { role: 'read_only' })
    expect((await reader.send('GET', `/issues/${id}`)).status).toBe(200)
    const refused = await reader.send('PATCH', `/issues/${id}`, { status: 'closed' })
    expect(refused).toMatchObject({ status: 403, body: { detail: expect.stringMatching(/read_only/) } })
    expect((await reader.send('POST', `/issues/${id}/notes`, 'not even JSON')).status).toBe(403)
    expect(
      (await (await anApi(db, { role: 'data_entry' })).send('PATCH', '/people/1', { lastName: 'Lee' })).status,
    ).toBe(200)
  })

  it('lets data entry take back its own changes of people, and nothing else', async () => {
    const { db } = await testDatabase()
    const id = await anIssue(db)
    const [rep, entry] = [await anApi(db), await anApi(db, { role: 'data_entry' })]
    const closed = await rep.send('PATCH', `/issues/${id}`, { status: 'closed' })
    const renamed = await entry.send('PATCH', '/people/1', { lastName: 'Li' })
    expect((await entry.send('POST', `/undo/${renamed.body.changeId}`)).status).toBe(200)
    expect((await entry.send('POST', `/undo/${closed.body.changeId}`)).status).toBe(403)
    expect((await rep.send('GET', '/people/1')).body.names).toBe('Ann Lee')
  })

  it('answers problems that name the thing', async () => {
    const { db } = await testDatabase()
    const { send, app } = await anApi(db)
    const missing = await send('GET', '/nothing')
    expect(missing.headers.get('content-type')).toBe('application/problem+json')
    expect(missing).toMatchObject({ status: 404, body: { status: 404, title: 'Not found' } })
    expect((await send('POST', '/issues', '{"subject": ')).status).toBe(400)
    expect((await send('POST', '/issues', 'subject=x', { 'Content-Type': 'text/plain' })).status).toBe(415)
    const wrong = await send('POST', '/issues', { subject: '', types: 'x', colour: 1 })
    expect(wrong.status).toBe(422)
    expect(wrong.body.errors.length).toBeGreaterThanOrEqual(3)
    expect(wrong.body.errors).toContainEqual({ field: 'colour', message: expect.stringMatching(/not known/) })
    expect((await send('POST', '/issues', { personId: 1, subject: 'a\0b' })).status).toBe(422)
    expect((await send('GET', '/issues?cursor=zzz&limit=501')).body.errors).toHaveLength(2)
    expect((await send('GET', '/issues/99999999999')).status).toBe(404)
    for (const snoozeUntil of ['9999-12-31T23:59:59-14:00', '0001-01-01T00:00:00Z', '2026-02-30T00:00:00Z'])
      expect((await send('PATCH', '/issues/1', { snoozeUntil })).status).toBe(422)
    expect((await send('POST', '/issues', { subject: 'x'.repeat(5 << 20) })).status).toBe(413)
    expect((await (await app.request('/openapi.json')).json()).paths['/issues/{id}/replies']).toBeDefined()
  })

  it('says that it is busy while the database is away', async () => {
    const { db, stop } = connect('postgres://nobody@127.0.0.1:1/none')
    const app = createApi({ ...parts, db })
    const answer = await app.request('/issues', { headers: { Authorization: `Bearer af_${'x'.repeat(43)}` } })
    expect(answer.status).toBe(503)
    expect(answer.headers.get('retry-after')).toBe('5')
    await stop()
  })

  it('keeps uploads and gives their bytes back', async () => {
    const { db } = await testDatabase()
    const { send } = await anApi(db)
    const form = new FormData()
    form.set('file', new File(['hello'], '../größe.txt', { type: 'text/plain' }))
    const kept = await send('POST', '/attachments', form)
    expect(kept).toMatchObject({ status: 201, body: { id: expect.any(Number) } })
    const back = await send('GET', `/attachments/${kept.body.id}`)
    expect(back.body).toBe('hello')
    expect(back.headers.get('content-disposition')).toContain('gr%C3%B6%C3%9Fe.txt')
    const other = new FormData()
    other.set('upload', new File(['hello'], 'a.txt'))
    expect((await send('POST', '/attachments', other)).status).toBe(201)
    expect((await send('POST', '/attachments', new FormData())).status).toBeGreaterThanOrEqual(400)
    expect((await send('POST', '/attachments', { file: 'x' })).status).toBe(415)
  })
})
