import { once } from 'node:events'
import { connect } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, onTestFinished, test } from 'vitest'
import { rawMail } from '../../src/mail/ledger.ts'
import { openDoor } from './door.ts'

const smuggled =
  'MAIL FROM:<evil@x.example>\r\nRCPT TO:<support@shop.test>\r\nDATA\r\nFrom: evil@x.example\r\n\r\nsmuggled'

/** What is not the end of data, though some servers take it for one (inbound.md S6). */
const ends = ['\n.\n', '\n.\r\n', '\r\n.\n', '\r.\r', '\r.\r\n', '\r\n.\r', '\n.\r', '\r\n\0.\r\n', '\n\r\n.\n']

/** Speaks SMTP byte for byte; what is written goes out in pieces of `size`. */
async function speak(port: number, size: number, data: string): Promise<string> {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true })
  onTestFinished(() => void socket.destroy())
  let heard = ''
  socket.on('data', (chunk) => {
    heard += chunk
  })
  const wait = async (pattern: RegExp) => {
    const until = Date.now() + 5000
    while (!pattern.test(heard) && Date.now() < until) await sleep(2)
    expect(heard).toMatch(pattern)
  }
  await wait(/^220 /)
  for (const line of ['EHLO client.test', 'MAIL FROM:<ada@customer.example>', 'RCPT TO:<support@shop.test>', 'DATA']) {
    heard = ''
    socket.write(`${line}\r\n`)
    await wait(/^\d{3} /m)
  }
  heard = ''
  for (let at = 0; at < data.length; at += size) {
    socket.write(data.slice(at, at + size), 'latin1')
    if (size < 50) await sleep(1)
  }
  await wait(/^\d{3} /m)
  socket.end('QUIT\r\n')
  await once(socket, 'close')
  return heard
}

test('no odd end of data smuggles a second mail in: it is one, byte for byte, and flagged', async () => {
  const { db, door, fileAll } = await openDoor()
  for (const [i, end] of ends.entries())
    for (const size of [100_000, 7]) {
      const content = `From: ada@customer.example\r\nSubject: ${i} ${size}\r\n\r\nfirst${end}${smuggled}\r\n`
      const heard = await speak(door.port, size, `${content}.\r\n`)
      const id = Number(/^250 .*delivery (\d+)/.exec(heard)?.[1])
      expect([end, (await rawMail(db, id))?.toString('latin1')]).toEqual([end, content])
      expect(heard.match(/^250 /gm)).toHaveLength(1)
    }
  await fileAll()
  const rows = await db.selectFrom('emails').select(['fromAddress', 'subject', 'marks']).execute()
  expect(rows).toHaveLength(ends.length * 2)
  expect(rows.filter((row) => row.fromAddress !== 'ada@customer.example')).toEqual([])
  expect(rows.filter((row) => !row.marks.bareLineEnds).map((row) => row.subject)).toEqual([`7 100000`, `7 7`])
})

test('dots behind bare line ends are kept as they came, only stuffing goes', async () => {
  const { db, door } = await openDoor()
  const wire = '..first\r\n..\r\na\n..b\n.c\r..d\n.\r\n..e\r\n\n..f\r\n'
  for (const size of [1000, 3, 1]) {
    const heard = await speak(door.port, size, `${wire}.\r\n`)
    const id = Number(/delivery (\d+)/.exec(heard)?.[1])
    expect((await rawMail(db, id))!.toString()).toBe('.first\r\n.\r\na\n..b\n.c\r..d\n.\r\n.e\r\n\n..f\r\n')
  }
})
