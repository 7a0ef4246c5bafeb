import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { fileWaiting } from '../../inbound/filing.ts'
import { startParser } from '../../inbound/parser.ts'
import { ensureFirstMailbox } from '../../src/mail/mailboxes.ts'
import { createApp } from '../../src/web/app.ts'
import { cms, winmail } from '../inbound/containers.ts'
import { arrive, log } from '../inbound/door.ts'
import { browserTest, launch, signedInPage } from './browser.ts'
import { cookieOf, secrets, served, type TestDesk, testDesk } from './desk.ts'

const png = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='
const evil = '<img src=x onerror=alert(1)>'

let desk: TestDesk & { stop: () => Promise<void> }
let browser: Browser | undefined

beforeAll(async () => {
  desk = await testDesk()
})
afterAll(async () => {
  await browser?.close()
  await desk.stop()
})

/** Sends a mail all the way in; answers its issue. */
async function fileRaw(raw: string): Promise<number> {
  const { db, config } = desk
  const parser = startParser()
  onTestFinished(() => parser.stop())
  const id = await arrive(db, await ensureFirstMailbox(db, config.supportAddress), { raw })
  while ((await fileWaiting({ db, secrets, log, parser })) > 0);
  const row = await db
    .selectFrom('emails as e')
    .innerJoin('actions as a', 'a.interactionId', 'e.interactionId')
    .select('a.issueId')
    .where('e.deliveryId', '=', id)
    .executeTakeFirstOrThrow()
  return row.issueId
}

const base64 = (bytes: Buffer) => bytes.toString('base64').replace(/.{76}/g, '$&\r\n')
const mixed = (subject: string, parts: string[]) =>
  [
    'From: Ada Adams <ada@customer.example>',
    `Subject: ${subject}`,
    'Content-Type: multipart/mixed; boundary=b',
    '',
    ...parts.flatMap((part) => ['--b', part]),
    '--b--',
    '',
  ].join('\r\n')

const everything = () =>
  mixed('All kinds of parts', [
    `Content-Type: multipart/related; boundary=r\r\n\r\n--r\r\nContent-Type: text/html\r\n\r\n<p>See the dot</p><img src="cid:dot"><img src="http://pictures.invalid/a.png">\r\n--r\r\nContent-Type: image/png; name=dot.png\r\nContent-ID: <dot>\r\nContent-Transfer-Encoding: base64\r\n\r\n${png}\r\n--r--`,
    `Content-Type: text/calendar; method=REQUEST\r\n\r\nBEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nBEGIN:VEVENT\r\nUID:pick-up-1\r\nSUMMARY:Pick up ${evil}\r\nORGANIZER;CN=Ada Adams:mailto:ada@customer.example\r\nDTSTART;TZID=Europe/Vienna:20260701T093000\r\nDTEND;TZID=Europe/Vienna:20260701T100000\r\nLOCATION:The shop\r\nEND:VEVENT\r\nEND:VCALENDAR`,
    `Content-Type: application/ms-tnef; name=winmail.dat\r\nContent-Transfer-Encoding: base64\r\n\r\n${base64(winmail({ body: 'x', files: [['Price list.pdf', Buffer.from('%PDF')]] }))}`,
    `Content-Type: message/rfc822\r\n\r\nFrom: Ben <ben@customer.example>\r\nSubject: The inner one\r\nContent-Type: text/html\r\n\r\n<p>Inner words</p>`,
    'Content-Type: application/pgp-signature; name=signature.asc\r\n\r\nabc\nbare',
  ])

test('marks, invitations and unpacked files are shown as words, never as HTML', async () => {
  const issueId = await fileRaw(everything())
  const answer = await desk.app.request(`/issues/${issueId}`, { headers: { cookie: await cookieOf(desk) } })
  const page = await answer.text()
  expect(page).toContain('Signed (PGP), not verified')
  expect(page).toContain('One file was unpacked from its winmail.dat')
  expect(page).toContain('It came with broken line ends')
  expect(page).toContain('2026-07-01 09:30 Europe/Vienna')
  expect(page).toContain('Price list.pdf')
  expect(page).toContain('Pick up &lt;img src=x')
  expect(page).not.toContain(evil)
})

test('encrypted mail says so in place of its words', async () => {
  const raw = `From: ada@customer.example\r\nSubject: Secret\r\nContent-Type: application/pkcs7-mime; name=smime.p7m\r\nContent-Transfer-Encoding: base64\r\n\r\n${base64(cms('enveloped', 'x'))}\r\n`
  const issueId = await fileRaw(raw)
  const answer = await desk.app.request(`/issues/${issueId}`, { headers: { cookie: await cookieOf(desk) } })
  expect(await answer.text()).toContain('Encrypted (S/MIME): it cannot be read here')
})

browserTest('a rep sees the parts of a mail, and its remote pictures after a click', async () => {
  browser = await launch()
  const parser = startParser()
  onTestFinished(() => parser.stop())
  const readMessage = (raw: Buffer) => parser.parse({ raw, mailFrom: null, receivedAt: new Date() })
  desk = { ...desk, parts: { ...desk.parts, readMessage }, app: createApp({ ...desk.parts, readMessage }) }
  const { url } = await served(desk)
  const issueId = await fileRaw(everything().replace('All kinds', 'Once more all kinds'))
  const page = await signedInPage(browser, url, { viewport: { width: 1440, height: 1100 } })
  const strangers: string[] = []
  page.context().on('request', (request) => {
    if (!request.url().startsWith(url) && !request.url().startsWith('data:')) strangers.push(request.url())
  })
  await page.goto(`${url}/issues/${issueId}`)
  await shot('entry')
  await page.getByText('Show as HTML').click()
  const frame = page.frameLocator('iframe')
  await frame.getByText('1 remote image blocked').waitFor()
  await expect
    .poll(() =>
      frame
        .locator('img')
        .first()
        .evaluate((img: HTMLImageElement) => img.naturalWidth),
    )
    .toBe(1)
  await shot('html')
  await page.getByRole('button', { name: 'Show remote images' }).click()
  await frame.locator('img[src^="/remote-pictures/"]').waitFor({ state: 'attached' })
  await page.getByRole('link', { name: 'Read message.eml' }).click()
  await page.getByText('Show as HTML').click()
  await page.frameLocator('iframe').getByText('Inner words').waitFor()
  await shot('message')
  expect(strangers).toEqual([])

  async function shot(name: string) {
    const folder = process.env.SHOTS
    if (folder) await page.screenshot({ path: `${folder}/${name}.png` })
  }
})
