import type { Figure, Measured } from './figures.ts'

/** What the whole table shows of the benchmarks of mail, read from the JSON that each has kept. */

type Ratio = Readonly<{ name: string; kilobytes: number; connections: number; ratio: number; limit: number }>
type Served = Readonly<{ server: string; kilobytes: number; connections: number; kept: number; filed: number | null }>
type Ingest = Readonly<{ rows: readonly Served[]; ratios: readonly Ratio[]; memoryMiB?: number }>

/** Of each ratio: which server is ours, which the bare one, and what of ours is compared with what that one kept. */
const sides: Readonly<Record<string, readonly [ours: string, bare: string, take: 'kept' | 'filed', what: string]>> = {
  'kept, worker off / commit': ['kept, worker off', 'commit', 'kept', 'bare smtp-server + commit'],
  'kept while filing / discard': ['npm start', 'discard', 'kept', 'bare smtp-server, discarding'],
  'filed / naive': ['npm start', 'naive', 'filed', 'naive chain'],
}

export function ingest({ rows, ratios, memoryMiB }: Ingest): Measured {
  const figures = ratios.map(({ name, kilobytes, connections, ratio, limit }): Figure => {
    const [ours = '', bare = '', take = 'kept', what = ''] = sides[name] ?? []
    const of = (server: string) =>
      rows.find((row) => row.server === server && row.kilobytes === kilobytes && row.connections === connections)
    const beside = { what, ours: of(ours)?.[take] ?? undefined, seen: of(bare)?.kept, unit: '/s' }
    return { what: `${name}, ${kilobytes} KB, ${connections} at once`, seen: ratio, unit: '', atLeast: limit, beside }
  })
  return { figures, memoryMiB }
}

type Calm = Readonly<{
  arrival: { worst: number; p50: number; limit: number }
  rows: readonly { during: string; p50: number; worst: number; limit: number }[]
  memoryMiB?: number
}>

export function calm({ arrival, rows, memoryMiB }: Calm): Measured {
  const quiet = rows.find(({ during }) => during === 'nothing')?.worst
  const beside = { what: 'while nothing comes', seen: quiet, unit: 'ms' }
  const looks = rows.map(({ during, worst, limit }): Figure => {
    const figure = { what: `list during ${during}, worst`, seen: worst, unit: 'ms', atMost: limit }
    return during === 'nothing' ? figure : { ...figure, beside }
  })
  const arrived = { what: 'from 250 to the open page, worst', seen: arrival.worst, unit: 'ms', atMost: arrival.limit }
  return { figures: [arrived, ...looks], memoryMiB }
}

type Kill = Readonly<{
  kills: Record<string, number>
  accepted: number
  lost: number
  twice: number
  drainedSeconds: number
  memoryMiB?: number
}>

export function kill({ kills, accepted, lost, twice, drainedSeconds, memoryMiB }: Kill): Measured {
  return {
    figures: [
      { what: 'SIGKILLs of Node, PostgreSQL or both', seen: sum(kills), unit: '', atLeast: 200, amount: true },
      { what: `mails lost, of ${accepted} accepted`, seen: lost, unit: '', atMost: 0 },
      { what: 'mails filed twice', seen: twice, unit: '', atMost: 0 },
      { what: 'backlog empty after the last restart', seen: drainedSeconds, unit: 's', atMost: 60 },
    ],
    memoryMiB,
  }
}

type Rest = Readonly<{ mails: number; rss: number; heap: number }>
type Soak = Readonly<{
  minutes: number
  accepted: number
  missing: number
  twice: number
  wrongBytes: number
  restarts: Record<string, number>
  memory: readonly Rest[]
}>

export function soak({ minutes, accepted, missing, twice, wrongBytes, restarts, memory }: Soak): Measured {
  const [first, last] = [memory[1], memory.at(-1)]
  // The play of soak.ts: a tenth, and 25 MB of the whole, 10 of the heap.
  const flat = (what: string, take: 'rss' | 'heap', play: number): Figure => ({
    ...{ what, seen: last?.[take] ?? Number.NaN, unit: 'MB', atMost: first && Math.round(first[take] * 1.1 + play) },
    beside: { what: `after ${first?.mails} mails`, seen: first?.[take], unit: 'MB' },
  })
  return {
    figures: [
      { what: 'minutes of mixed mail', seen: minutes, unit: '', atLeast: 30, amount: true },
      { what: `mails missing, of ${accepted}, ${sum(restarts)} restarts`, seen: missing, unit: '', atMost: 0 },
      { what: 'mails there twice', seen: twice, unit: '', atMost: 0 },
      { what: 'mails with other bytes', seen: wrongBytes, unit: '', atMost: 0 },
      flat('resident at the last rest', 'rss', 25),
      flat('heap at the last rest', 'heap', 10),
    ],
    memoryMiB: memory.length > 0 ? Math.max(...memory.map(({ rss }) => (rss * 1e6) / 2 ** 20)) : undefined,
  }
}

type Fuzz = Readonly<{
  mails: { cases: number; slowest: number }
  dialogues: { cases: number; kept: number; filed: number; held: number }
}>

/** It ends at the first case that throws or is kept wrongly: who has figures has none of these. */
export function fuzz({ mails, dialogues }: Fuzz): Measured {
  const { kept, filed, held } = dialogues
  return {
    figures: [
      { what: 'mails and dialogues', seen: mails.cases + dialogues.cases, unit: '', atLeast: 100_000, amount: true },
      { what: `mails neither filed nor held, of ${kept} kept`, seen: kept - filed - held, unit: '', atMost: 0 },
      { what: 'slowest mail to read', seen: mails.slowest, unit: 'ms' },
    ],
  }
}

type Corpus = Readonly<{
  mime?: { files: number; distinct: number; threw: number; once: number }
  quotes?: { total: number; right: number; newWordsFolded: number; quotedWordsFolded: number }
  bounces?: { total: number; verdict: number; hard: number; status: number }
}>

export function corpus({ mime, quotes, bounces }: Corpus): Measured {
  const share = (what: string, part: number, atLeast: number): Figure => ({
    ...{ what, seen: part * 100, unit: '%', atLeast },
  })
  return {
    figures: [
      ...(mime
        ? [
            { what: `mails that threw, of ${mime.files}`, seen: mime.threw, unit: '', atMost: 0 },
            { what: 'distinct mails there once after coming twice', seen: mime.once, unit: '', atLeast: mime.distinct },
          ]
        : []),
      ...(quotes
        ? [
            share('quotes split right', quotes.right / quotes.total, 90),
            { what: 'words of new text folded away', seen: quotes.newWordsFolded, unit: '', atMost: 0 },
            share('quoted words folded', quotes.quotedWordsFolded, 85),
          ]
        : []),
      ...(bounces
        ? [
            share('bounces told from other mail', bounces.verdict / bounces.total, 97),
            share('bounces, hard or soft', bounces.hard / bounces.total, 95),
            share('bounces, status class', bounces.status / bounces.total, 90),
          ]
        : []),
    ],
  }
}

type Nodes = Readonly<{
  missing?: string
  accepted: number
  lost: readonly string[]
  twice: readonly string[]
  letters: { written: number; lost: readonly string[]; marked: number; wrong: readonly string[] }
  recovery: Record<string, number>
  promotedSeconds: number
  liveMs: number
  memoryMiB?: number
}>

export function nodes({ missing, accepted, lost, twice, letters, memoryMiB, ...rest }: Nodes): Measured {
  if (missing) return { figures: [], leftOut: missing }
  const beside = { what: 'until the replica is promoted', seen: rest.promotedSeconds, unit: 's' }
  return {
    figures: [
      { what: `mails lost, of ${accepted} accepted`, seen: lost.length, unit: '', atMost: 0 },
      { what: 'mails filed twice', seen: twice.length, unit: '', atMost: 0 },
      { what: `letters lost, of ${letters.written} written`, seen: letters.lost.length, unit: '', atMost: 0 },
      { what: 'letters twice, outside the stated window', seen: letters.wrong.length, unit: '', atMost: 0 },
      { what: 'letters twice, in the stated window', seen: letters.marked, unit: '' },
      ...Object.entries(rest.recovery).map(([what, seen]) => ({
        ...{ what: `primary lost to the next one ${what}`, seen, unit: 's', beside },
      })),
      { what: 'a mail of one node in the pages of two others', seen: rest.liveMs, unit: 'ms', atMost: 2000 },
    ],
    memoryMiB,
  }
}

export function sum(counts: Readonly<Record<string, number>>): number {
  return Object.values(counts).reduce((all, count) => all + count, 0)
}
