import { startCampaigns } from '../../src/campaigns/send.ts'
import { connect } from '../../src/database/connection.ts'
import { instance, log, secrets } from '../letters/place.ts'

/**
 * A worker that sends campaigns, in a process of its own, to be killed: DATABASE URL and relay URL are its arguments. It
 * waits for a line on stdin, `{moment, nth}`, and ends itself by SIGKILL when it gets to the moment for the nth time.
 */
const [url = '', relayUrl = ''] = process.argv.slice(2)
const { db } = connect(url, { max: 6 })
const timeouts = { dns: 1000, connect: 1000, greeting: 1000, talk: 1500, idle: 1500, all: 2500 }
await db.selectFrom('mailboxes').select('id').execute() // ready to go: connected
process.stdout.write('ready\n')
process.stdin.once('data', (line) => {
  const { moment, nth } = JSON.parse(line.toString()) as { moment: string; nth: number }
  let times = 0
  const reached = (at: string) => {
    if (at === moment && ++times === nth) process.kill(process.pid, 'SIGKILL')
  }
  const config = { relayUrl, publicUrl: 'http://localhost:3000', basePath: '/' }
  const worker = startCampaigns({ db, config, secrets, instance, log, timeouts, reached })
  setInterval(worker.wake, 50)
})
