import { movedChannel } from '../campaigns/flusher.ts'
import { listen } from '../database/listen.ts'
import { type PresenceNotice, presenceChannel } from '../desk/presence.ts'

/** Notices of touched issues, fanned out to every open page of this process over one database connection. */
export type Live = Readonly<{
  /** Issues touched since a time, ms: what came while a page was on its way to the stream. Null: longer ago than we know. */
  since: (at: number) => number[] | null
  /** Calls `heard` with the ids touched lately (at most ten times a second), or with null: "look at everything again". */
  subscribe: (heard: (issues: number[] | null) => void, ended: () => void, present?: Present) => () => void
  /** Calls `heard` when a campaign moved: its state, or how many letters are out. At most ten times a second. */
  onCampaigns: (heard: () => void) => () => void
  /** Ends every stream. */
  stop: () => Promise<void>
}>

/** Called with who came, wrote or left lately; of one rep at one issue only the last. */
type Present = (notices: readonly PresenceNotice[]) => void

const gather = 100 // ms: a mail touches its issue several times, a flood touches thousands
const manyIssues = 200
/** ms that touches are remembered; as much as the clocks of two nodes may differ. */
const remembered = 60_000
const clocksDiffer = 2000

type Stream = Readonly<{
  heard: (issues: number[] | null) => void
  ended: () => void
  present: Present | undefined
}>

export function startLive(directUrl: string): Live {
  const streams = new Set<Stream>()
  let people = new Map<string, PresenceNotice>()
  let touched = new Set<number>()
  let all = false
  let timer: NodeJS.Timeout | undefined
  const campaigns = watchCampaigns()
  const memory = rememberTouches()

  function send() {
    timer = undefined
    const issues = all || touched.size > manyIssues ? null : [...touched]
    const notices = [...people.values()]
    touched = new Set()
    people = new Map()
    all = false
    for (const stream of streams) {
      if (issues === null || issues.length > 0) stream.heard(issues)
      if (notices.length > 0) stream.present?.(notices)
    }
  }

  function note(message: string | null) {
    const issue = message === null ? undefined : issueOf(message)
    if (issue === undefined) all = true
    else touched.add(issue)
    memory.note(issue)
    timer ??= setTimeout(send, gather)
  }

  function notePerson(message: string) {
    const notice = JSON.parse(message) as PresenceNotice
    people.set(`${notice.issue} ${notice.rep}`, notice)
    timer ??= setTimeout(send, gather)
  }

  const hearing: Readonly<Record<string, (message: string) => void>> = {
    desk: note,
    [presenceChannel]: notePerson,
    campaigns: campaigns.note,
    [movedChannel]: campaigns.note,
  }
  const hear = (channel: string, message: string) => hearing[channel]?.(message)
  const listener = listen(directUrl, Object.keys(hearing), hear, { again: () => note(null) })
  return {
    since: memory.since,
    subscribe(heard, ended, present) {
      const stream = { heard, ended, present }
      streams.add(stream)
      return () => streams.delete(stream)
    },
    onCampaigns: campaigns.add,
    async stop() {
      clearTimeout(timer)
      campaigns.stop()
      for (const stream of streams) stream.ended()
      streams.clear()
      await listener.stop()
    },
  }
}

/** Pages that show campaigns. What a reconnect missed they learn from the touch that says "look at everything". */
function watchCampaigns() {
  const watchers = new Set<() => void>()
  let timer: NodeJS.Timeout | undefined
  return {
    note() {
      timer ??= setTimeout(() => {
        timer = undefined
        for (const heard of watchers) heard()
      }, gather)
    },
    add(heard: () => void) {
      watchers.add(heard)
      return () => watchers.delete(heard)
    },
    stop: () => clearTimeout(timer),
  }
}

/** What was touched in the last minute. A note without an issue means that anything may have been. */
function rememberTouches() {
  const recent = new Map<number, number>()
  let forgotten = Date.now()
  return {
    /** The latest touch last, so that the oldest are found first. */
    note(issue: number | undefined) {
      const now = Date.now()
      if (issue === undefined) forgotten = now
      else {
        recent.delete(issue)
        recent.set(issue, now)
      }
      for (const [id, at] of recent) {
        if (at > now - remembered && recent.size <= 10 * manyIssues) break
        recent.delete(id)
        forgotten = Math.max(forgotten, at)
      }
    },
    since(at: number): number[] | null {
      if (at - clocksDiffer < forgotten) return null
      return [...recent].filter(([, touchedAt]) => touchedAt >= at - clocksDiffer).map(([id]) => id)
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
