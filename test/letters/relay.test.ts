import { createServer, type Socket } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { deliver, usualTimeouts } from '../../src/letters/relay.ts'

const mailing = {
  from: 'support@shop.test',
  to: ['maria@example.test'],
  bytes: Buffer.from('Subject: x\r\n\r\nHi\r\n'),
}
const timeouts = { ...usualTimeouts, greeting: 500, talk: 500, idle: 5_000 }

/** A relay that answers by these words, by the command, and is silent where it has none. */
async function scripted(answers: Partial<Record<string, string>>, heard: string[] = []) {
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => undefined)
    if (answers.greeting) socket.write(answers.greeting)
    socket.on('data', (chunk) => {
      for (const line of chunk.toString().split('\r\n')) {
        heard.push(line)
        const answer = answers[line.slice(0, 4)]
        if (answer) socket.write(answer)
      }
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  return `smtp://127.0.0.1:${(server.address() as { port: number }).port}`
}

const usual = {
  greeting: '220 odd\r\n',
  EHLO: '250 odd\r\n',
  MAIL: '250 ok\r\n',
  RCPT: '250 ok\r\n',
  DATA: '354 go\r\n',
}

test.each(['greeting', 'EHLO', 'MAIL', 'RCPT', 'DATA'])(
  'a relay that falls silent at %s surely has no letter',
  async (step) => {
    const { [step as 'MAIL']: _, ...answers } = usual
    const outcome = await deliver(await scripted(answers), mailing, { timeouts })
    expect(outcome).toMatchObject({ kind: 'later', trouble: true })
    expect(outcome.reason).toMatch(/^the relay cannot be reached: /)
  },
)

test('a relay that falls silent after the letter may have it', async () => {
  const outcome = await deliver(await scripted(usual), mailing, { timeouts: { ...timeouts, idle: 300 } })
  expect(outcome.kind).toBe('doubtful')
})

test('a stop breaks the session off', async () => {
  const stopped = new AbortController()
  const { MAIL: _, ...answers } = usual
  setTimeout(() => stopped.abort(), 200)
  const outcome = await deliver(await scripted(answers), mailing, { stopped: stopped.signal })
  expect(outcome).toMatchObject({ kind: 'later', reason: 'the desk stopped before it went' })
  expect(await deliver(await scripted(answers), mailing, { stopped: stopped.signal })).toEqual(outcome)
})

test('a letter above the size that the relay names has failed, and says why', async () => {
  const url = await scripted({ ...usual, EHLO: '250-odd\r\n250 SIZE 10\r\n' })
  expect(await deliver(url, mailing)).toMatchObject({
    kind: 'never',
    reason: 'the relay does not take letters of this size: Message size larger than allowed 10',
  })
})

test('a relay that asks for a login first keeps letters waiting, none fails', async () => {
  const url = await scripted({ ...usual, MAIL: '530 5.7.0 Authentication required\r\n' })
  expect(await deliver(url, mailing)).toMatchObject({
    kind: 'later',
    trouble: true,
    reason: expect.stringContaining('does not let us in: 530 5.7.0'),
  })
})

test('an address of an international domain is in ASCII on the wire', async () => {
  const heard: string[] = []
  const url = await scripted({ ...usual, RCPT: '550 5.1.1 no\r\n' }, heard)
  await deliver(url, { ...mailing, from: 'support@bücher.test', to: ['maria@größe.test'] })
  expect(heard).toContain('MAIL FROM:<support@xn--bcher-kva.test>')
  expect(heard).toContain('RCPT TO:<maria@xn--gre-6ka8i.test>')
})

test('a relay URL that nothing can be made of is an outcome, not an accident', async () => {
  expect(await deliver('smtp://u:p#x@h', mailing)).toMatchObject({ kind: 'later', trouble: true })
})
