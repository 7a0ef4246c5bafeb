import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { cookieOf, form, testDesk } from './desk.ts'

test('the pages of webhooks and contact forms make, show once, replay and take back', async () => {
  const desk = await testDesk()
  const { app, db } = desk
  const cookie = await cookieOf(desk)
  const get = async (path: string) => (await app.request(path, { headers: { cookie } })).text()
  const post = (path: string, fields: Record<string, string> = {}) => app.request(path, form(cookie, fields))
  try {
    const listens = { 'event-issue.opened': 'yes' }
    const wrong = await post('/settings/webhooks', { url: 'http://shop.example/hook', ...listens })
    expect([wrong.status, await wrong.text()]).toEqual([
      422,
      expect.stringContaining('value="http://shop.example/hook"'),
    ])
    const made = await post('/settings/webhooks', { url: 'https://shop.example/hook', ...listens })
    expect([made.status, await made.text()]).toEqual([200, expect.stringMatching(/whsec_[\w+/]{43}=/)])
    for (const path of ['/settings/webhooks', '/settings/webhooks/1', '/settings/history'])
      expect(await get(path)).toEqual(expect.not.stringContaining('whsec_'))
    await sql`insert into webhook_events (type, data, body) values ('issue.opened', '{}', '<script>')`.execute(db)
    await sql`insert into webhook_deliveries (webhook_id, event_id, state, attempts) values (1, 1, 'failed', 10)`.execute(
      db,
    )
    expect(await get('/settings/webhooks/1?state=failed')).toContain('&lt;script&gt;')
    expect((await post('/settings/webhooks/1/replay', { since: 'yesterday' })).status).toBe(400)
    await post('/settings/webhooks/1/replay', { since: '2020-01-01' })
    expect(await db.selectFrom('webhookDeliveries').select('state').execute()).toEqual([{ state: 'waiting' }])
    const gone = await post('/settings/webhooks/1/delete')
    const done = /done=(\d+)/.exec(gone.headers.get('location')!)![1]!
    expect((await app.request('/settings/webhooks/1', { headers: { cookie } })).status).toBe(404)
    await post(`/undo/${done}`)
    expect(await get('/settings/webhooks')).toContain('https://shop.example/hook')

    const fields = { name: 'Write "here"', mailbox: '1', sites: 'https://a.example\r\nhttps://b.example' }
    const other = await post('/settings/contact-forms', fields)
    expect(other.headers.get('location')).toMatch(/contact-forms\/1\?done=/)
    const page = await get('/settings/contact-forms/1')
    expect(page).toContain('&lt;iframe src=&quot;http://localhost:3000/contact/')
    expect(page).toContain('title=&quot;Write &amp;quot;here&amp;quot;&quot;')
    const { sites } = await db.selectFrom('contactForms').select('sites').executeTakeFirstOrThrow()
    expect(sites).toEqual(['https://a.example', 'https://b.example'])
  } finally {
    await desk.stop()
  }
})
