import { connectSmtp } from '../support/smtp-client.ts'

/** What a load saw: mails accepted, seconds from the first to the last, and each mail's milliseconds to its 250. */
export type Load = Readonly<{ accepted: number; seconds: number; times: readonly number[] }>

/** Sends `count` mails over `connections` that each send one after the other. Throws at the first refusal. */
export async function sendLoad(port: number, connections: number, mails: readonly Buffer[], to: string): Promise<Load> {
  const clients = await Promise.all(Array.from({ length: connections }, () => connectSmtp(port)))
  const times: number[] = []
  let next = 0
  const begin = performance.now()
  await Promise.all(
    clients.map(async (client) => {
      for (let at = next++; at < mails.length; at = next++) {
        const start = performance.now()
        const reply = await client.send({ from: `sender-${at}@load.test`, to }, mails[at]!)
        if (reply.code !== 250) throw new Error(`mail ${at} was refused: ${reply.text}`)
        times.push(performance.now() - start)
      }
    }),
  )
  const seconds = (performance.now() - begin) / 1000
  for (const client of clients) client.quit()
  return { accepted: times.length, seconds, times }
}

/** Plain text of about 4 KB, or text, HTML and an attachment of about 50 KB; every mail from another sender. */
export function makeMails(count: number, kilobytes: 4 | 50, label: string): Buffer[] {
  return Array.from({ length: count }, (_, n) =>
    Buffer.from(kilobytes === 4 ? plainMail(label, n) : richMail(label, n), 'latin1'),
  )
}

const words =
  'the ant farm arrived today but one of its tunnels is cracked and the sand has run out please tell me what I can do thank you'.split(
    ' ',
  )

function prose(bytes: number, seed: number): string {
  let text = ''
  for (let n = seed; text.length < bytes; n = (n * 1103515245 + 12345) % 2147483648) {
    text += n % 11 === 0 ? `${words[n % words.length]}.\r\n` : `${words[n % words.length]}${n % 97} `
  }
  return text
}

function head(label: string, n: number): string {
  return [
    `From: Sender ${n} <${label}-${n}@load.test>`,
    'To: support@localhost',
    `Subject: Load ${label} number ${n}`,
    `Date: Sun, 22 Nov 2026 10:00:00 +0000`,
    `Message-ID: <${label}-${n}@load.test>`,
    'MIME-Version: 1.0',
    '',
  ].join('\r\n')
}

function plainMail(label: string, n: number): string {
  return `${head(label, n)}Content-Type: text/plain; charset=utf-8\r\n\r\n${prose(3700, n + 1)}\r\n`
}

function richMail(label: string, n: number): string {
  const text = prose(6000, n + 1)
  const file = Buffer.from(prose(22_000, n + 7))
    .toString('base64')
    .replace(/.{76}/g, '$&\r\n')
  return [
    `${head(label, n)}Content-Type: multipart/mixed; boundary=outer`,
    '',
    '--outer',
    'Content-Type: multipart/alternative; boundary=inner',
    '',
    '--inner',
    'Content-Type: text/plain; charset=utf-8',
    '',
    text,
    '--inner',
    'Content-Type: text/html; charset=utf-8',
    '',
    `<html><body><p>${text.replaceAll('\r\n', '</p>\r\n<p>')}</p></body></html>`,
    '--inner--',
    '--outer',
    'Content-Type: application/octet-stream; name=log.bin',
    'Content-Disposition: attachment; filename=log.bin',
    'Content-Transfer-Encoding: base64',
    '',
    file,
    '--outer--',
    '',
  ].join('\r\n')
}
