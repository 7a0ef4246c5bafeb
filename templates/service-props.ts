import type { Preset } from '../src/reports/period.ts'
import type { ServiceAsk } from '../src/reports/service.ts'
import type { Ui } from './ui.ts'

export type ServiceProps = Readonly<{
  /** Its dates are in the zone of the period. */
  ui: Ui
  asked: ServiceAsk
  presets: readonly Preset[]
  faults: readonly string[]
  /** The page with something else asked for, as a path of the desk. */
  address: (change: Readonly<Record<string, string | undefined>>) => string
}>
