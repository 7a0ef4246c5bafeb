import { describe, expect, it } from 'vitest'
import { testDatabase } from '../support/database.ts'
import { aGroup, anIssue, aRep } from '../support/desk.ts'
import { anApi } from './support.ts'

describe('the work on issues by the API', () => {
  it('changes many issues as one, and undo takes it back', async () => {
    const { db } = await testDatabase()
    const { send } = await anApi(db)
    const ids = [await anIssue(db), await anIssue(db)]
    const done = await send('POST', '/issues/bulk', { ids: [...ids, 99], status: 'closed', snoozeUntil: null })
    expect(done).toMatchObject({ status: 200, body: { changed: ids, skipped: [99] } })
    expect((await send('GET', '/issues?status=closed')).body.items).toHaveLength(2)
    await send('POST', `/undo/${done.body.changeId}`)
    expect((await send('GET', '/issues')).body.items).toHaveLength(2)
    expect((await send('POST', '/issues/bulk', { ids: [] })).status).toBe(422)
    expect((await send('POST', '/issues/bulk', { ids, assignee: 99 })).body.detail).toMatch(/no rep 99/)
    const many = Array.from({ length: 1001 }, (_, i) => i + 1)
    expect((await send('POST', '/issues/bulk', { ids: many, status: 'open' })).status).toBe(422)
    const reader = await anApi(db, { role: 'read_only' })
    expect((await reader.send('POST', '/issues/bulk', { ids, status: 'closed' })).status).toBe(403)
  })

  it('tells the history in fields, also of deeds on many, and what was taken back', async () => {
    const { db } = await testDatabase()
    const { send } = await anApi(db)
    const id = await anIssue(db)
    const closed = await send('PATCH', `/issues/${id}`, { status: 'closed', dueAt: '2030-01-01T00:00:00Z' })
    await send('POST', `/undo/${closed.body.changeId}`)
    await send('POST', '/issues/bulk', { ids: [id], addTypes: ['leak'] })
    const { items, next } = (await send('GET', `/issues/${id}/history?limit=2`)).body
    expect(items[0]).toMatchObject({ kind: 'issue.bulk', fields: [{ field: 'types', before: [], after: ['leak'] }] })
    expect(items[1].fields).toContainEqual({ field: 'status', before: 'closed', after: 'open' })
    const rest = await send('GET', `/issues/${id}/history?before=${next}`)
    expect(rest.body.items).toMatchObject([{ undone: true, changeId: closed.body.changeId }])
  })

  it('names what a deed on many changed when a later change is stale', async () => {
    const { db } = await testDatabase()
    const { send } = await anApi(db)
    const id = await anIssue(db)
    await send('POST', '/issues/bulk', { ids: [id], priority: 'high' })
    const late = await send('PATCH', `/issues/${id}`, { subject: 'New words', version: 1 })
    expect(late).toMatchObject({ status: 409, body: { changed: { priority: { theirs: 'high' } } } })
  })

  it('takes follow-ups through their life', async () => {
    const { db } = await testDatabase()
    const rep = await aRep(db, 'Rosa Rep', 'rosa@desk.test')
    const { send } = await anApi(db, { repEmail: 'rosa@desk.test' })
    const id = await anIssue(db)
    const added = await send('POST', `/issues/${id}/follow-ups`, { text: 'Call back', dueAt: '2030-01-02T09:00:00Z' })
    expect(added.status).toBe(201)
    const mine = await send('GET', '/follow-ups?assignee=me')
    expect(mine.body.items).toMatchObject([{ text: 'Call back', assignee: { id: rep }, issue: { id } }])
    const done = await send('PATCH', `/follow-ups/${added.body.id}`, { done: true })
    expect(done.body.followUp).toMatchObject({ doneBy: { name: 'Rosa Rep' } })
    expect((await send('GET', '/follow-ups')).body.items).toEqual([])
    await send('POST', `/undo/${done.body.changeId}`)
    expect((await send('GET', `/issues/${id}`)).body.actions[0]).toMatchObject({
      followUp: 'Call back',
      toDo: { doneAt: null },
    })
    expect((await send('PATCH', '/follow-ups/999', { done: true })).status).toBe(404)
  })

  it('keeps groups, and only admins change them', async () => {
    const { db } = await testDatabase()
    const admin = await anApi(db, { role: 'admin' })
    const rep = await anApi(db)
    const made = await admin.send('POST', '/groups', { name: 'Returns', types: ['return'] })
    expect(made).toMatchObject({ status: 201, body: { name: 'Returns', types: ['return'], retired: false } })
    const opened = await rep.send('POST', '/issues', { person: { email: 'a@b.test' }, subject: 'S', types: ['return'] })
    expect(opened.body.group).toBe('Returns')
    await admin.send('PATCH', `/groups/${made.body.id}`, { name: 'Refunds' })
    expect((await rep.send('GET', '/issues?group=Refunds')).body.items).toHaveLength(1)
    expect((await rep.send('POST', '/groups', { name: 'X' })).status).toBe(403)
    const retired = await admin.send('DELETE', `/groups/${made.body.id}`)
    expect(retired.body.retired).toBe(true)
    expect((await rep.send('POST', `/undo/${retired.body.changeId}`)).status).toBe(403)
    expect((await admin.send('POST', `/undo/${retired.body.changeId}`)).status).toBe(200)
    expect((await rep.send('PATCH', `/issues/${opened.body.id}`, { group: 'Nowhere' })).body.detail).toMatch(/no group/)
  })

  it('keeps saved views, one’s own and shared ones', async () => {
    const { db } = await testDatabase()
    await aRep(db, 'Rosa Rep', 'rosa@desk.test')
    await aRep(db, 'Bo Boss', 'bo@desk.test')
    const [rosa, bo] = [await anApi(db, { repEmail: 'rosa@desk.test' }), await anApi(db, { repEmail: 'bo@desk.test' })]
    const own = await rosa.send('POST', '/saved-views', { name: 'Urgent', filter: { priority: 'urgent' } })
    expect(own.status).toBe(201)
    expect((await bo.send('GET', '/saved-views')).body.items).toEqual([])
    await rosa.send('PATCH', `/saved-views/${own.body.id}`, { shared: true, version: 1 })
    expect((await bo.send('GET', '/saved-views')).body.items).toMatchObject([{ filter: { priority: 'urgent' } }])
    expect((await bo.send('DELETE', `/saved-views/${own.body.id}`)).status).toBe(403)
    expect((await rosa.send('PATCH', `/saved-views/${own.body.id}`, { name: 'X', version: 1 })).status).toBe(409)
    const gone = await rosa.send('DELETE', `/saved-views/${own.body.id}`)
    expect((await rosa.send('GET', '/saved-views')).body.items).toEqual([])
    await rosa.send('POST', `/undo/${gone.body.changeId}`)
    expect((await rosa.send('GET', '/saved-views')).body.items).toHaveLength(1)
  })

  it('watches, relates and deletes issues, each with its undo', async () => {
    const { db } = await testDatabase()
    await aRep(db, 'Rosa Rep', 'rosa@desk.test')
    await aGroup(db)
    const { send } = await anApi(db, { repEmail: 'rosa@desk.test' })
    const [id, other] = [await anIssue(db), await anIssue(db)]
    await send('POST', `/issues/${id}/watch`)
    await send('POST', `/issues/${id}/related`, { issue: other })
    expect((await send('GET', `/issues/${id}/ties`)).body).toMatchObject({
      related: [{ id: other }],
      watchers: [{ name: 'Rosa Rep' }],
    })
    await send('DELETE', `/issues/${id}/watch`)
    await send('DELETE', `/issues/${id}/related/${other}`)
    expect((await send('GET', `/issues/${id}/ties`)).body).toEqual({ related: [], watchers: [] })
    expect((await send('DELETE', `/issues/${id}`)).status).toBe(403)
    const admin = await anApi(db, { role: 'admin' })
    const gone = await admin.send('DELETE', `/issues/${id}`)
    expect((await send('GET', `/issues/${id}`)).status).toBe(404)
    expect((await send('GET', '/issues?status=all')).body.items).toMatchObject([{ id: other }])
    await send('POST', `/undo/${gone.body.changeId}`)
    expect((await send('GET', `/issues/${id}`)).status).toBe(200)
  })

  it('lists notices to the acting rep and marks them read', async () => {
    const { db } = await testDatabase()
    const rep = await aRep(db, 'Rosa Rep', 'rosa@desk.test')
    const { send } = await anApi(db, { repEmail: 'rosa@desk.test' })
    const boss = await anApi(db)
    await boss.send('PATCH', `/issues/${await anIssue(db)}`, { assignee: rep })
    expect((await send('GET', '/notices?unread=true')).body.items).toMatchObject([{ kind: 'assigned', by: null }])
    expect((await send('POST', '/notices/read', {})).body).toEqual({ read: 1 })
    expect((await send('GET', '/notices?unread=true')).body.items).toEqual([])
    expect((await send('PUT', '/notices/settings', { byMail: true })).body).toEqual({ byMail: true })
    expect((await boss.send('GET', '/notices')).status).toBe(422)
  })

  it('keeps the language of the acting rep, and none that the desk does not speak', async () => {
    const { db } = await testDatabase()
    await aRep(db, 'Rosa Rep', 'rosa@desk.test')
    const { send } = await anApi(db, { repEmail: 'rosa@desk.test' })
    expect((await send('PUT', '/me/language', { language: 'es' })).body).toEqual({ language: 'es' })
    expect((await send('PUT', '/me/language', { language: 'xx' })).status).toBe(422)
    expect((await send('GET', '/me/language')).body).toEqual({ language: 'es' })
    expect((await (await anApi(db)).send('GET', '/me/language')).status).toBe(422)
  })
})
