import pg from 'pg'
import { isOutage } from '../database/outage.ts'
import { endWhenSilent } from '../database/silence.ts'

/** ms for what the queue itself asks; the tasks ask by connections of their own. */
const patience = 60_000

/**
 * Connections for graphile-worker (0.18). Of all the ways in which a database can be away it tries again after few, by
 * their code; after any other, a task that ends just then ends the process too, by a rejection that nobody handles.
 * So every outage has the code of one of the few, and what was to be written is written when the database is back.
 */
export function cronPool(directUrl: string): pg.Pool {
  const pool = new pg.Pool({
    connectionString: directUrl,
    max: 2,
    application_name: 'antfarm cron',
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
    connectionTimeoutMillis: 30_000,
  })
  pool.on('error', () => undefined)
  pool.on('connect', (client) => {
    client.on('error', () => undefined)
    endWhenSilent(client, patience)
    client.query = retryable(client.query.bind(client)) as typeof client.query
  })
  pool.connect = retryable(pool.connect.bind(pool)) as typeof pool.connect
  return pool
}

type Asks = (...asked: never[]) => unknown

/** What is asked with a callback is tried again by whoever listens or keeps the time. */
function retryable(ask: Asks): Asks {
  return (...asked) => {
    const answer = ask(...asked)
    return answer instanceof Promise ? answer.catch(sayAgain) : answer
  }
}

function sayAgain(cause: Error): never {
  if (!isOutage(cause)) throw cause
  throw Object.assign(new Error(cause.message, { cause }), { code: 'ETIMEDOUT' })
}
