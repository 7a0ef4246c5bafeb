import { expect, it } from 'vitest'
import { lookAgain } from '../../src/desk/looks.ts'
import { testDatabase } from '../support/database.ts'
import { anIssue } from '../support/desk.ts'
import { anApi } from './support.ts'

it('blocks and lets in by name, says so in the list, and takes it back by undo', async () => {
  const { db } = await testDatabase()
  const { send } = await anApi(db)
  const blocked = await send('POST', '/sender-rules', { sender: '@Bad.example', verdict: 'block' })
  expect(blocked).toMatchObject({ status: 200, body: { sender: 'bad.example', changeId: expect.any(Number) } })
  expect((await send('POST', '/sender-rules', { sender: 'bad.example', verdict: 'block' })).body.changeId).toBeNull()
  expect((await send('GET', '/sender-rules')).body.items).toMatchObject([{ sender: 'bad.example', verdict: 'block' }])
  expect((await send('POST', `/undo/${blocked.body.changeId}`)).status).toBe(200)
  expect((await send('GET', '/sender-rules')).body.items).toEqual([])
  expect((await send('POST', '/sender-rules', { sender: 'nobody', verdict: 'block' })).status).toBe(422)
  const reader = await anApi(db, { role: 'read_only' })
  expect((await reader.send('POST', '/sender-rules', { sender: 'a.example', verdict: 'block' })).status).toBe(403)
})

it('only an admin says whose word counts, in networks and domains', async () => {
  const { db } = await testDatabase()
  const { send } = await anApi(db, { role: 'admin' })
  expect((await send('GET', '/mail-trust')).body).toEqual({
    forwarders: [],
    sealers: [],
    junkFilter: 'none',
    junkPeers: [],
  })
  const changed = await send('PATCH', '/mail-trust', { junkFilter: 'rspamd', junkPeers: ['10.0.0.0/8', 'imap'] })
  expect(changed).toMatchObject({ status: 200, body: { junkFilter: 'rspamd', forwarders: [] } })
  for (const wrong of [{ sealers: ['10.0.0.1'] }, { forwarders: ['10.0.0.0/99'] }, { junkPeers: ['shop.example'] }])
    expect((await send('PATCH', '/mail-trust', wrong)).status).toBe(422)
  expect((await send('POST', `/undo/${changed.body.changeId}`)).status).toBe(200)
  expect((await send('GET', '/mail-trust')).body.junkFilter).toBe('none')
  const rep = await anApi(db)
  expect((await rep.send('PATCH', '/mail-trust', { junkFilter: 'none' })).status).toBe(403)
  expect((await rep.send('POST', `/undo/${changed.body.changeId}`)).status).toBe(403)
})

it('an issue that called for a look is looked at once', async () => {
  const { db } = await testDatabase()
  const { send } = await anApi(db)
  const issueId = await anIssue(db)
  await db.transaction().execute((tx) => lookAgain(tx, [issueId]))
  expect((await send('GET', `/issues/${issueId}`)).body.needsLook).toBe(true)
  const done = await send('POST', `/issues/${issueId}/looked`)
  expect(done).toMatchObject({ status: 200, body: { changeId: expect.any(Number) } })
  expect((await send('GET', `/issues/${issueId}`)).body.needsLook).toBe(false)
  expect((await send('POST', `/issues/${issueId}/looked`)).body.changeId).toBeNull()
  expect((await send('POST', '/issues/999999/looked')).status).toBe(404)
})
