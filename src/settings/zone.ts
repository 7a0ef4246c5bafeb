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

/** True for a name that both this program and PostgreSQL take: IANA names and UTC, no offsets. */
export function isZone(zone: string): boolean {
  return zone === 'UTC' || Intl.supportedValuesOf('timeZone').includes(zone)
}
