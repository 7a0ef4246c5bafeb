import type { EventEmitter } from 'node:events'
import type { Socket } from 'node:net'
import type pg from 'pg'

/** ms; more than any transaction allows itself by a statement_timeout of its own. */
const longest = 20 * 60_000

type Wired = Readonly<{ connection: EventEmitter & { stream: Socket } }>

/**
 * Ends the connection on which a statement was not answered for `patience` ms; whoever waits gets ETIMEDOUT. The
 * database's own limits end no statement that a pooler lost, nor a commit that waits for a replica which is gone, and
 * who waits for ever never tries again. A transaction or a connection that sets a statement_timeout has 20 minutes.
 */
export function endWhenSilent(client: pg.ClientBase, patience: number): void {
  const { connection } = client as pg.ClientBase & Wired
  const query = client.query.bind(client) as (...asked: unknown[]) => unknown
  let timer: NodeJS.Timeout | undefined
  let patient = false
  let alwaysPatient = false
  let answers = 0

  function late() {
    const before = answers
    // What came while this process was held up is read first.
    setImmediate(() => {
      if (answers === before) connection.stream.destroy(silence())
    })
  }

  client.query = ((asked: unknown, ...rest: unknown[]) => {
    const text = textOf(asked)
    alwaysPatient ||= text.startsWith('set statement_timeout')
    patient ||= text.includes('statement_timeout')
    timer ??= setTimeout(late, patient ? longest : patience).unref()
    return query(asked, ...rest)
  }) as typeof client.query
  connection.on('readyForQuery', ({ status }: { status?: string }) => {
    answers += 1
    timer?.refresh()
    if (status === 'I') patient = alwaysPatient
  })
  const nothingAsked = () => {
    clearTimeout(timer)
    timer = undefined
  }
  client.on('drain', nothingAsked)
  client.on('end', nothingAsked)
}

const silence = () => Object.assign(new Error('the database does not answer'), { code: 'ETIMEDOUT' })

function textOf(asked: unknown): string {
  const text = typeof asked === 'string' ? asked : (asked as { text?: unknown } | null)?.text
  return typeof text === 'string' ? text : ''
}
