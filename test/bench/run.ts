import { mkdirSync, writeFileSync } from 'node:fs'
import { cpus, totalmem } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import * as calm from './calm.ts'
import * as ingest from './ingest.ts'
import * as kill from './kill.ts'

export type Size = 's' | 'm' | 'l'
/** A benchmark prints its table through `say` and answers what is kept as JSON. */
type Benchmark = Readonly<{ run: (size: Size, say: (line: string) => void) => Promise<object> }>

const benchmarks: Readonly<Record<string, Benchmark>> = { ingest, calm, kill }

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { size: { type: 'string', default: 'm' } },
})
const names = positionals.length > 0 ? positionals : Object.keys(benchmarks)
const say = (line: string) => process.stdout.write(`${line}\n`)

for (const name of names) {
  const benchmark = benchmarks[name]
  if (!benchmark || !['s', 'm', 'l'].includes(values.size)) {
    process.stderr.write(`Say: npm run bench -- [${Object.keys(benchmarks).join('|')}] [--size s|m|l]\n`)
    process.exit(1)
  }
  const machine = {
    cpu: cpus()[0]?.model ?? 'unknown',
    cores: cpus().length,
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    node: process.version,
  }
  say(`${name}, size ${values.size}, ${machine.cores} cores (${machine.cpu})`)
  const results = await benchmark.run(values.size as Size, say)
  const folder = join(import.meta.dirname, 'results')
  mkdirSync(folder, { recursive: true })
  writeFileSync(
    join(folder, `${name}-${values.size}.json`),
    `${JSON.stringify({ at: new Date().toISOString(), machine, results }, undefined, 1)}\n`,
  )
}
process.exit(0)
