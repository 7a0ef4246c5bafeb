import { describe, expect, it } from 'vitest'
import { testDatabase } from '../support/database.ts'
import { aGroup, anIssue, aPerson, aRep } from '../support/desk.ts'
import { anApi } from './support.ts'

describe('issues by the API', () => {
  it('are opened for a typed person, whose address finds them again', async () => {
    const { db } = await testDatabase()
    const { send } = await anApi(db)
    const body = { person: { firstNames: 'Ann', email: 'ann@customer.test' }, subject: 'Kettle', types: [' leak '] }
    const first = await send('POST', '/issues', body)
    expect(first).toMatchObject({ status: 201, body: { subject: 'Kettle', types: ['leak'], actions: [], held: [] } })
    const second = await send('POST', '/issues', { ...body, person: { email: 'ANN@customer.test' } })
    expect(second.body.person).toEqual(first.body.person)
    expect((await send('GET', '/issues')).body.items).toHaveLength(2)
  })

  it('close and open again, and undo does both', async () => {
    const { db } = await testDatabase()
    const { send } = await anApi(db)
    const id = await anIssue(db)
    const closed = await send('PATCH', `/issues/${id}`, { status: 'closed', version: 1 })
    expect(closed.body).toMatchObject({ status: 'closed', version: 2 })
    const undone = await send('POST', `/undo/${closed.body.changeId}`)
    expect((await send('GET', `/issues/${id}`)).body.status).toBe('open')
    await send('POST', `/undo/${undone.body.changeId}`)
    expect((await send('GET', `/issues/${id}`)).body.status).toBe('closed')
    expect(await send('POST', `/undo/${closed.body.changeId}`)).toMatchObject({ status: 409 })
  })

  it('refuse a change from a stale version and say what changed', async () => {
    const { db } = await testDatabase()
    const { send } = await anApi(db)
    const [id, rep] = [await anIssue(db), await aRep(db)]
    await send('PATCH', `/issues/${id}`, { assignee: rep })
    const late = await send('PATCH', `/issues/${id}`, { assignee: null, priority: 'high', version: 1 })
    expect(late.status).toBe(409)
    expect(late.body.changed).toMatchObject({ priority: { yours: 'high', theirs: 'normal' } })
    expect(late.body.changed.assignee).toEqual({ yours: null, theirs: rep })
    expect((await send('PATCH', `/issues/${id}`, { assignee: 999 })).body.detail).toMatch(/no rep 999/)
  })

  it('take notes, links and merges, each with its undo', async () => {
    const { db } = await testDatabase()
    const { send } = await anApi(db)
    const [id, other] = [await anIssue(db), await anIssue(db)]
    const note = await send('POST', `/issues/${id}/notes`, { text: 'Called back' })
    expect(note.status).toBe(201)
    const { interactionId } = note.body
    const asked = await send('POST', `/issues/${other}/links`, { interactionId })
    expect(asked).toMatchObject({ status: 422, body: { offer: { send: [{ force: true }, { join: true }] } } })
    const link = await send('POST', `/issues/${other}/links`, { interactionId, ...asked.body.offer.send[0] })
    const seen = await send('GET', `/issues/${other}`)
    expect(seen.body.actions[0].interaction).toMatchObject({ channel: 'note', otherIssues: [{ id }] })
    await send('POST', `/undo/${link.body.changeId}`)
    expect((await send('GET', `/issues/${other}`)).body.actions).toEqual([])
    expect(await send('POST', `/issues/${id}/merge`, { into: other })).toMatchObject({ status: 422 })
    const merge = await send('POST', `/issues/${id}/merge`, { into: other, force: true })
    expect((await send('GET', `/issues/${other}`)).body.actions).toHaveLength(1)
    expect((await send('GET', `/issues/${id}`)).body).toMatchObject({ mergedIntoId: other, status: 'closed' })
    expect((await send('PATCH', `/issues/${id}`, { status: 'open' })).body.detail).toMatch(/merged into/)
    const back = await send('POST', `/undo/${merge.body.changeId}`)
    expect((await send('GET', `/issues/${id}`)).body).toMatchObject({ status: 'open', mergedIntoId: null })
    expect((await send('POST', `/undo/${back.body.changeId}`)).status).toBe(200)
    expect((await send('GET', `/issues/${other}`)).body.actions).toHaveLength(1)
  })

  it('keep the last link of an interaction', async () => {
    const { db } = await testDatabase()
    const { send } = await anApi(db)
    const id = await anIssue(db)
    const note = await send('POST', `/issues/${id}/notes`, { text: 'Only here' })
    expect(await send('DELETE', `/issues/${id}/links/${note.body.actionId}`)).toMatchObject({ status: 422 })
    expect(await send('DELETE', `/issues/${id}/links/999`)).toMatchObject({ status: 404 })
  })

  it('are answered by mail, and the answer can be called back', async () => {
    const { db } = await testDatabase()
    const { send } = await anApi(db)
    const id = await anIssue(db, { personId: await aPerson(db, 'ann@customer.test') })
    const reply = await send('POST', `/issues/${id}/replies`, { text: 'It is on its way.', close: true })
    expect(reply).toMatchObject({ status: 201, body: { letterId: expect.any(Number), messageId: expect.any(String) } })
    const seen = (await send('GET', `/issues/${id}`)).body
    expect(seen).toMatchObject({
      status: 'closed',
      actions: [{ interaction: { letter: { text: 'It is on its way.' } } }],
    })
    expect((await send('POST', `/undo/${reply.body.changeId}`)).status).toBe(200)
    expect((await send('GET', '/letters?state=cancelled')).body.items).toHaveLength(1)
  })

  it('opened at the same moment for one new address have one person', async () => {
    const { db } = await testDatabase()
    const { send } = await anApi(db)
    const body = { person: { firstNames: 'Ann', email: 'ann@customer.test' }, subject: 'Kettle' }
    const answers = await Promise.all(Array.from({ length: 12 }, () => send('POST', '/issues', body)))
    expect(new Set(answers.map((answer) => `${answer.status} ${answer.body.person?.id}`)).size).toBe(1)
    expect((await send('GET', '/people')).body.items).toHaveLength(1)
  })

  it('changed at the same moment from one version have one winner', async () => {
    const { db } = await testDatabase()
    const { send } = await anApi(db)
    const id = await anIssue(db)
    for (let n = 0; n < 8; n++) await aGroup(db, `G${n}`)
    const groups = Array.from({ length: 8 }, (_, n) => send('PATCH', `/issues/${id}`, { group: `G${n}`, version: 1 }))
    const statuses = (await Promise.all(groups)).map((answer) => answer.status).sort()
    expect(statuses).toEqual([200, ...Array(7).fill(409)])
  })

  it('without an address say so', async () => {
    const { db } = await testDatabase()
    const { send } = await anApi(db)
    const opened = await send('POST', '/issues', { person: { phone: '030 1234' }, subject: 'A call' })
    const reply = await send('POST', `/issues/${opened.body.id}/replies`, { text: 'Hello' })
    expect(reply).toMatchObject({ status: 422, body: { detail: expect.stringMatching(/no e-mail address on file/) } })
  })
})
