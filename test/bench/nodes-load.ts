import { setTimeout as sleep } from 'node:timers/promises'
import { connectSmtp, type SmtpClient } from '../support/smtp-client.ts'
import { makeMails } from './load.ts'
import type { Nodes } from './nodes-cluster.ts'

/** What somebody outside was promised, and when: a mail's id with its 250, a letter's Message-ID with its 201. */
export type Promised = Map<string, Date>

export type Load = Readonly<{ mails: Promised; letters: Promised; stop: () => Promise<void>; abandon: () => void }>

/** ms between two of one lane: what is measured is what becomes of them, not how many there are. */
const pause = 30

/**
 * Mail and letters that stream in until stopped. Each lane keeps what it has until a node has taken it, turning to the
 * other node when one fails, as mail servers and clients with an Idempotency-Key do.
 */
export function startLoad(nodes: Nodes, lanes: Readonly<{ mails: number; letters: number }>): Load {
  const [mails, letters]: [Promised, Promised] = [new Map(), new Map()]
  let stopped = false
  let abandoned = false
  const state = { running: () => !stopped, abandoned: () => abandoned }
  const all = [
    ...Array.from({ length: lanes.mails }, (_, lane) => mailLane(nodes, lane, { mails, ...state })),
    ...Array.from({ length: lanes.letters }, (_, lane) => letterLane(nodes, lane, { letters, ...state })),
  ]
  return {
    mails,
    letters,
    async stop() {
      stopped = true
      await Promise.all(all)
    },
    abandon() {
      stopped = abandoned = true
    },
  }
}

type State = Readonly<{ running: () => boolean; abandoned: () => boolean }>

async function mailLane(nodes: Nodes, lane: number, to: { mails: Promised } & State) {
  let at = lane
  let client: SmtpClient | undefined
  for (let n = 0; to.running(); n++) {
    const id = `nodes-${lane}-${n}`
    const mail = makeMails(1, 4, id)[0]!
    // What was begun is brought to its end: whether a mail without a 250 is there or not would be anybody's guess.
    for (let taken = false; !taken && !to.abandoned(); ) {
      try {
        client ??= await connectSmtp(nodes.inbound[at % 2]!.smtpPort)
        const reply = await client.send({ from: `${id}@load.test`, to: 'support@localhost' }, mail)
        taken = reply.code === 250
        if (taken) to.mails.set(`${id}-0@load.test`, new Date())
        else await sleep(100)
      } catch {
        client = undefined
        at += 1
        await sleep(100)
      }
    }
    await sleep(pause)
  }
  client?.quit()
}

async function letterLane(nodes: Nodes, lane: number, to: { letters: Promised } & State) {
  let at = lane
  for (let n = 0; to.running(); n++) {
    const body = {
      to: `reader-${lane}-${n}@load.test`,
      subject: `Letter ${lane}-${n}`,
      text: 'Your ants are on their way.',
    }
    for (let messageId: string | undefined; !messageId && !to.abandoned(); ) {
      messageId = await write(nodes, at, { body, key: `letter-${lane}-${n}` })
      if (messageId) to.letters.set(messageId, new Date())
      else await sleep(100)
      if (!messageId) at += 1
    }
    await sleep(pause * 4)
  }
}

type Letter = Readonly<{ body: object; key: string }>

async function write({ web, key }: Nodes, at: number, letter: Letter): Promise<string | undefined> {
  try {
    const answer = await fetch(`http://localhost:${web[at % 2]!.httpPort}/api/v1/letters`, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json', 'idempotency-key': letter.key },
      body: JSON.stringify(letter.body),
      signal: AbortSignal.timeout(20_000),
    })
    const said = (await answer.json()) as { messageId?: string }
    return answer.status === 201 ? said.messageId : undefined
  } catch {
    return undefined
  }
}

/** Who has the desk open on a node: every time that the page was told of touched issues. Comes back as browsers do. */
export function watchPage(port: number, cookie: string): { heard: Date[]; stop: () => void } {
  const heard: Date[] = []
  const over = new AbortController()
  const follow = async () => {
    while (!over.signal.aborted) {
      try {
        const headers = { cookie, accept: 'text/event-stream' }
        const { body } = await fetch(`http://localhost:${port}/events`, { headers, signal: over.signal })
        for await (const chunk of body!) if (Buffer.from(chunk).includes('event: touched')) heard.push(new Date())
      } catch {
        // the stream ended
      }
      await sleep(200, undefined, { signal: over.signal }).catch(() => undefined)
    }
  }
  void follow()
  return { heard, stop: () => over.abort() }
}
