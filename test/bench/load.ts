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

/** The commonest words of English and of ant farms, so that the index meets text like people's. */
const words =
  `the be to of and a in that have it for not on with he as you do at this but his by from they we say her she or an will my one all would
there their what so up out if about who get which go me when make can like time no just him know take people into year your good some could them see
other than then now look only come its over think also back after use two how our work first well way even new want because any these give day most us
ant ants farm sand tunnel queen glass parcel order arrived broken cracked lid water sugar food gel colony delivery invoice refund replacement address
street package yesterday tomorrow week month child daughter birthday present shop website account password photo attached crack corner seal plastic
wooden frame stand light lamp heat cold winter summer escaped kitchen floor neighbour postman box label number thank thanks please sorry regards kind
hello dear answer question possible soon quickly money price paid card bank transfer gift certificate voucher code size small large missing wrong`.split(
    /\s+/,
  )

function prose(bytes: number, seed: number): string {
  let text = ''
  for (let n = seed * 7919 + 1; text.length < bytes; n = (n * 1103515245 + 12345) % 2147483648) {
    text += words[(n >> 8) % words.length] + (n % 13 === 0 ? '.\r\n' : ' ')
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
