import { listen } from '../database/listen.ts'

/** Notices of touched issues, fanned out to every open page of this process over one database connection. */
export type Live = Readonly<{
  /** Calls `heard` with the ids touched lately (at most ten times a second), or with null: "look at everything again". */
  subscribe: (heard: (issues: number[] | null) => void, ended: () => void) => () => void
  /** Ends every stream. */
  stop: () => Promise<void>
}>

const gather = 100 // ms: a mail touches its issue several times, a flood touches thousands
const manyIssues = 200

export function startLive(directUrl: string): Live {
  const streams = new Set<{ heard: (issues: number[] | null) => void; ended: () => void }>()
  let touched = new Set<number>()
  let all = false
  let timer: NodeJS.Timeout | undefined

  function send() {
    timer = undefined
    const issues = all || touched.size > manyIssues ? null : [...touched]
    touched = new Set()
    all = false
    for (const stream of streams) stream.heard(issues)
  }

  function note(message: string | null) {
    const issue = message === null ? undefined : issueOf(message)
    if (issue === undefined) all = true
    else touched.add(issue)
    timer ??= setTimeout(send, gather)
  }

  const listener = listen(
    directUrl,
    ['desk'],
    (_channel, message) => note(message),
    () => note(null),
  )
  return {
    subscribe(heard, ended) {
      const stream = { heard, ended }
      streams.add(stream)
      return () => streams.delete(stream)
    },
    async stop() {
      clearTimeout(timer)
      for (const stream of streams) stream.ended()
      streams.clear()
      await listener.stop()
    },
  }
}

function issueOf(message: string): number | undefined {
  try {
    const { issue } = JSON.parse(message) as { issue?: unknown }
    return typeof issue === 'number' ? issue : undefined
  } catch {
    return undefined
  }
}
