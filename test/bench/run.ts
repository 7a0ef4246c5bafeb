import { mkdirSync, writeFileSync } from 'node:fs'
import { loadavg } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import * as calm from './calm.ts'
import * as campaigns from './campaigns.ts'
import * as corpus from './corpus.ts'
import * as desk from './desk.ts'
import { missesOf, type Part, tableOf } from './figures-table.ts'
import * as fuzz from './fuzz.ts'
import * as ingest from './ingest.ts'
import * as kill from './kill.ts'
import * as killCampaigns from './kill-campaigns.ts'
import * as killLetters from './kill-letters.ts'
import * as nodes from './nodes.ts'
import * as reports from './reports.ts'
import * as soak from './soak.ts'
import * as spelling from './spelling.ts'
import * as start from './start.ts'
import { folder, keepWhole, keptParts, machineHere, partOf } from './whole.ts'

export type Size = 's' | 'm' | 'l'
/** A benchmark prints its table through `say` and answers what is kept as JSON. */
type Benchmark = Readonly<{ run: (size: Size, say: (line: string) => void, asked: Asked) => Promise<object> }>
/** The folder of a corpus, whether every miss is to be named, and how long to soak. */
export type Asked = Readonly<{ path: string | undefined; verbose: boolean; minutes?: number | undefined }>

const benchmarks: Readonly<Record<string, Benchmark>> = {
  start,
  ingest,
  calm,
  kill,
  'kill-letters': killLetters,
  corpus,
  soak,
  fuzz,
  desk,
  spelling,
  campaigns,
  'kill-campaigns': killCampaigns,
  reports,
  nodes,
}
/** `corpus` scores the folder named behind it, and so is no part of "all of them". */
const withoutFolder = Object.keys(benchmarks).filter((name) => name !== 'corpus')

const usage = `Say: npm run bench -- [${withoutFolder.join('|')}] [--size s|m|l]
     npm run bench -- corpus PATH [--verbose]
     npm run bench -- soak [--minutes N]
     npm run bench -- --last [--size s|m|l]    the whole table of the results kept, nothing is run
Ends with 1 when a limit is missed or a benchmark does not end, after all of them have run; else with 0.
`
const say = (line: string) => process.stdout.write(`${line}\n`)

const asked = readCommand()
if (!asked) {
  process.stderr.write(usage)
  process.exit(2)
}
const parts = asked.last ? keptParts(asked.size) : await runAll(asked)
const missing = asked.last ? Object.keys(benchmarks).filter((name) => !parts.some(({ bench }) => bench === name)) : []
say('')
for (const line of tableOf(parts)) say(line)
if (missing.length > 0) say(`  no results kept: ${missing.join(', ')}`)
// The table of a few is no whole one, and leaves that of all as it is.
if (asked.last || asked.names.length === withoutFolder.length) keepWhole(parts)
process.exit(missesOf(parts).length > 0 ? 1 : process.exitCode)

type Command = Asked & Readonly<{ names: readonly string[]; last: boolean; size: Size | undefined }>

/** Undefined where nothing is understood. */
function readCommand(): Command | undefined {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      size: { type: 'string' },
      verbose: { type: 'boolean', default: false },
      minutes: { type: 'string' },
      last: { type: 'boolean', default: false },
    },
  })
  const [first, path] = positionals
  const names = first === 'corpus' ? [first] : positionals.length > 0 ? positionals : withoutFolder
  const sized = values.size === undefined || ['s', 'm', 'l'].includes(values.size)
  if (!sized || names.some((name) => !benchmarks[name])) return undefined
  const minutes = Math.min(24 * 60, Number(values.minutes ?? 0)) || undefined
  return { names, path, minutes, verbose: values.verbose, last: values.last, size: values.size as Size | undefined }
}

/** One after the other; one that does not end is told and keeps no other from its turn. */
async function runAll({ names, size = 'm', ...asked }: Command): Promise<Part[]> {
  const machine = machineHere()
  const parts: Part[] = []
  for (const bench of names) {
    say(`${bench}, size ${size}, ${machine.cores} cores (${machine.cpu})`)
    const ran = { bench, size, machine, load: loadavg()[0]! }
    try {
      const results = await benchmarks[bench]!.run(size, say, asked)
      const kept = { at: new Date().toISOString(), machine, load: ran.load, results }
      mkdirSync(folder, { recursive: true })
      writeFileSync(join(folder, `${bench}-${size}.json`), `${JSON.stringify(kept, undefined, 1)}\n`)
      parts.push(partOf({ ...ran, ...kept }))
    } catch (error) {
      process.stderr.write(`${(error as Error).stack}\n`)
      const broken = `did not end: ${(error as Error).message.split('\n')[0]!.slice(0, 60)}`
      parts.push({ ...ran, at: new Date().toISOString(), figures: [], broken })
    }
  }
  return parts
}
