/** One mail of the soak: its bytes begin with the header that tells it from all others. */
export type SoakMail = Readonly<{ id: string; kind: string; from: string; raw: Buffer }>

/** What is remembered of a mail that was taken: enough to know it again, byte for byte. */
export type TakenMail = Readonly<{ kind: string; sha256: string }>

type Facts = Readonly<{ id: string; n: number; sender: string }>
type Kind = Readonly<{ name: string; weight: number; make: (facts: Facts) => string | Buffer; mailFrom?: string }>

/** As a shop's mail is mixed, with more trouble in it: weights are parts of a hundred. */
const kinds: readonly Kind[] = [
  { name: 'plain', weight: 34, make: (f) => head(f) + plain(`Where is parcel ${f.n}? It should have come on Monday.`) },
  { name: 'html', weight: 16, make: (f) => head(f) + html(f) },
  { name: 'answer', weight: 14, make: (f) => head(f, answering(f)) + plain('As I said before, nothing came.') },
  { name: 'files', weight: 12, make: (f) => head(f) + files(f, 40_000) },
  { name: 'automatic', weight: 8, make: (f) => head(f, 'Auto-Submitted: auto-replied\r\n') + plain('I am away.') },
  { name: 'bounce', weight: 5, make: bounce, mailFrom: '' },
  { name: 'broken', weight: 8, make: broken },
  { name: 'big', weight: 2, make: (f) => head(f) + files(f, 2_500_000) },
  { name: 'nameless', weight: 1, make: (f) => `X-Soak: ${f.id}\r\n\r\nNo header but one, ${f.id}.\r\n` },
]

/** The n-th mail of a lane; the same lane and number make the same mail. */
export function soakMail(lane: string, n: number): SoakMail {
  const id = `${lane}-${n}`
  const kind = wheel[(n * 37) % wheel.length]!
  const sender = `${lane}-${n % 50}@soak.test`
  const raw = Buffer.from(kind.make({ id, n, sender }) as string)
  return { id, kind: kind.name, from: kind.mailFrom ?? sender, raw }
}

/** Every kind in its share within a hundred mails, well mixed since 37 and 100 share no divisor. */
const wheel: readonly Kind[] = kinds.flatMap((kind) => Array<Kind>(kind.weight).fill(kind))

function head({ id, n, sender }: Facts, more = ''): string {
  return `X-Soak: ${id}\r\nFrom: Soak ${n % 50} <${sender}>\r\nTo: support@localhost\r\nSubject: Matter ${id}\r
Date: ${new Date().toUTCString()}\r\nMessage-ID: <${id}@soak.test>\r\nMIME-Version: 1.0\r\n${more}`
}

const plain = (text: string) => `Content-Type: text/plain; charset=utf-8\r\n\r\n${text}\r\n`

/** The mail fifty before is of the same sender. */
function answering({ id, n }: Facts): string {
  const earlier = `<${id.replace(/\d+$/, String(Math.max(0, n - 50)))}@soak.test>`
  return `In-Reply-To: ${earlier}\r\nReferences: ${earlier}\r\n`
}

function html({ n }: Facts): string {
  const rows = Array.from({ length: 60 }, (_, i) => `<tr><td>Line ${i}</td><td><b>${n * i}</b></td></tr>`).join('\r\n')
  return `Content-Type: multipart/alternative; boundary=alt\r\n\r\n--alt\r\n${plain(`Order ${n}`)}--alt\r
Content-Type: text/html; charset=utf-8\r\n\r\n<html><body><table>${rows}</table></body></html>\r\n--alt--\r\n`
}

function files({ n }: Facts, bytes: number): string {
  const base64 = Buffer.alloc(bytes, `${n} sand `).toString('base64').replace(/.{76}/g, '$&\r\n')
  return `Content-Type: multipart/mixed; boundary=mix\r\n\r\n--mix\r\n${plain(`Photos of ${n}`)}--mix\r
Content-Type: image/png; name=ants.png\r\nContent-Disposition: attachment; filename=ants.png\r
Content-Transfer-Encoding: base64\r\n\r\n${base64}\r\n--mix--\r\n`
}

function bounce(facts: Facts): string {
  return `${head(facts)}Content-Type: multipart/report; report-type=delivery-status; boundary=rep\r\n\r\n--rep\r
${plain('It could not be delivered.')}--rep\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.soak.test\r\n\r
Final-Recipient: rfc822; gone@soak.test\r\nAction: failed\r\nStatus: 5.1.1\r\n\r\n--rep--\r\n`
}

/** What other programs write when they are wrong, and what is written to do harm; SMTP would add a last line end. */
function broken(facts: Facts): string | Buffer {
  const top = head(facts)
  const forms = [
    () =>
      `${top}Content-Type: multipart/mixed; boundary=none\r\n\r\n--none\r\nContent-Type: text/plain\r\n\r\nnever closed\r\n`,
    () =>
      Buffer.concat([
        Buffer.from(`${top}Content-Type: text/plain; charset=x-what\r\n\r\n`),
        randomBytes(facts.n, 3000),
        Buffer.from('\r\n'),
      ]),
    () => `${top}X-Long: ${'y'.repeat(150_000)}\r\n\r\nToo much header.\r\n`,
    () => `${top}Content-Type: multipart/mixed; boundary=p\r\n\r\n${'--p\r\n\r\nx\r\n'.repeat(400)}--p--\r\n`,
    () => `${top}To: ${'a@soak.test,'.repeat(600)}z@soak.test\r\n\r\nTo everybody.\r\n`,
    () =>
      `${top}Content-Transfer-Encoding: base64\r\nContent-Type: text/html; charset=utf-7\r\n\r\n%%% not base64 +ADw-script+AD4-\r\n`,
  ]
  return forms[facts.n % forms.length]!()
}

/** Without a line that is a lone dot, and the same for the same number. */
function randomBytes(seed: number, count: number): Buffer {
  const bytes = Buffer.alloc(count)
  for (let i = 0, x = seed + 1; i < count; i++) {
    x = (x * 1103515245 + 12345) % 2147483648
    bytes[i] = (x >> 12) & 255 || 1
  }
  return Buffer.from(bytes.toString('latin1').replace(/[\r\n]/g, ' '), 'latin1')
}
