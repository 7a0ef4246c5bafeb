import { sql } from 'kysely'
import { describe, expect, it } from 'vitest'
import { testDatabase } from '../support/database.ts'
import { anApi } from './support.ts'

const imap = { host: 'imap.provider.example', user: 'sales@shop.test', password: 'a secret pass phrase' }

describe('mailboxes by the API', () => {
  it('are made, read, changed and deleted, each with its undo, and never show a credential', async () => {
    const { db } = await testDatabase()
    const { send } = await anApi(db, { role: 'admin' })
    const made = await send('POST', '/mailboxes', {
      address: 'Sales@shop.test',
      name: 'Sales',
      defaultTypes: ['sale'],
      imap,
    })
    expect(made.status).toBe(201)
    const { id } = made.body
    expect(made.body).toMatchObject({
      address: 'Sales@shop.test',
      plusAddresses: true,
      imap: { host: imap.host, port: 993, tls: 'tls', folder: 'INBOX', processed: 'nothing', health: { state: 'new' } },
    })
    const changed = await send('PATCH', `/mailboxes/${id}`, {
      name: 'Selling',
      imap: { processed: 'seen' },
      version: 1,
    })
    expect(changed.body).toMatchObject({ name: 'Selling', version: 2, imap: { processed: 'seen', user: imap.user } })
    expect((await send('PATCH', `/mailboxes/${id}`, { name: 'x', version: 1 })).status).toBe(409)
    expect((await send('PATCH', `/mailboxes/${id}`, { name: 'Selling' })).body.changeId).toBeNull()
    expect((await send('POST', `/undo/${changed.body.changeId}`)).status).toBe(200)
    expect((await send('GET', `/mailboxes/${id}`)).body).toMatchObject({
      name: 'Sales',
      imap: { processed: 'nothing' },
    })
    const gone = await send('DELETE', `/mailboxes/${id}`)
    expect((await send('GET', `/mailboxes/${id}`)).status).toBe(404)
    expect((await send('POST', `/undo/${gone.body.changeId}`)).status).toBe(200)
    const { items } = (await send('GET', '/mailboxes')).body
    expect(items.map((one: { address: string }) => one.address)).toEqual(['support@shop.test', 'Sales@shop.test'])
    expect(JSON.stringify([made.body, changed.body, items])).not.toContain('phrase')
    const { rows } = await sql<{ everything: string }>`
      select (select string_agg(c::text, '') from changes c) || (select string_agg(a::text, '') from imap_accounts a) as everything`.execute(
      db,
    )
    expect(rows[0]!.everything).not.toContain('phrase')
    expect(rows[0]!.everything).not.toContain(Buffer.from('phrase').toString('hex'))
  })

  it('ask for the password again when it would go to another host', async () => {
    const { db } = await testDatabase()
    const { send } = await anApi(db, { role: 'admin' })
    const { id } = (await send('POST', '/mailboxes', { address: 'sales@shop.test', imap })).body
    const stolen = await send('PATCH', `/mailboxes/${id}`, { imap: { host: 'imap.thief.example' } })
    expect(stolen.status).toBe(422)
    expect(stolen.body.errors).toMatchObject([{ field: 'password' }])
    expect((await send('PATCH', `/mailboxes/${id}`, { imap: { tls: 'none' } })).status).toBe(422)
    const moved = await send('PATCH', `/mailboxes/${id}`, { imap: { host: 'imap.other.example', password: 'another' } })
    expect(moved.status).toBe(200)
    expect((await send('POST', `/undo/${moved.body.changeId}`)).body.detail).toContain(
      'Passwords and tokens are not kept',
    )
  })

  it('are refused with a sentence for every wrong field', async () => {
    const { db } = await testDatabase()
    const { send } = await anApi(db, { role: 'admin' })
    const wrong = { host: 'imaps://x', port: 70_000, user: ' ', folder: '', processed: 'move', password: 'x' }
    const refused = await send('POST', '/mailboxes', { address: 'a+b@shop.test', reopenDays: -1, imap: wrong })
    expect(refused.status).toBe(422)
    const fields = refused.body.errors.map((error: { field: string }) => error.field).sort()
    expect(fields).toEqual(['address', 'folder', 'host', 'moveTo', 'port', 'reopenDays', 'user'])
    expect((await send('POST', '/mailboxes', { address: 'SUPPORT@shop.test' })).body.errors[0].message).toContain(
      'already',
    )
    expect((await send('POST', '/mailboxes', { address: 'x@shop.test', bySmtp: false })).status).toBe(422)
    const oauth = {
      ...imap,
      password: undefined,
      auth: 'oauth2',
      tokenUrl: 'http://tokens.example/',
      clientId: 'x',
      refreshToken: 'y',
    }
    expect((await send('POST', '/mailboxes', { address: 'x@shop.test', imap: oauth })).body.errors).toMatchObject([
      { field: 'tokenUrl' },
    ])
  })

  it('keep at least one, and are the admins’ alone', async () => {
    const { db } = await testDatabase()
    const { send } = await anApi(db, { role: 'admin' })
    const { id } = (await send('GET', '/mailboxes')).body.items[0]
    expect((await send('DELETE', `/mailboxes/${id}`)).status).toBe(409)
    const { changeId } = (await send('PATCH', `/mailboxes/${id}`, { name: 'Ours' })).body
    const rep = await anApi(db, { role: 'rep' })
    for (const [method, path] of [
      ['GET', '/mailboxes'],
      ['PATCH', `/mailboxes/${id}`],
      ['POST', `/undo/${changeId}`],
    ] as const)
      expect((await rep.send(method, path, method === 'PATCH' ? {} : undefined)).status).toBe(403)
  })
})
