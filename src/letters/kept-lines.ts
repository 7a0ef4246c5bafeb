import type SMTPConnection from 'nodemailer/lib/smtp-connection'

/** A connection to a relay that took a letter and may take another. */
export type Line = Readonly<{ connection: SMTPConnection; sent: number }>

export type KeptLines = Readonly<{
  /** One that is open and idle; the caller has it alone. */
  take: (key: string) => Line | undefined
  /** Hands one back after a letter; true where it stays open for the next. */
  keep: (key: string, line: Line) => boolean
  stop: () => void
}>

/** ms: shorter than any relay's own patience, long enough for the next letter of a queue. */
const idleAtMost = 1_500
const lettersOfOne = 50
const farewell = 5_000

/** Open connections between two letters, so that a queue does not dial for each. Nothing waits in here. */
export function keepLines(): KeptLines {
  const idle = new Map<string, { line: Line; forget: () => void }[]>()
  const drop = (key: string, line: Line) => {
    const rest = (idle.get(key) ?? []).filter((one) => one.line !== line)
    if (rest.length > 0) idle.set(key, rest)
    else idle.delete(key)
  }
  return {
    take(key) {
      const found = idle.get(key)?.at(-1)
      if (!found) return undefined
      found.forget()
      return found.line
    },
    keep(key, line) {
      if (line.sent >= lettersOfOne) return false
      const { connection } = line
      const gone = () => forget()
      const timer = setTimeout(() => {
        forget()
        sayGoodbye(connection)
      }, idleAtMost).unref()
      const forget = () => {
        clearTimeout(timer)
        connection.off('error', gone).off('end', gone)
        drop(key, line)
      }
      connection.on('error', gone).on('end', gone)
      idle.set(key, [...(idle.get(key) ?? []), { line, forget }])
      return true
    },
    stop() {
      for (const { line, forget } of [...idle.values()].flat()) {
        forget()
        sayGoodbye(line.connection)
      }
    },
  }
}

/** A relay that never answers QUIT keeps no socket open. */
export function sayGoodbye(connection: SMTPConnection): void {
  connection.quit()
  setTimeout(() => connection.close(), farewell).unref()
}
