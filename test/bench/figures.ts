/** One figure of a benchmark, with the limit that an issue or the design sets on it and what was measured beside it. */
export type Figure = Readonly<{
  what: string
  seen: number
  /** Of `seen` and its limits: ms, s, MB, MiB, %, /s; empty for a count or a ratio. */
  unit: string
  atMost?: number | undefined
  atLeast?: number | undefined
  /** Says how much was tried: below `atLeast` it is a smaller run and no miss. */
  amount?: boolean
  /** Ours and the reference of the same run, in words of their own unit. */
  beside?: Readonly<{ what: string; ours?: number | undefined; seen: number | undefined; unit: string }> | undefined
  /** By how many times it is more than at a tenth of the data. */
  growth?: Readonly<{ seen: number | undefined; atMost?: number | undefined }> | undefined
}>

/** What one benchmark answers for the whole table. */
export type Measured = Readonly<{
  figures: readonly Figure[]
  /** The most that the program had resident at any time. */
  memoryMiB?: number | undefined
  /** Why there are no figures, where there are none. */
  leftOut?: string | undefined
}>

/** `grows` keeps its limit and grows by more than it may: a miss as `no` is. */
export type Verdict = 'yes' | 'no' | 'grows' | 'smaller run' | ''

/** Whether a figure keeps its limits; empty where none is set. A figure that is no number keeps none. */
export function verdictOf({ seen, atMost, atLeast, amount, growth }: Figure): Verdict {
  if (amount && seen < (atLeast ?? 0)) return 'smaller run'
  if (!(seen <= (atMost ?? Infinity) && seen >= (atLeast ?? -Infinity))) return limited(atMost, atLeast) ? 'no' : ''
  if (growth?.seen !== undefined && growth.seen > (growth.atMost ?? Infinity)) return 'grows'
  return limited(atMost, atLeast) ? 'yes' : ''
}

const limited = (...limits: readonly (number | undefined)[]) => limits.some((limit) => limit !== undefined)

/** At most three digits that say something, so that 1.198 is not shown as the 1.2 that it misses. */
export function shown(value: number | undefined, unit = ''): string {
  if (value === undefined || !Number.isFinite(value)) return '?'
  const digits =
    Number.isInteger(value) || Math.abs(value) >= 1000 ? 0 : Math.abs(value) >= 100 ? 1 : Math.abs(value) >= 10 ? 2 : 3
  const number = value.toLocaleString('en', { maximumFractionDigits: digits })
  return unit && unit !== '/s' ? `${number} ${unit}` : `${number}${unit}`
}
