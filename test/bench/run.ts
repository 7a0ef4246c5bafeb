import { mkdirSync, writeFileSync } from 'node:fs'
import { cpus, totalmem } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import * as calm from './calm.ts'
import * as campaigns from './campaigns.ts'
import * as corpus from './corpus.ts'
import * as desk from './desk.ts'
import * as fuzz from './fuzz.ts'
import * as ingest from './ingest.ts'
import * as kill from './kill.ts'
import * as killCampaigns from './kill-campaigns.ts'
import * as killLetters from './kill-letters.ts'
import * as nodes from './nodes.ts'
import * as reports from './reports.ts'
import * as soak from './soak.ts'
import * as spelling from './spelling.ts'

export type Size = 's' | 'm' | 'l'
/** A benchmark prints its table through `say` and answers what is kept as JSON. */
type Benchmark = Readonly<{ run: (size: Size, say: (line: string) => void, asked: Asked) => Promise<object> }>
/** The folder of a corpus, whether every miss is to be named, and how long to soak. */
export type Asked = Readonly<{ path: string | undefined; verbose: boolean; minutes?: number | undefined }>

const benchmarks: Readonly<Record<string, Benchmark>> = {
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

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    size: { type: 'string', default: 'm' },
    verbose: { type: 'boolean', default: false },
    minutes: { type: 'string' },
  },
})
/** `corpus` scores the folder named behind it, and so is no part of "all of them". */
const [first, path] = positionals
const withoutFolder = Object.keys(benchmarks).filter((name) => name !== 'corpus')
const names = first === 'corpus' ? [first] : positionals.length > 0 ? positionals : withoutFolder
const minutes = Math.min(24 * 60, Number(values.minutes ?? 0)) || 0
const say = (line: string) => process.stdout.write(`${line}\n`)

for (const name of names) {
  const benchmark = benchmarks[name]
  if (!benchmark || !['s', 'm', 'l'].includes(values.size)) {
    process.stderr.write(
      `Say: npm run bench -- [${withoutFolder.join('|')}] [--size s|m|l]\n     npm run bench -- corpus PATH [--verbose]\n     npm run bench -- soak [--minutes N]\n`,
    )
    process.exit(1)
  }
  const machine = {
    cpu: cpus()[0]?.model ?? 'unknown',
    cores: cpus().length,
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    node: process.version,
  }
  say(`${name}, size ${values.size}, ${machine.cores} cores (${machine.cpu})`)
  const results = await benchmark.run(values.size as Size, say, {
    path,
    verbose: values.verbose,
    minutes: minutes || undefined,
  })
  const folder = join(import.meta.dirname, 'results')
  mkdirSync(folder, { recursive: true })
  writeFileSync(
    join(folder, `${name}-${values.size}.json`),
    `${JSON.stringify({ at: new Date().toISOString(), machine, results }, undefined, 1)}\n`,
  )
}
process.exit()
