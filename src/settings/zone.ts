import type { Db } from '../database/connection.ts'
import { readSetting } from './settings.ts'

/** The time zone in which the desk counts its days and hours (settings, “Hours”); the server's own until somebody chose. */
export async function deskZone(db: Db): Promise<string> {
  return zoneOf(await readSetting(db, 'time_zone'))
}

/** What the setting `time_zone` means. */
export function zoneOf(value: unknown): string {
  return typeof value === 'string' && isZone(value) ? value : Intl.DateTimeFormat().resolvedOptions().timeZone
}

/**
 * True for a name that both this program and PostgreSQL take: IANA names and UTC, no offsets. Also those of today that
 * Intl.supportedValuesOf lists under an older one (Asia/Kolkata).
 */
export function isZone(zone: string): boolean {
  if (zone === 'UTC' || Intl.supportedValuesOf('timeZone').includes(zone)) return true
  if (!/^[A-Z][A-Za-z]{1,20}(\/[A-Z][A-Za-z_-]{1,30}){1,2}$/.test(zone)) return false
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone !== ''
  } catch {
    return false
  }
}
