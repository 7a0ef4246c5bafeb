import { expect, test } from 'vitest'
import { quotedStretches } from '../../inbound/quoted.ts'
import { htmlToText } from '../../src/mail/html-text.ts'
import { processorTime } from '../support/loop.ts'

/** The text with each fold shown as […]. */
function shown(text: string, html: string | null = null): string {
  const folds = quotedStretches(text, html)
  let out = ''
  let at = 0
  for (let i = 0; i < folds.length; i += 2) {
    out += `${text.slice(at, folds[i])}[…]`
    at = folds[i + 1]!
  }
  return out + text.slice(at)
}

test('a quote folds with the line that introduces it', () => {
  for (const intro of [
    'On Mon, 2 Mar 2026 at 10:00, Shop <support@shop.test> wrote:',
    'Am Mo., 2. März 2026 um 10:00 Uhr schrieb Shop\n<support@shop.test>:',
    'Le lun. 2 mars 2026 à 10:00, Shop <support@shop.test> a écrit :',
    'El lun, 2 mar 2026 a las 10:00, Shop (<support@shop.test>) escribió:',
    '2026-03-02 10:00 GMT+01:00 Shop <support@shop.test>:',
    '2026/3/2 Shop <support@shop.test>',
    'On 2-Mar-2026, at 10:00 AM, Shop <support@shop.test> wrote:',
    'On Mon, 2026-03-02 at 10:00 +0100, Shop wrote:',
    'On 03/02/2026 10:00 AM, Shop wrote:',
    '"Shop" <support@shop.test> wrote:',
    'Ant Shop wrote:',
    'Ant Shop <support@shop.test> writes:',
    'Quoting Shop <support@shop.test>:',
    '** Reply to message from Shop <support@shop.test> on Mon, 2 Mar 2026 10:00:00',
  ])
    expect(shown(`Thanks!\n\n${intro}\n\n> It is on its way.\n> Shop\n`), intro).toBe('Thanks!\n\n[…]')
})

test('an unmarked old mail folds to the end', () => {
  expect(shown('Thanks!\n\n-----Original Message-----\nFrom: Shop\nIt is on its way.')).toBe('Thanks!\n\n[…]')
  expect(shown('Danke!\n\nVon: Shop\nGesendet: Montag\nAn: Ada\nBetreff: Paket\n\nUnterwegs.')).toBe('Danke!\n\n[…]')
  expect(shown('Thanks!\n\nOn 2 Mar 2026 10:00, Shop wrote:\n\nIt is on its way.\n')).toBe('Thanks!\n\n[…]')
})

test('answers between quoted lines stay visible with the lines that they answer', () => {
  const inline = '> Which size?\nForty-two.\n> Which colour?\nBlue.'
  expect(shown(inline)).toBe(inline)
  expect(shown(`On 2 Mar 2026 at 10:00, Shop <support@shop.test> wrote:\n\n${inline}\n\n> Kind regards\n`)).toBe(
    `[…]\n${inline}[…]`.replace('[…]\n>', '[…]\n\n>').replace('Blue.[', 'Blue.\n\n['),
  )
})

test('an answer below the one quote stays, and the quote folds', () => {
  const intro = 'On 2 Mar 2026 at 10:00, Shop <support@shop.test> wrote:'
  expect(shown(`${intro}\n> Which size?\n> Shop\n\nForty-two.`)).toBe('[…]\n\nForty-two.')
  expect(shown(`Hello,\n\n${intro}\n> Which size?\n\nForty-two.`)).toBe('Hello,\n\n[…]\n\nForty-two.')
  expect(shown(`-----Original Message-----\nFrom: Shop\nTo: Ada\nSubject: Shoes\n\n> Which size?\n\n42`)).toBe(
    '[…]\n\n42',
  )
})

test('where nothing would remain, nothing is folded', () => {
  for (const text of ['> only a quote', '', '-----Original Message-----\nFrom: a\nx']) expect(shown(text)).toBe(text)
})

test('words that only look like an introduction stay', () => {
  for (const text of [
    'On Monday I wrote:\nplease send it.',
    'From: what I know, it is late.\nThanks',
    'On 2 March I ordered shoes.\nThey never came.',
  ])
    expect(shown(text)).toBe(text)
})

test('a signature and a phone’s words fold at the end', () => {
  expect(shown('Thanks!\n\n-- \nAda Adams\n+44 20 7946 0000')).toBe('Thanks!\n\n[…]')
  expect(shown('Thanks!\n\nSent from my iPhone')).toBe('Thanks!\n\n[…]')
})

const introductions = [
  'On Mon, Mar 2, 2026 at 10:00 AM Shop <support@shop.test> wrote:',
  'On 02/03/2026 10:00, Shop wrote:',
  'On 2 Mar 2026, at 10:00, Shop <support@shop.test> wrote:',
  'On Monday, March 2, 2026 at 10:00:00 AM GMT+1, Shop <support@shop.test> wrote:',
  'On Monday, 2 March 2026 at 10:00 Uncommonly Long Shop Name Limited <support@shop.test\n> wrote:',
  'On Mon, 02 Mar 2026 10:00:00 +0100\nShop <support@shop.test> wrote:',
  'Shop <support@shop.test> wrote on 2 March 2026 at 10:00:',
  'Shop schrieb am 02.03.2026 um 10:00:',
  'Am 02.03.26 um 10:00 schrieb Shop:',
  'Am 2. März 2026 10:00:00 MEZ schrieb Shop <support@shop.test>:',
  'Le 02/03/2026 à 10:00, Shop a écrit :',
  'Le lundi 2 mars 2026 à 10:00:00 UTC+1, Shop <support@shop.test>\na écrit :',
  'El lunes, 2 de marzo de 2026, 10:00:00 CET, Shop <support@shop.test> escribió:',
  'El 2 mar 2026, a las 10:00, Shop <support@shop.test> escribió:',
  'Il giorno lun 2 mar 2026 alle ore 10:00 Shop <support@shop.test> ha scritto:',
  'Il 02/03/2026 10:00, Shop ha scritto:',
  'Op ma 2 mrt. 2026 om 10:00 schreef Shop <support@shop.test>:',
  'Op 2 mrt. 2026 10:00 schreef Shop <support@shop.test> het volgende geschreven:',
  'Em seg., 2 de mar. de 2026 às 10:00, Shop <support@shop.test> escreveu:',
  'pon., 2 mar 2026 o 10:00 Shop <support@shop.test> napisał(a):',
  'W dniu 2.03.2026 o 10:00, Shop pisze:',
  'пн, 2 мар. 2026 г. в 10:00, Shop <support@shop.test>:',
  '2 марта 2026 г., в 10:00, Shop <support@shop.test> написал(а):',
  'пн, 2 бер. 2026 р. о 10:00 Shop <support@shop.test> пише:',
  'Den mån 2 mars 2026 kl 10:00 skrev Shop <support@shop.test>:',
  'man. 2. mar. 2026 kl. 10.00 skrev Shop <support@shop.test>:',
  'ma 2. maalisk. 2026 klo 10.00 Shop (support@shop.test) kirjoitti:',
  'po 2. 3. 2026 v 10:00 odesílatel Shop <support@shop.test> napsal:',
  'Shop <support@shop.test> ezt írta (időpont: 2026. márc. 2., H, 10:00):',
  'Shop <support@shop.test>, 2 Mar 2026 Pzt, 10:00 tarihinde şunu yazdı:',
  'Στις Δευ 2 Μαρ 2026 στις 10:00 π.μ., ο χρήστης Shop <support@shop.test> έγραψε:',
  '2026年3月2日(月) 10:00 Shop <support@shop.test>:',
  '在 2026年3月2日，上午10:00，Shop <support@shop.test> 写道：',
  'Shop <support@shop.test> 於 2026年3月2日 週一 上午10:00寫道：',
  '2026년 3월 2일 (월) 오전 10:00, Shop <support@shop.test>님이 작성:',
  'În lun., 2 mar. 2026 la 10:00, Shop <support@shop.test> a scris:',
]

test('introductions in many languages fold with their quote, and no line above', () => {
  for (const intro of introductions) {
    const above = 'I would like 2 of them.\nThe blue one I saw on 1.3. is fine'
    expect(shown(`${above}\n${intro}\n> Which one?\n`), intro).toBe(`${above}\n[…]`)
    expect(shown(`${above}\n\n${intro}\n\n> Which one?\n> Shop\n`), intro).toBe(`${above}\n\n[…]`)
  }
})

test('header blocks and titles in many languages fold to the end', () => {
  for (const head of [
    'From: Shop <support@shop.test>\nSent: Monday, 2 March 2026 10:00\nTo: Ada <ada@example.test>\nSubject: Shoes',
    '*Von:* Shop <support@shop.test>\n*Gesendet:* Montag, 2. März 2026 10:00\n*An:* Ada\n*Betreff:* AW: Schuhe',
    'De : Shop <support@shop.test>\nEnvoyé : lundi 2 mars 2026 10:00\nÀ : Ada\nObjet : Chaussures',
    'De: Shop\nEnviado el: lunes, 2 de marzo de 2026 10:00\nPara: Ada\nAsunto: Zapatos',
    'Da: Shop\nInviato: lunedì 2 marzo 2026 10:00\nA: Ada\nOggetto: Scarpe',
    'Van: Shop\nVerzonden: maandag 2 maart 2026 10:00\nAan: Ada\nOnderwerp: Schoenen',
    'Fra: Shop\nSendt: 2. marts 2026 10:00\nTil: Ada\nEmne: Sko',
    'Från: Shop\nSkickat: den 2 mars 2026 10:00\nTill: Ada\nÄmne: Skor',
    'Lähettäjä: Shop\nLähetetty: maanantai 2. maaliskuuta 2026\nVastaanottaja: Ada\nAihe: Kengät',
    'Od: Shop\nWysłano: poniedziałek, 2 marca 2026\nDo: Ada\nTemat: Buty',
    'От: Shop\nОтправлено: 2 марта 2026 г. 10:00\nКому: Ada\nТема: Обувь',
    'Feladó: Shop\nElküldve: 2026. március 2.\nCímzett: Ada\nTárgy: Cipő',
    'Gönderen: Shop\nGönderildi: 2 Mart 2026\nKime: Ada\nKonu: Ayakkabı',
    '发件人: Shop\n发送时间: 2026年3月2日 10:00\n收件人: Ada\n主题: 鞋',
    '差出人: Shop\n送信日時: 2026年3月2日\n宛先: Ada\n件名: 靴',
    '보낸 사람: Shop\n보낸 날짜: 2026년 3월 2일\n받는 사람: Ada\n제목: 신발',
    '________________________________\nFrom: Shop <support@shop.test>\nDate: 2 March 2026\nTo: Ada\nSubject: Shoes',
    '-----Ursprüngliche Nachricht-----\nVon: Shop',
    '-------- Message original --------\nSujet : Chaussures',
    '------ Messaggio originale ------\nDa "Shop"',
    '-----Alkuperäinen viesti-----',
    '---------- Weitergeleitete Nachricht ----------',
    'Begin forwarded message:\n\nFrom: Shop',
    '##- Please type your reply above this line -##',
    '---- On Mon, 02 Mar 2026 10:00:00 +0100 Shop <support@shop.test> wrote ----',
  ])
    expect(shown(`Blue, please.\n\n${head}\n\nWhich one?\n\nShop`), head).toBe('Blue, please.\n\n[…]')
})

test('a forwarded mail without words above it is the message, and stays', () => {
  const forwarded = 'From: Shop <s@shop.test>\nDate: 2 March 2026\nSubject: Shoes\nTo: Ada\n\nIt is late.'
  for (const text of [
    `---------- Forwarded message ---------\n${forwarded}`,
    `Begin forwarded message:\n\n${forwarded}`,
    forwarded,
  ])
    expect(shown(text)).toBe(text)
  const phone = `Sent from my iPhone\n\nBegin forwarded message:\n\n${forwarded}`
  expect(shown(phone)).toContain('It is late.')
})

test('words of a person that look like those of a program stay', () => {
  for (const text of [
    'Hello,\n\nOn 2 March 2026 at 10:00 you wrote:\n\nIt comes on Monday. It did not.',
    'Hello,\n\nOn 2 March 2026 I wrote:\nplease send it.\nAnd now?',
    'I need a ticket.\nFrom: Berlin\nTo: Paris\nDate: 2 March 2026\nTwo adults, please.',
    'The shoes are:\n-----\nblue\n-----\nand too small.',
    'Sent from our warehouse on Monday, it has not arrived.\nWhat now?',
    'Which way?\n\nSent by mail on Monday',
    'And back?\n\nSent it to you by phone order',
    'It was broken.\n\nSent from my phone on Monday\nand still no answer',
    'My order: 2026 shoes, size 10:00?\nThanks',
    'They come from:\nhere: there\ndate: never\nto: nobody',
    'Hello Ana,\n\nOn 2 March 2026 at 10:00, Ant Shop wrote:\n\nIt comes on Monday.\n\nIt is not here!',
    'A new enquiry.\n\nFrom: Ada <ada@example.test>\nTo: Shop\nSubject: Return\nPhone: 0123\n\nIt is too small.',
    'A new enquiry.\n\nFrom: Ada\nDate: 2 March 2026\nSubject: Return\n\nMessage:\nIt is too small.',
    'Neue Anfrage\n\nVon: Ada\nAn: Shop\nBetreff: Rückgabe\n\nIhre Nachricht:\nZu klein.',
    'The parcel says\n------------------------------\nAnt Shop, 1 Hill\nand that is you, is it not',
    'Two things.\n--\nFirst, the shoes are too small for me.\n--\nSecond, they are red.',
  ])
    expect(shown(text)).toBe(text)
})

test('words below a signature stay', () => {
  expect(shown('Thanks!\n\n-- \nAda Adams\n+44 20 7946 0000\n\nPS: the blue one, please.')).toBe(
    'Thanks!\n\n[…]\n\nPS: the blue one, please.',
  )
  const below = '-- \nAda\n\nOn 2 Mar 2026, at 10:00, Shop <s@shop.test> wrote:\n> Which?\n\nThe blue one.'
  expect(shown(`Hello\n${below}`)).toBe('Hello\n[…]\n\nThe blue one.')
  expect(shown('Yes.\n\nSent from my iPhone\n\nOr rather the red one.')).toBe('Yes.\n\n[…]\n\nOr rather the red one.')
})

test('lines that phones add fold in many languages', () => {
  for (const line of [
    ...[
      'Sent from my iPad',
      'Sent from Outlook for Android',
      'Get Outlook for iOS',
      'Sent with Proton Mail secure email.',
    ],
    ...[
      'Von meinem iPhone gesendet',
      'Gesendet mit der GMX Mail App',
      'Envoyé de mon iPhone',
      'Enviado desde mi iPhone',
    ],
    ...['Inviato da iPhone', 'Verstuurd vanaf mijn iPhone', 'Skickat från min iPhone', 'Sendt fra min iPhone'],
    ...[
      'Lähetetty iPhonesta',
      'Wysłane z iPhone’a',
      'Отправлено с iPhone',
      'Odesláno z iPhonu',
      'iPhoneから送信',
      '发自我的iPhone',
    ],
    ...['나의 iPhone에서 보냄', "iPhone'umdan gönderildi", 'Enviado do meu iPhone', 'Sent via the Samsung Galaxy S24'],
  ])
    expect(shown(`Thanks!\n\n${line}`), line).toBe('Thanks!\n\n[…]')
})

test('the marks of mail programs in HTML tell a quote whatever its language', () => {
  const old = '<p>Which one?</p><p>Shop</p>'
  for (const html of [
    `<div>Blua.</div><div class="gmail_quote"><div class="gmail_attr">Je lundo skribis Shop, la 2an<br></div><blockquote class="gmail_quote">${old}</blockquote></div>`,
    `<div>Blua.</div><div class="moz-cite-prefix">La 2an de marto skribis Shop:</div><blockquote type="cite">${old}</blockquote>`,
    `<div>Blua.</div><div id="appendonsend"></div><hr><div id="divRplyFwdMsg" dir="ltr"><b>De kie:</b> Ant Shop<br><b>Temo:</b> Ŝuoj</div>${old}`,
    `<p>Blua.</p><div style="border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt"><p><b>De kie:</b> Ant Shop<br>Temo: Ŝuoj</p></div>${old}`,
    `<div>Blua.</div><div id="ydp1yahoo_quoted" class="ydp1yahoo_quoted"><div>La lundon skribis Ant Shop</div>${old}</div>`,
    `<div>Blua.</div><div class="protonmail_quote">Lunde, 2an de marto skribis Shop<br><blockquote class="protonmail_quote" type="cite">${old}</blockquote></div>`,
  ]) {
    expect(shown(htmlToText(html), html), html).toMatch(/^Blua\.\s+\[…\]$/)
    const plain = htmlToText(html).replace(/^(.{12,}?) (?=\S{4})/gm, '$1\n')
    expect(shown(plain, html), plain).toMatch(/^Blua\.\s+\[…\]$/)
  }
})

test('an indent of the writer’s own in HTML stays', () => {
  const html =
    '<div>It says:</div><blockquote style="margin:0 0 0 40px;border:none">Out of ants. Try later.</blockquote>'
  expect(shown(htmlToText(html), html)).toBe(htmlToText(html))
})

test('HTML made to be slow is read within some milliseconds', () => {
  for (const html of [
    '<div id=id='.repeat(90_000),
    `<div ${'id=class='.repeat(110)}>`.repeat(1000),
    '<blockquote>'.repeat(87_000),
  ])
    for (const text of ['Blua.', 'Blua la lundon\n'.repeat(4000)]) {
      expect(processorTime(() => quotedStretches(text, html))).toBeLessThan(500)
    }
  const marks = '<div class="gmail_attr">aaaaaaaaaaaaaaaaaaaaaaaaaaaa</div>'.repeat(15_000)
  expect(processorTime(() => quotedStretches('aaaa\n'.repeat(12_000), marks))).toBeLessThan(500)
})

test('what a mailing list adds below a rule folds', () => {
  const footer = `${'_'.repeat(47)}\nants mailing list\nants@lists.example.test\nhttps://lists.example.test/ants`
  expect(shown(`Thanks!\n\n${footer}\n`)).toBe('Thanks!\n\n[…]')
})
