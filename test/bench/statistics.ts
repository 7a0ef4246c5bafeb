/** The value below which a share of the others lies (nearest rank); NaN of nothing. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
}

export function median(values: readonly number[]): number {
  return percentile(values, 0.5)
}

/** From the lowest to the highest, as a share of the median. */
export function spread(values: readonly number[]): number {
  return values.length > 0 ? (Math.max(...values) - Math.min(...values)) / median(values) : 0
}
