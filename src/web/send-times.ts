import type { Context } from 'hono'
import type { SendPreset } from '../../templates/composer-props.ts'
import type { Web } from './desk.ts'
import { localText, localTime, nextMorning } from './local-time.ts'

const hour = 3_600_000

/** Ready times on the reader's clock; "this afternoon" (15:00) only while it is at least a quarter of an hour away. */
export function sendPresets(c: Context<Web>): { id: SendPreset; at: Date }[] {
  const now = Date.now()
  const afternoon = localTime(c, `${localText(c, new Date(now)).slice(0, 10)}T15:00`)
  const later = afternoon && +afternoon > now + hour / 4
  return [
    { id: 'hour', at: new Date(now + hour) },
    ...(later ? [{ id: 'afternoon' as const, at: afternoon }] : []),
    { id: 'tomorrow', at: nextMorning(c, 'tomorrow') },
    { id: 'monday', at: nextMorning(c, 'week') },
  ]
}

/** The time that a form chose: a preset, or `at` as a datetime-local field posts it. Undefined where it is none. */
export function sendTime(c: Context<Web>, { when, at }: Record<string, string>): Date | undefined {
  if (when === 'at') return localTime(c, at)
  return sendPresets(c).find((preset) => preset.id === when)?.at
}
