import { connect } from '../../src/database/connection.ts'
import { startOutbox } from '../../src/letters/outbox.ts'
import { usualTimeouts } from '../../src/letters/relay.ts'
import { instance, log, secrets } from './place.ts'

/** An outbox in a process of its own, so that a test can kill it: DATABASE URL and relay URL are its arguments. */
const [url = '', relayUrl] = process.argv.slice(2)
const outbox = startOutbox({
  db: connect(url).db,
  config: { relayUrl },
  secrets,
  instance,
  log,
  timeouts: usualTimeouts,
})
setInterval(outbox.wake, 50)
