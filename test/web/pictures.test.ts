import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { parse } from '../../inbound/parse.ts'
import { createApi } from '../../src/api/app.ts'
import { sha256, storeBlobs } from '../../src/database/blobs.ts'
import { addAttachments } from '../../src/mail/attachments.ts'
import { createApiKey } from '../../src/reps/api-keys.ts'
import { createApp } from '../../src/web/app.ts'
import { pictureFinder } from '../../src/web/clean-mail.ts'
import { cookieOf, form, type TestDesk, testDesk } from './desk.ts'
import { fileMail } from './mail.ts'

const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)
const readMessage = (raw: Buffer) => parse({ raw, mailFrom: null, receivedAt: new Date() })

let desk: TestDesk & { stop: () => Promise<void> }
let cookie: string

beforeAll(async () => {
  desk = await testDesk()
  cookie = await cookieOf(desk)
})
afterAll(() => desk.stop())

/** The desk, with an outside server on loopback that a rule of the test's own lets through. */
async function withOutside() {
  const asked: string[] = []
  const server = createServer((request, response) => {
    asked.push(request.url!)
    if (request.url === '/svg.png') response.setHeader('content-type', 'image/png').end('<svg onload="alert(1)"/>')
    else if (request.url === '/inside') response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end()
    else response.setHeader('content-type', 'text/html').end(png)
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  onTestFinished(() => void server.close())
  const { port } = server.address() as AddressInfo
  const guard = {
    allows: (_address: string, to: number) => to === port,
    resolve: async () => ['127.0.0.1'],
  }
  const app = createApp({ ...desk.parts, guard, readMessage })
  const get = (path: string, signedIn = true) => app.request(path, signedIn ? { headers: { cookie } } : {})
  return { asked, app, get, guard, url: `http://pictures.example:${port}` }
}

const addresses = (html: string) => [...html.matchAll(/src="(\/remote-pictures\/[^"]+)"/g)].map((match) => match[1]!)

test('remote pictures are blocked until a rep asks, then shown through the desk and kept', async () => {
  const { asked, app, get, url } = await withOutside()
  const html = `<p>Hi</p><img src="${url}/a.png?x=1&amp;y=2"><img src="${url}/a.png?x=1&amp;y=2"><img src="${url}/svg.png"><img src="${url}/inside">`
  const { emailId } = await fileMail(desk.db, { html })
  const before = await (await get(`/emails/${emailId}/html`)).text()
  expect(before).toContain('4 remote images blocked')
  expect(before).not.toContain(url)
  const posted = await app.request(`/emails/${emailId}/pictures`, form(cookie))
  expect([posted.status, posted.headers.get('location')]).toEqual([303, `/emails/${emailId}/html`])
  const after = await (await get(`/emails/${emailId}/html`)).text()
  const paths = addresses(after)
  expect([paths.length, new Set(paths).size, asked]).toEqual([4, 3, []])
  for (const times of [1, 2]) {
    const picture = await get(paths[0]!, false)
    expect([times, picture.status, picture.headers.get('content-type')]).toEqual([times, 200, 'image/png'])
    expect(Buffer.from(await picture.arrayBuffer())).toEqual(png)
    expect(asked).toEqual(['/a.png?x=1&y=2'])
  }
  expect((await get(paths[2]!, false)).status).toBe(404)
  expect((await get(paths[3]!, false)).status).toBe(404)
  const again = await (await get(`/emails/${emailId}/html`)).text()
  expect(again).toContain('2 remote images blocked')
  expect(again).not.toContain(url)
})

test('a program shows the pictures and reads the mails within a mail by the API', async () => {
  const { asked, url, guard } = await withOutside()
  const { emailId } = await fileMail(desk.db, { html: `<img src="${url}/c.png"><img src="${url}/svg.png">` })
  const inner = 'From: Ida <ida@customer.test>\r\nSubject: Inside\r\n\r\nInner words\r\n'
  const file = { filename: 'message.eml', contentType: 'message/rfc822', contentId: null, inline: false }
  await desk.db
    .transaction()
    .execute((tx) => addAttachments(tx, [{ ...file, bytes: Buffer.from(inner), emailId, position: 0 }]))
  const { id } = await desk.db
    .selectFrom('attachments')
    .select('id')
    .where('emailId', '=', emailId)
    .executeTakeFirstOrThrow()
  const made = await createApiKey(desk.db, { name: 'pictures', role: 'rep' })
  const api = createApi({ ...desk.parts, guard, readMessage, picturesOf: pictureFinder() })
  const headers = { Authorization: `Bearer ${(made as { key: string }).key}` }
  const read = (path: string) => api.request(path, { headers })
  const shown = await api.request(`/emails/${emailId}/pictures`, { method: 'POST', headers })
  const { items } = (await shown.json()) as { items: { id: number; url: string }[] }
  expect([items.map((one) => one.url), asked]).toEqual([[`${url}/c.png`, `${url}/svg.png`], []])
  const picture = await read(`/emails/${emailId}/pictures/${items[0]!.id}`)
  expect(Buffer.from(await picture.arrayBuffer())).toEqual(png)
  expect((await read(`/emails/${emailId}/pictures/${items[1]!.id}`)).status).toBe(404)
  expect((await read(`/emails/${emailId + 1}/pictures/${items[0]!.id}`)).status).toBe(404)
  expect(await (await read(`/attachments/${id}/message`)).json()).toMatchObject({ subject: 'Inside', trouble: null })
  expect((await read(`/attachments/${id}/message/files/0`)).status).toBe(404)
})

test('a picture’s address works only as signed, and only by a POST of our own', async () => {
  const { app, get, url, asked } = await withOutside()
  const { emailId } = await fileMail(desk.db, { html: `<img src="${url}/b.png">` })
  const foreign = { method: 'POST', headers: { cookie, 'sec-fetch-site': 'cross-site' } }
  expect((await app.request(`/emails/${emailId}/pictures`, foreign)).status).toBe(403)
  expect((await get(`/emails/${emailId}/pictures`)).status).toBe(404)
  const stranger = { method: 'POST', headers: { 'sec-fetch-site': 'same-origin' } }
  await app.request(`/emails/${emailId}/pictures`, stranger)
  expect(addresses(await (await get(`/emails/${emailId}/html`)).text())).toEqual([])
  await app.request(`/emails/${emailId}/pictures`, form(cookie))
  const [path = ''] = addresses(await (await get(`/emails/${emailId}/html`)).text())
  const [, , id, period, signature] = path.split('/')
  for (const wrong of [
    `/remote-pictures/${Number(id) - 1}/${period}/${signature}`,
    `/remote-pictures/${id}/${Number(period) - 2}/${signature}`,
    `/remote-pictures/${id}/${period}/${signature!.slice(1)}x`,
  ])
    expect((await get(wrong, false)).status, wrong).toBe(404)
  expect(asked).toEqual([])
  await desk.db
    .updateTable('remotePictures')
    .set({ expiresAt: new Date(0) })
    .execute()
  expect((await get(path, false)).status).toBe(404)
  expect(asked).toEqual([])
})

test('loopback and private addresses are refused by default', async () => {
  const { asked, url } = await withOutside()
  const port = new URL(url).port
  const { emailId } = await fileMail(desk.db, {
    html: `<img src="http://127.0.0.1:${port}/x"><img src="http://2130706433:${port}/y"><img src="http://[::ffff:127.0.0.1]:${port}/z"><img src="http://169.254.169.254/latest/meta-data">`,
  })
  await desk.app.request(`/emails/${emailId}/pictures`, form(cookie))
  const html = await (await desk.app.request(`/emails/${emailId}/html`, { headers: { cookie } })).text()
  const paths = addresses(html)
  expect(paths).toHaveLength(4)
  for (const path of paths) expect((await desk.app.request(path)).status).toBe(404)
  expect(asked).toEqual([])
  const rows = await desk.db.selectFrom('remotePictures').select('reason').where('emailId', '=', emailId).execute()
  expect(new Set(rows.map((row) => row.reason))).toEqual(new Set(['it is not on the public web']))
})

async function attach(emailId: number, contentType: string, bytes: Buffer) {
  await storeBlobs(desk.db, [bytes])
  const file = { emailId, filename: 'file', contentType, size: bytes.length, sha256: sha256(bytes) }
  return (await desk.db.insertInto('attachments').values(file).returning('id').executeTakeFirstOrThrow()).id
}

test('a mail within a mail has a page, a frame and files of its own', async () => {
  const { get } = await withOutside()
  const { emailId, issueId } = await fileMail(desk.db)
  const raw = [
    'From: "<script>x</script>" <inner@customer.example>',
    'Subject: The inner one',
    'Content-Type: multipart/mixed; boundary=b',
    '',
    '--b',
    'Content-Type: multipart/related; boundary=r',
    '',
    '--r',
    'Content-Type: text/html',
    '',
    '<p onclick="x()">Inner <b>words</b></p><img src="cid:dot"><script>alert(1)</script>',
    '--r',
    'Content-Type: image/png',
    'Content-ID: <dot>',
    'Content-Transfer-Encoding: base64',
    '',
    png.toString('base64'),
    '--r--',
    '--b',
    'Content-Type: text/html; name=page.html',
    'Content-Disposition: attachment; filename=page.html',
    '',
    '<script>alert(1)</script>',
    '--b--',
    '',
  ].join('\r\n')
  const id = await attach(emailId, 'message/rfc822', Buffer.from(raw))
  const page = await (await get(`/attachments/${id}/message`)).text()
  expect(page).toContain('The inner one')
  expect(page).toContain(`/issues/${issueId}`)
  expect(page).not.toContain('<script>x')
  const frame = await get(`/attachments/${id}/message/html`)
  const html = await frame.text()
  expect(frame.headers.get('content-security-policy')).toContain('sandbox')
  expect(html).toContain('<p>Inner <b>words</b></p>')
  expect(html).toContain('data:image/png;base64,')
  expect(html).not.toMatch(/onclick|<script/)
  const file = await get(`/attachments/${id}/message/files/1`)
  expect(file.headers.get('content-type')).toBe('application/octet-stream')
  expect(file.headers.get('content-disposition')).toContain('page.html')
  expect((await get(`/attachments/${id}/message/files/9`)).status).toBe(404)
  expect((await get(`/attachments/${await attach(emailId, 'application/pdf', Buffer.from(raw))}/message`)).status).toBe(
    404,
  )
})

test('a nested mail beyond the limits shows its header and says why', async () => {
  const { get } = await withOutside()
  const { emailId } = await fileMail(desk.db)
  const raw = `From: a@x.example\r\nSubject: Too much\r\nTo: ${'a@b.example, '.repeat(2000)}\r\n\r\nx`
  const id = await attach(emailId, 'message/rfc822', Buffer.from(raw))
  const page = await (await get(`/attachments/${id}/message`)).text()
  expect(page).toContain('Too much')
  expect(page).toContain('It could not be read whole, since it names 2002 addresses')
})
