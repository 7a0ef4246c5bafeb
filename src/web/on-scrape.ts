import type { Gauge } from 'prom-client'

/**
 * Lets several gauges be set by one reading: whichever a scrape asks first starts it, and each waits for it. (A gauge
 * that does not wait itself shows what the scrape before found.)
 */
export function onScrape(gauges: readonly Gauge<string>[], read: () => Promise<void>): void {
  let reading: Promise<void> | undefined
  const once = () => {
    reading ??= read().finally(() => {
      reading = undefined
    })
    return reading
  }
  for (const gauge of gauges) Object.assign(gauge, { collect: once })
}
