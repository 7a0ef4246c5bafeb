import { type Figure, type Measured, shown, verdictOf } from './figures.ts'

/** One benchmark's part of the whole table: of which size, from when, on what machine. */
export type Part = Measured &
  Readonly<{
    bench: string
    size: string
    at: string
    machine: Machine
    /** What else the machine had to do when it began: its load average. */
    load?: number | undefined
    /** Why there is nothing to judge. */
    broken?: string
  }>

export type Machine = Readonly<{ cpu: string; cores: number; memoryGiB: number; node: string }>

const columns = ['bench', 'what', 'seen', 'limit', 'holds', 'measured beside it', 'growth', 'memory'] as const

/** The whole table, a line each: every figure beside its limit, and what is missed at the end. */
export function tableOf(parts: readonly Part[]): string[] {
  const rows = parts.flatMap(rowsOf)
  const cells = [[...columns], ...rows]
  const widths = columns.map((_, at) => Math.max(...cells.map((row) => row[at]!.length)))
  const line = (row: readonly string[]) =>
    row.map((cell, at) => (at === 2 || at === 6 ? cell.padStart(widths[at]!) : cell.padEnd(widths[at]!))).join('  ')
  return [...cells.map((row) => line(row).trimEnd()), '', ...summary(parts)]
}

function rowsOf({ bench, size, at, load, figures, memoryMiB, leftOut, broken }: Part): string[][] {
  const name = `${bench} ${size}, ${at.slice(0, 10)}`
  const first = [name, load === undefined ? '' : `  at load ${load.toFixed(1)}`]
  const memory = memoryMiB === undefined ? '' : shown(memoryMiB, 'MiB')
  const none = broken ?? (leftOut ? `left out: ${leftOut}` : 'no figures')
  if (figures.length === 0) return [[name, none, '', '', broken ? 'no' : '', '', '', memory]]
  return figures.map((figure, row) => [
    ...[first[row] ?? '', figure.what, shown(figure.seen, figure.unit), limitOf(figure), verdictOf(figure)],
    ...[besideOf(figure), growthOf(figure), row === 0 ? memory : ''],
  ])
}

function limitOf({ atMost, atLeast, unit }: Figure): string {
  return [atLeast !== undefined && `>= ${shown(atLeast, unit)}`, atMost !== undefined && `<= ${shown(atMost, unit)}`]
    .filter(Boolean)
    .join(', ')
}

function besideOf({ beside }: Figure): string {
  if (beside?.seen === undefined) return ''
  const ours = beside.ours === undefined ? '' : `${shown(beside.ours, beside.unit)} beside `
  return `${ours}${shown(beside.seen, beside.unit)} ${beside.what}`
}

function growthOf({ growth }: Figure): string {
  if (growth?.seen === undefined) return ''
  const over = growth.atMost !== undefined && growth.seen > growth.atMost
  return over ? `${shown(growth.seen)} > ${shown(growth.atMost)}` : shown(growth.seen)
}

/** What is missed, by name and figure; a benchmark that did not end holds nothing. None: all limits hold. */
export function missesOf(parts: readonly Part[]): string[] {
  return parts.flatMap(({ bench, figures, broken }) => [
    ...(broken ? [`${bench}: ${broken}`] : []),
    ...figures.filter(isMissed).map((figure) => {
      const growth = verdictOf(figure) === 'grows' ? `, growth ${growthOf(figure)}` : ''
      return `${bench}: ${figure.what} ${shown(figure.seen, figure.unit)} (${limitOf(figure)}${growth})`
    }),
  ])
}

const isMissed = (figure: Figure) => verdictOf(figure) === 'no' || verdictOf(figure) === 'grows'

function summary(parts: readonly Part[]): string[] {
  const all = parts.flatMap(({ figures }) => figures).map(verdictOf)
  const count = (verdict: string) => all.filter((each) => each === verdict).length
  const machines = new Set(
    parts.map(
      ({ machine: { cpu, cores, memoryGiB, node } }) =>
        `${cores} cores of ${cpu}, ${memoryGiB} GB, Node ${node.slice(1)}`,
    ),
  )
  const smaller = count('smaller run') ? `, ${count('smaller run')} tried on less than the limit asks` : ''
  return [
    `${count('yes')} limits hold, ${missesOf(parts).length} are missed${smaller}. On ${[...machines].join('; ')}.`,
    ...missesOf(parts).map((miss) => `  missed: ${miss}`),
  ]
}
