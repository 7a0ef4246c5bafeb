import type { Figure, Measured } from './figures.ts'
import { sum } from './figures-mail.ts'

/** What the whole table shows of the benchmarks of letters and campaigns, read from the JSON that each has kept. */

type KillLetters = Readonly<{
  kills: Record<string, number>
  letters: number
  sentTwice: number
  uncertain: number
  lost: readonly string[]
  wrong: readonly string[]
}>

export function killLetters({ kills, letters, sentTwice, uncertain, lost, wrong }: KillLetters): Measured {
  return {
    figures: [
      { what: 'SIGKILLs between send and sent', seen: sum(kills), unit: '', atLeast: 100, amount: true },
      { what: `letters lost, of ${letters}`, seen: lost.length, unit: '', atMost: 0 },
      { what: 'letters wrong (twice outside the window, other bytes)', seen: wrong.length, unit: '', atMost: 0 },
      { what: 'letters twice, in the stated window', seen: sentTwice, unit: '' },
      { what: 'letters uncertain, in the stated window', seen: uncertain, unit: '' },
    ],
  }
}

type Spelled = Readonly<{
  mistakes: number
  recall: number
  precision: number
  hitAt5: number
  letterMs: { median: number }
  suggestMs: { p95: number }
}>
type Spelling = Readonly<{ memory: Record<string, { processBytes: number }>; languages: Record<string, Spelled> }>

export function spelling({ memory, languages }: Spelling): Measured {
  const each = Object.entries(languages).flatMap(([name, spelled]): Figure[] => [
    { what: `${name}: mistakes marked, of ${spelled.mistakes}`, seen: spelled.recall * 100, unit: '%' },
    { what: `${name}: marked words that are mistakes`, seen: spelled.precision * 100, unit: '%' },
    { what: `${name}: meant word among five`, seen: spelled.hitAt5 * 100, unit: '%' },
    { what: `${name}: a letter of 10 KB, median`, seen: spelled.letterMs.median, unit: 'ms' },
    { what: `${name}: suggestions, p95`, seen: spelled.suggestMs.p95, unit: 'ms' },
  ])
  const most = Math.max(...Object.values(memory).map(({ processBytes }) => processBytes / 1e6))
  return { figures: [...each, { what: 'memory of the largest language', seen: most, unit: 'MB' }] }
}

type Campaigns = Readonly<{
  people: number
  estimate: { p50: number; p95: number; limit: number; growth: number; off: number }
  snapshot: { recipients: number; seconds: number }
  sending: {
    bare: number
    ours: number
    share: number
    withRendering: number
    rendering: number
    withDkim: number
    signing: number
  }
  memory: number
  limits: { snapshotSeconds: number; share: number; memoryMiB: number }
}>

export function campaigns({ people, estimate, snapshot, sending, memory, limits }: Campaigns): Measured {
  const { bare, ours, share, withRendering, rendering, withDkim, signing } = sending
  const { p95, limit, growth, off } = estimate
  const nodemailer = { what: 'bare pooled nodemailer, same bytes', seen: bare, unit: '/s' }
  return {
    figures: [
      { what: 'people', seen: people, unit: '', atLeast: 200_000, amount: true },
      { what: 'estimate of four clauses, p95', seen: p95, unit: 'ms', atMost: limit, growth: { seen: growth } },
      { what: 'estimate off the exact count, median', seen: off * 100, unit: '%' },
      {
        ...{ what: `snapshot of ${snapshot.recipients} with certificates`, seen: snapshot.seconds, unit: 's' },
        atMost: limits.snapshotSeconds,
      },
      {
        ...{ what: 'sending, history written, rendering apart', seen: share * 100, unit: '%' },
        ...{ atLeast: limits.share * 100, beside: { ...nodemailer, ours } },
      },
      { what: 'sending with rendering', seen: withRendering, unit: '/s', beside: nodemailer },
      {
        ...{ what: 'sending with our own DKIM signature', seen: withDkim, unit: '/s' },
        beside: { what: 'signing alone', seen: signing, unit: '/s' },
      },
      { what: 'rendering alone', seen: rendering, unit: '/s' },
      { what: "worker's memory at a million recipients", seen: memory, unit: 'MiB', atMost: limits.memoryMiB },
    ],
    memoryMiB: memory,
  }
}

type KillCampaigns = Readonly<{
  kills: Record<string, number>
  rows: number
  sent: number
  failed: number
  uncertain: number
  mostHanded: number
  window: number
  wrong: readonly string[]
}>

export function killCampaigns({ kills, rows, wrong, mostHanded, window, ...ended }: KillCampaigns): Measured {
  const open = rows - ended.sent - ended.failed - ended.uncertain
  return {
    figures: [
      { what: 'SIGKILLs of four workers', seen: sum(kills), unit: '', atLeast: 200, amount: true },
      { what: `wrong (two letters, not ended, not listed), of ${rows}`, seen: wrong.length, unit: '', atMost: 0 },
      { what: 'neither sent, failed nor uncertain (skipped)', seen: open, unit: '' },
      { what: 'handed over at one death of four', seen: mostHanded, unit: '', atMost: window },
      { what: 'uncertain, all listed', seen: ended.uncertain, unit: '' },
    ],
  }
}
