import { compose } from './door.ts'

const parts = (count: number, head = 'Content-Type: text/csv') =>
  `From: a@x.example\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n${`--b\r\n${head}\r\n\r\nx\r\n`.repeat(count)}--b--\r\n`
const html = (body: string) => `From: a@x.example\r\nContent-Type: text/html\r\n\r\n${body}`
const nested = (depth: number) =>
  Array.from({ length: depth }, (_, i) => `Content-Type: multipart/mixed; boundary=b${i}\r\n\r\n--b${i}\r\n`).join('')
const within = (depth: number) => 'Content-Type: message/rfc822\r\n\r\n'.repeat(depth)
const fill = (text: string, size: number) => text.repeat(Math.ceil(size / text.length))

export type Bomb = Readonly<{ raw: string; state: 'filed' | 'held' }>

/** Mails made to break their reader: in the header, in the parts, in the HTML, in the patterns that look for quotes. */
export const bombs: Readonly<Record<string, Bomb>> = {
  'a References field of 900 kB': { raw: compose({ references: '<a@b> '.repeat(150_000) }), state: 'held' },
  'a References field of 31 kB': { raw: compose({ references: '<a@b> '.repeat(5_000) }), state: 'filed' },
  'a header of 900 kB': { raw: compose({ headers: 'X-A: 1\r\n'.repeat(100_000).trim() }), state: 'held' },
  'a header of more than a MiB': { raw: compose({ headers: fill('X-A: 12345678\r\n', 1.2e6).trim() }), state: 'held' },
  '501 fields': { raw: compose({ headers: 'X-A: 1\r\n'.repeat(501).trim() }), state: 'held' },
  '50 000 addresses': { raw: compose({ to: 'a@b.example, '.repeat(50_000) }), state: 'held' },
  '2 000 addresses within the field': { raw: compose({ to: 'a@b.example,\r\n '.repeat(2_000) }), state: 'held' },
  '40 000 encoded words': { raw: compose({ subject: '=?utf-8?q?a?= '.repeat(40_000) }), state: 'held' },
  'a megabyte of spaces in From': { raw: compose({ from: `<${' '.repeat(30_000)}` }), state: 'filed' },
  'a From of nothing but quotes': { raw: compose({ from: '"\\'.repeat(15_000) }), state: 'filed' },
  'a From of nothing but comments': { raw: compose({ from: '('.repeat(30_000) }), state: 'filed' },
  'a Message-ID of 30 kB': { raw: compose({ id: 'x'.repeat(30_000) }), state: 'filed' },
  'a Content-Type of 30 kB': {
    raw: compose({ headers: `Content-Type: text/plain;${' '.repeat(30_000)}` }),
    state: 'filed',
  },
  'a Content-Type of parameters': {
    raw: compose({ headers: `Content-Type: text/plain${'; a*0*=b'.repeat(3_500)}` }),
    state: 'filed',
  },
  'a large header inside a part': { raw: parts(1, `X-A: ${'x'.repeat(600_000)}`), state: 'held' },
  '1001 attachments': { raw: parts(1001, 'Content-Disposition: attachment; filename=a.csv'), state: 'held' },
  '200 parts': { raw: parts(200), state: 'filed' },
  '500 nested multiparts': { raw: nested(500), state: 'held' },
  'depth 300': { raw: nested(300), state: 'held' },
  '300 messages within messages': { raw: `From: a@x.example\r\n${within(300)}`, state: 'filed' },
  'a part that ends again and again': {
    raw: `From: a@x.example\r\n${nested(1)}${fill('--b0\r\n', 1e6)}`,
    state: 'held',
  },
  'a boundary that is never closed': {
    raw: `From: a@x.example\r\n${nested(1)}\r\n${fill('--b\r\n', 1e6)}`,
    state: 'filed',
  },
  '1000 nested tables': { raw: html('<table><tr><td>'.repeat(1_000)), state: 'filed' },
  '40 000 nested tables': { raw: html('<table><tr><td>'.repeat(40_000)), state: 'filed' },
  '5000 nested div': { raw: html('<div>'.repeat(5_000)), state: 'filed' },
  '200 000 nested div': { raw: html('<div>'.repeat(200_000)), state: 'filed' },
  '100 000 unclosed svg': { raw: html('<svg><head><title>'.repeat(100_000)), state: 'filed' },
  '100 000 unclosed comments': { raw: html('<!--'.repeat(250_000)), state: 'filed' },
  'a megabyte of < and &': { raw: html('<&#1;'.repeat(200_000)), state: 'filed' },
  'a megabyte of unclosed images': { raw: html(fill('<img ', 1e6)), state: 'filed' },
  '5 MB of HTML': { raw: html(fill('<p style="color:red">x</p>', 5e6)), state: 'filed' },
  '200 000 links': { raw: compose({ text: 'http://a.example '.repeat(200_000) }), state: 'filed' },
  'a megabyte of On … wrote': { raw: compose({ text: 'On 1 x on y at z '.repeat(60_000) }), state: 'filed' },
  '13 kB of a line that a quote’s pattern walks cubically': {
    raw: compose({ text: 'x on y at z '.repeat(1_100) }),
    state: 'filed',
  },
  'a megabyte of lines that begin a quote': {
    raw: compose({ text: fill('On 1.1.2026 a wrote\r\n', 1e6) }),
    state: 'filed',
  },
  'a megabyte of quote marks': { raw: compose({ text: '>'.repeat(1_000_000) }), state: 'filed' },
  'a megabyte of From: lines': { raw: compose({ text: fill('From: a\r\nSent: b\r\n', 1e6) }), state: 'filed' },
  'a megabyte of dashes': { raw: compose({ text: '-'.repeat(1_000_000) }), state: 'filed' },
  'a megabyte of flowed lines': {
    raw: compose({ headers: 'Content-Type: text/plain; format=flowed', text: fill('> x \r\n', 1e6) }),
    state: 'filed',
  },
  'a megabyte of UTF-7': {
    raw: compose({ headers: 'Content-Type: text/plain; charset=utf-7', text: fill('+AGEA', 1e6) }),
    state: 'filed',
  },
  'a calendar of 20 000 events': {
    raw: parts(1, 'Content-Type: text/calendar').replace(
      '\r\nx\r\n',
      `\r\n${fill('BEGIN:VEVENT\r\nUID:x\r\nDTSTART:20260101T000000Z\r\nEND:VEVENT\r\n', 1e6)}\r\n`,
    ),
    state: 'filed',
  },
}
