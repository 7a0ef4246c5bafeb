import fc from 'fast-check'
import type { Browser } from 'playwright-core'
import { beforeAll, expect, test } from 'vitest'
import { cleanMailHtml } from '../../src/web/sanitise.ts'
import { browserTest, launch, signedInPage } from './browser.ts'
import { served, type TestDesk, testDesk } from './desk.ts'
import { fileMail } from './mail.ts'

const mark = 'window.top.__ran=1;parent.__ran=1;document.title="ran"'
const away = 'http://evil.invalid/x'

/** Every way known to us to run something or to fetch something from a mail. */
const hostile: readonly string[] = [
  `<script>${mark}</script>`,
  `<script src="${away}.js"></script>`,
  `<svg onload='${mark}'><image href="${away}"/></svg>`,
  `<svg><script>${mark}</script><use href="${away}#a"/></svg>`,
  `<math><mtext><table><mglyph><style><img src=x onerror='${mark}'></style></table></math>`,
  `<img src=x onerror='${mark}'>`,
  `<body onload='${mark}' background="${away}">`,
  `<iframe src="javascript:${mark}"></iframe><iframe srcdoc="<script>${mark}</script>"></iframe><iframe src="${away}"></iframe>`,
  `<form action="${away}" id="f"><input autofocus onfocus='${mark}'><button formaction="javascript:${mark}">x</button></form>`,
  `<a id="js" href="javascript:${mark}">click</a><a id="js2" href=" java&#10;script:${mark}">click</a><a href="data:text/html,<script>${mark}</script>">d</a>`,
  `<base href="${away}/"><link rel=stylesheet href="${away}.css"><link rel="prefetch" href="${away}"><link rel="dns-prefetch" href="//evil.invalid">`,
  `<meta http-equiv="refresh" content="0;url=${away}"><meta http-equiv="set-cookie" content="a=b">`,
  `<style>@import url("${away}.css"); body{background:url(${away})} @font-face{font-family:x;src:url(${away})} *{font-family:x}</style>`,
  `<div style="background:url(${away});background-image:url('${away}');list-style-image:url(${away});behavior:url(${away})">css</div>`,
  `<div style="background:u\\72l(${away});width:expression(${mark});background:image-set('${away}' 1x)">escaped</div>`,
  `<img src="${away}"><img srcset="${away} 2x"><picture><source srcset="${away}"><img src="${away}"></picture><img src="//evil.invalid/y">`,
  `<video poster="${away}" src="${away}" autoplay></video><audio src="${away}" autoplay></audio><track src="${away}"><embed src="${away}"><object data="${away}"></object>`,
  `<table background="${away}"><td background="${away}">cell</td></table><input type=image src="${away}">`,
  `+ADw-script+AD4-${mark}+ADw-/script+AD4-`,
  `<noscript><p title="</noscript><img src=x onerror='${mark}'>"></noscript>`,
  `<template><script>${mark}</script></template><xmp><p title="</xmp><img src=x onerror='${mark}'>"></xmp>`,
  `<details open ontoggle='${mark}'><marquee onstart='${mark}'>m</marquee><div popover onbeforetoggle='${mark}'>p</div>`,
  `<img src="data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' onload='${mark}'><image href='${away}'/></svg>">`,
  `<a href="/sign-out" ping="${away}">out</a><area href="javascript:${mark}"><map name=m></map>`,
  `<!--[if gte IE 5]><img src="${away}"><![endif]--><![CDATA[<img src=x onerror='${mark}'>]]>`,
]

/** HTML that means something else the second time it is parsed. */
const mutating: readonly string[] = [
  `<form><math><mtext></form><form><mglyph><style></math><img src=x onerror='${mark}'>`,
  `<math><mi><mglyph></mi><mtext><table><style><!--</style><img title="--&gt;&lt;img src=x onerror=${mark}&gt;">`,
  `<svg></p><style><a id="</style><img src=x onerror='${mark}'>"></svg>`,
  `<p id="</p><img src=x onerror='${mark}'>" title="--><img src=x onerror='${mark}'>">p</p><!-- --!><img src=x onerror='${mark}'> -->`,
  `<table><td><svg><foreignObject><iframe srcdoc="&lt;script&gt;${mark}&lt;/script&gt;"></foreignObject></svg></td></table>`,
  `<img src="cid:x&quot; onerror=&quot;${mark}"><img src="cid:${away}"><img src="CID://evil.invalid/x">`,
  `<a href="&#x6a;avascript&colon;${mark}">e</a><a href="jav\tascript:${mark}">t</a><a href="\u0001javascript:${mark}">c</a>`,
]

const crumbs = [
  ...[
    '<p>',
    '</p>',
    '<table>',
    '<td>',
    '<svg>',
    '<math>',
    '<mtext>',
    '<style>',
    '</style>',
    '<title>',
    '<noscript>',
    '<!--',
    '-->',
    '<![CDATA[',
  ],
  ...[
    '<form>',
    '<img src=x onerror=a()>',
    '<a href="javascript:a()">',
    '"',
    "'",
    '>',
    '<',
    '</',
    '`',
    '&lt;',
    '&quot;',
    '<b id="',
    '<xmp>',
    '<select>',
  ],
  ...[
    '<template>',
    '<plaintext>',
    '<textarea>',
    '<mglyph>',
    '<foreignObject>',
    '\0',
    '\u2028',
    '<img src="cid:a">',
    '<p style="color:red;x:y">',
  ],
]

let desk: TestDesk
let browser: Browser

beforeAll(async () => {
  const made = await testDesk()
  desk = made
  browser = await launch()
  return async () => {
    await browser.close()
    await made.stop()
  }
})

browserTest('nothing in a hostile mail runs, and no request leaves the desk', { timeout: 120_000 }, async () => {
  const { url } = await served(desk)
  const page = await signedInPage(browser, url)
  const strangers: string[] = []
  page
    .context()
    .on(
      'request',
      (request) => request.url().startsWith(url) || request.url().startsWith('data:') || strangers.push(request.url()),
    )
  page.on('dialog', (dialog) => strangers.push(dialog.message()))
  for (const html of hostile) {
    const { issueId, emailId } = await fileMail(desk.db, {
      html: `<p>before</p>${html}<p>after</p>`,
      text: html,
      subject: html,
    })
    await page.goto(`${url}/issues/${issueId}`)
    await page.getByText('Show as HTML').click()
    await page.frameLocator('iframe').getByText('before').waitFor()
    for (const link of await page.frameLocator('iframe').locator('a[href]').all())
      expect(await link.getAttribute('href')).toMatch(/^(https?|mailto|tel):/)
    await page.goto(`${url}/emails/${emailId}/html`)
    await page.waitForTimeout(50)
    expect(await page.title(), html).toBe('Antfarm')
    expect(await page.evaluate(() => '__ran' in window), html).toBe(false)
  }
  expect(strangers).toEqual([])
})

browserTest('what is left of hostile HTML stays harmless, however often a browser parses it again', async () => {
  const page = await browser.newPage()
  const soup = fc.sample(
    fc.array(fc.constantFrom(...crumbs), { maxLength: 25 }).map((list) => list.join('')),
    300,
  )
  const cleaned = [...hostile, ...mutating, ...soup].flatMap((html) => {
    const clean = cleanMailHtml(html, { cid: new Map([['a', '/pictures/1/2/x']]) })
    return clean === 'too big' ? [] : [clean.html]
  })
  const wrong = await page.evaluate((list) => {
    const harm = (html: string) => {
      let text = html
      for (let time = 0; time < 3; time++) {
        const { body } = new DOMParser().parseFromString(text, 'text/html')
        for (const element of body.querySelectorAll('*')) {
          if (/^(script|style|iframe|object|embed|form|input|svg|math|link|meta|base|template)$/i.test(element.tagName))
            return true
          for (const { name, value } of element.attributes)
            if (
              /^on|^srcset$|^background$/i.test(name) ||
              /^[\s\p{Cc}]*(javascript|vbscript|data:(?!image))/iu.test(value)
            )
              return true
        }
        text = body.innerHTML
      }
      return false
    }
    return list.filter(harm)
  }, cleaned)
  expect(wrong).toEqual([])
  await page.close()
})

browserTest('pictures of the mail itself are shown in the sandboxed frame, remote ones are counted', async () => {
  const { url } = await served(desk)
  const { issueId, emailId } = await fileMail(desk.db, {
    html: `<img src="cid:lid@x"><img src="${away}"><img src="${away}?2">`,
  })
  const png = Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
    'base64',
  )
  const { sha256, storeBlobs } = await import('../../src/database/blobs.ts')
  await storeBlobs(desk.db, [png])
  const file = {
    emailId,
    filename: 'lid.png',
    contentType: 'image/png',
    contentId: '<lid@x>',
    size: png.length,
    sha256: sha256(png),
  }
  await desk.db.insertInto('attachments').values(file).execute()
  const page = await signedInPage(browser, url)
  await page.goto(`${url}/issues/${issueId}`)
  await page.getByText('Show as HTML').click()
  const frame = page.frameLocator('iframe')
  await frame.getByText('2 remote images blocked').waitFor()
  await expect.poll(() => frame.locator('img').evaluate((img: HTMLImageElement) => img.naturalWidth)).toBe(1)
})

test('attachments are saved, never run: only pictures may be shown', async () => {
  const { cookieOf } = await import('./desk.ts')
  const { sha256, storeBlobs } = await import('../../src/database/blobs.ts')
  const bytes = Buffer.from('<script>alert(1)</script>')
  await storeBlobs(desk.db, [bytes])
  const { emailId } = await fileMail(desk.db)
  const cookie = await cookieOf(desk)
  for (const contentType of [
    'text/html',
    'image/svg+xml',
    'application/xhtml+xml',
    'text/xml; x',
    'application/javascript',
    'evil\r\nX: y',
  ]) {
    const file = { emailId, filename: 'a"\r\nb/../ü.html', contentType, size: bytes.length, sha256: sha256(bytes) }
    const { id } = await desk.db.insertInto('attachments').values(file).returning('id').executeTakeFirstOrThrow()
    const answer = await desk.app.request(`/attachments/${id}?inline`, { headers: { cookie } })
    expect(answer.headers.get('content-type')).toBe('application/octet-stream')
    expect(answer.headers.get('content-disposition')).toBe(
      `attachment; filename="a___b_.._${'_'}.html"; filename*=UTF-8''a%22__b_..__%C3%BC.html`.replace(
        '..__%C3',
        '.._%C3',
      ),
    )
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff')
    expect(answer.headers.get('content-security-policy')).toContain('sandbox')
  }
})

test('a mail of too many links or too many bytes shows its text only', () => {
  expect(cleanMailHtml('x'.repeat((1 << 20) + 1), { cid: new Map() })).toBe('too big')
  expect(cleanMailHtml('<a>'.repeat(5001), { cid: new Map() })).toBe('too big')
  const plain = cleanMailHtml('<p style="color:red;position:fixed">Hi <b>there</b></p>', { cid: new Map() })
  expect(plain).toEqual({ html: '<p style="color:red">Hi <b>there</b></p>', blocked: 0, remote: [] })
})
