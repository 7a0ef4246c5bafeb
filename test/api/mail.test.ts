import { sql } from 'kysely'
import { describe, expect, it } from 'vitest'
import { storeBlobs } from '../../src/database/blobs.ts'
import type { Db } from '../../src/database/connection.ts'
import { testDatabase } from '../support/database.ts'
import { anIssue } from '../support/desk.ts'
import { anApi } from './support.ts'

describe('mail by the API', () => {
  it('gives back the bytes that were on the wire', async () => {
    const { db } = await testDatabase()
    const { app, key } = await anApi(db)
    const bytes = Buffer.from('Subject: \xff\0\r\n\r\nhello\r\n', 'latin1')
    const id = await aHeldMail(db, bytes)
    const answer = await app.request(`/mail/${id}/source`, { headers: { Authorization: `Bearer ${key}` } })
    expect(Buffer.from(await answer.arrayBuffer()).equals(bytes)).toBe(true)
    expect(answer.headers.get('content-type')).toBe('message/rfc822')
  })

  it('is listed by state, released once, and filed again', async () => {
    const { db } = await testDatabase()
    const { send } = await anApi(db)
    const id = await aHeldMail(db)
    const { items } = (await send('GET', '/mail?state=held')).body
    expect(items).toMatchObject([
      { id, state: 'held', reason: 'looks odd', mailbox: 'support@shop.test', issueIds: [] },
    ])
    expect(await send('POST', `/mail/${id}/release`)).toMatchObject({
      status: 200,
      body: { changeId: expect.any(Number) },
    })
    expect((await send('POST', `/mail/${id}/release`)).status).toBe(409)
    expect((await send('POST', `/mail/${id}/refile`)).status).toBe(200)
    expect((await send('POST', '/mail/999/refile')).status).toBe(404)
  })

  it('is released to where the query or the body says', async () => {
    const { db } = await testDatabase()
    const { send } = await anApi(db)
    const id = await aHeldMail(db)
    const other = await aHeldMail(db)
    for (const body of ['{', '[]', { to: 'nowhere' }, { into: 'new' }])
      expect((await send('POST', `/mail/${id}/release`, body)).status).toBe(422)
    expect((await send('POST', `/mail/${id}/release`, { to: 'new' })).status).toBe(200)
    expect((await send('POST', `/mail/${other}/release?to=new`)).status).toBe(200)
    const rows = await db.selectFrom('deliveries').select('flags').where('id', 'in', [id, other]).execute()
    expect(rows).toEqual([{ flags: { released: 'new' } }, { flags: { released: 'new' } }])
  })

  it('is narrowed by state, mailbox and who wrote', async () => {
    const { db } = await testDatabase()
    const { send } = await anApi(db)
    const [human, program] = [await aHeldMail(db), await aHeldMail(db)]
    await db.updateTable('deliveries').set({ automatic: true, state: 'failed' }).where('id', '=', program).execute()
    const ids = async (query: string) =>
      (await send('GET', `/mail?${query}`)).body.items.map((mail: { id: number }) => mail.id)
    expect(await ids('automatic=true')).toEqual([program])
    expect(await ids('automatic=false&state=held')).toEqual([human])
    expect(await ids('mailbox=1')).toEqual([program, human])
    expect(await ids('mailbox=2')).toEqual([])
    expect((await send('GET', '/mail?automatic=perhaps')).status).toBe(422)
  })

  it('is let in by the dozen, and held again by one undo', async () => {
    const { db } = await testDatabase()
    const { send } = await anApi(db)
    const ids = [await aHeldMail(db), await aHeldMail(db)]
    const { body, status } = await send('POST', '/mail/release', { ids: [...ids, 999] })
    expect([status, body]).toEqual([200, { released: 2, skipped: 1, changeId: expect.any(Number) }])
    expect((await send('POST', `/undo/${body.changeId}`)).status).toBe(200)
    expect((await send('GET', '/mail?state=held')).body.items).toHaveLength(2)
    expect((await send('POST', '/mail/release', { ids: [] })).status).toBe(422)
  })

  it('is read again as a whole by an admin only, once at a time', async () => {
    const { db } = await testDatabase()
    expect((await (await anApi(db)).send('POST', '/mail/refile')).status).toBe(403)
    const { send } = await anApi(db, { role: 'admin' })
    const first = (await send('POST', '/mail/refile')).body
    expect(first).toMatchObject({ done: 0, finishedAt: null })
    expect((await send('POST', '/mail/refile')).body.id).toBe(first.id)
  })

  it('names a sender to block, and undo lets them in again', async () => {
    const { db } = await testDatabase()
    const { send } = await anApi(db)
    const id = await aHeldMail(db)
    expect((await send('POST', `/mail/${id}/block`)).status).toBe(422)
    await db.updateTable('deliveries').set({ mailFrom: 'Eve@Evil.test' }).where('id', '=', id).execute()
    const { body } = await send('POST', `/mail/${id}/block`)
    expect(body).toMatchObject({ sender: 'eve@evil.test', changeId: expect.any(Number) })
    expect((await send('POST', `/undo/${body.changeId}`)).status).toBe(200)
  })

  it('that waits for a decision stands in its issue, marked as held', async () => {
    const { db } = await testDatabase()
    const { send } = await anApi(db)
    const [issueId, id] = [await anIssue(db), await aHeldMail(db)]
    await sql`insert into emails (delivery_id, mailbox_id, held_for_issue_id, fingerprint, message_id, message_id_key, from_address,
      text, parser_version, received_at) values (${id}, 1, ${issueId}, '\\x01', 'a@b', '\\x01', 'eve@x.test', 'Me too', 1, now())`.execute(
      db,
    )
    const issue = (await send('GET', `/issues/${issueId}`)).body
    expect(issue.actions).toEqual([])
    expect(issue.held).toMatchObject([{ deliveryId: id, from: { address: 'eve@x.test' }, text: 'Me too' }])
  })
})

async function aHeldMail(db: Db, bytes = Buffer.from('Subject: x\r\n\r\n')) {
  const [rawSha256] = await storeBlobs(db, [bytes])
  const mailbox = await db.selectFrom('mailboxes').select('id').executeTakeFirstOrThrow()
  const delivery = {
    mailboxId: mailbox.id,
    source: 'smtp',
    recipient: 'support@shop.test',
    state: 'held',
    reason: 'looks odd',
  } as const
  const row = await db
    .insertInto('deliveries')
    .values({ ...delivery, rawSha256: rawSha256! })
    .returning('id')
    .executeTakeFirstOrThrow()
  return row.id
}
