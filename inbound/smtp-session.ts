import type { SMTPServerOptions } from 'smtp-server'
import { receive } from './smtp-data.ts'
import type { Door } from './smtp-door.ts'
import { type Answer, away, backlogged, closing, reply } from './smtp-replies.ts'

/** What the door says at each step of a session. */
export function handlers(door: Door): SMTPServerOptions {
  const { limits, busy, peers } = door
  return {
    onConnect(session, answer) {
      peers.began(session)
      answer(door.draining() ? reply(closing) : reply(limits.connect(session.remoteAddress)))
    },
    onMailFrom(address, session, answer) {
      const refusal = door.draining() ? closing : limits.mail(session.remoteAddress, address.address.toLowerCase())
      if (!refusal) busy.add(session.id)
      answer(reply(refusal))
    },
    onRcptTo: (address, _session, answer) => void checkRecipient(door, address.address).then((no) => answer(reply(no))),
    onData: (stream, session, answer) =>
      receive(door, stream, session, (refusal, text) => {
        busy.delete(session.id)
        if (refusal) answer(reply(refusal))
        else answer(null, text)
      }),
    onClose(session) {
      busy.delete(session.id)
      limits.disconnect(peers.ended(session))
    },
  }
}

async function checkRecipient(door: Door, address: string): Promise<Answer | undefined> {
  try {
    if (!(await door.recipients.find(address)))
      return { code: 550, enhanced: '5.1.1', text: `No mailbox ${address} here` }
    return (await door.recipients.full()) ? backlogged : undefined
  } catch (error) {
    door.log.warn({ err: error }, 'the mailboxes cannot be looked up')
    return away
  }
}
