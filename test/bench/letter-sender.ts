import { writeSync } from 'node:fs'
import { connect } from '../../src/database/connection.ts'
import { startOutbox } from '../../src/letters/outbox.ts'
import { reply } from '../../src/letters/reply.ts'
import { instance, log, secrets } from '../letters/place.ts'

/**
 * A desk that writes letters and sends them, in a process of its own, to be killed: DATABASE URL and relay URL are its
 * arguments. It waits for a line on stdin, `{moment, nth, issues, writes}`, and then ends itself by SIGKILL when it gets
 * to the moment for the nth time. Each letter that is committed is said on stdout.
 */
type Plan = Readonly<{ moment: string; nth: number; issues: number[]; writes: number }>

const [url = '', relayUrl = ''] = process.argv.slice(2)
const { db } = connect(url, { max: 8 })
const actor = { kind: 'system', repId: null } as const
await db.selectFrom('mailboxes').select('id').execute() // ready to go: connected
process.stdout.write('ready\n')
process.stdin.once('data', (line) => void go(JSON.parse(line.toString()) as Plan))

async function go({ moment, nth, issues, writes }: Plan) {
  let times = 0
  const reached = (at: string) => {
    if (at === moment && ++times === nth) process.kill(process.pid, 'SIGKILL')
  }
  const outbox = startOutbox({ db, config: { relayUrl }, secrets, instance, log, reached })
  setInterval(outbox.wake, 20)
  for (let n = 0; n < writes; n++) {
    const desk = { secrets, config: { relayUrl, undoSeconds: 0 } }
    const written = await db.transaction().execute(async (tx) => {
      const result = await reply(tx, desk, actor, issues[n % issues.length]!, { text: `Letter ${n} of ${process.pid}` })
      reached('written')
      return result
    })
    reached('committed')
    if (typeof written === 'object' && 'letterId' in written) writeSync(1, `${written.letterId}\n`)
  }
}
