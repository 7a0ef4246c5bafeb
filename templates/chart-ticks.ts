/** Hours that people think in: a minute, a quarter of an hour, half a day, a week. */
const hourSteps = [1 / 60, 1 / 12, 1 / 4, 1 / 2, 1, 2, 3, 6, 12, 24, 48, 96, 168, 336, 672]

/** From 0 to at least `most` hours in at most five even steps, so that an axis says “12 h” and “1 d”, not “1 d 1 h”. */
export function hourTicks(most: number): number[] {
  const step = hourSteps.find((hours) => most <= hours * 5) ?? Math.ceil(most / 5 / 672) * 672
  const steps = Math.max(1, Math.ceil(most / step))
  return Array.from({ length: steps + 1 }, (_, nth) => nth * step)
}
