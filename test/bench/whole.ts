import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { cpus, totalmem } from 'node:os'
import { join } from 'node:path'
import { type Measured, verdictOf } from './figures.ts'
import * as ofDesk from './figures-desk.ts'
import * as ofLetters from './figures-letters.ts'
import * as ofMail from './figures-mail.ts'
import { type Machine, missesOf, type Part } from './figures-table.ts'

/** In the order of the table. Each reads what its benchmark has kept; the JSON of an older one may lack a part. */
const readers: Readonly<Record<string, (results: never) => Measured>> = {
  start: ofDesk.start,
  ingest: ofMail.ingest,
  calm: ofMail.calm,
  kill: ofMail.kill,
  'kill-letters': ofLetters.killLetters,
  soak: ofMail.soak,
  fuzz: ofMail.fuzz,
  corpus: ofMail.corpus,
  desk: ofDesk.desk,
  reports: ofDesk.reports,
  spelling: ofLetters.spelling,
  campaigns: ofLetters.campaigns,
  'kill-campaigns': ofLetters.killCampaigns,
  nodes: ofMail.nodes,
}

/** What one run of a benchmark keeps as JSON. */
export type Kept = Readonly<{ at: string; machine: Machine; load?: number; results: object }>
type Run = Kept & Readonly<{ bench: string; size: string }>

/** Where the JSON of each benchmark and of the whole table is kept. */
export const folder = join(import.meta.dirname, 'results')

export function machineHere(): Machine {
  return {
    cpu: cpus()[0]?.model ?? 'unknown',
    cores: cpus().length,
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    node: process.version,
  }
}

export function partOf({ bench, size, at, machine, load, results }: Run): Part {
  const named = { bench, size, at, machine, load: load ?? loadOf(results) }
  try {
    const measured = readers[bench]?.(results as never) ?? { figures: [] }
    return { ...named, ...measured }
  } catch {
    return { ...named, figures: [], broken: `results of another version, say npm run bench -- ${bench}` }
  }
}

/** Some have told it by themselves. */
function loadOf({ load }: { load?: unknown }): number | undefined {
  return Array.isArray(load) ? Number(load[0]) : undefined
}

/** Of every benchmark its largest run that is kept, or that of one size. */
export function keptParts(size: string | undefined): Part[] {
  const files = existsSync(folder) ? readdirSync(folder) : []
  return Object.keys(readers).flatMap((bench) => {
    const found = (size ? [size] : ['l', 'm', 's']).find((each) => files.includes(`${bench}-${each}.json`))
    if (!found) return []
    const kept = JSON.parse(readFileSync(join(folder, `${bench}-${found}.json`), 'utf8')) as Kept
    return [partOf({ bench, size: found, ...kept })]
  })
}

/** The whole table as JSON, each figure with its verdict, the machines named. */
export function keepWhole(parts: readonly Part[]): void {
  const judged = parts.map(({ figures, ...part }) => ({
    ...part,
    figures: figures.map((figure) => ({ ...figure, holds: verdictOf(figure) })),
  }))
  const whole = { at: new Date().toISOString(), missed: missesOf(parts), parts: judged }
  writeFileSync(join(folder, 'whole.json'), `${JSON.stringify(whole, undefined, 1)}\n`)
}
