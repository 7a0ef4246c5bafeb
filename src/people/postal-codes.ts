import { sql } from 'kysely'
import type { Database, Db } from '../database/connection.ts'
import { postalKey } from './clues.ts'

/** Where a postal code is, at most three places; none where it was not imported. */
export async function placesOf(db: Db, code: string): Promise<string[]> {
  const key = postalKey(code)
  if (key.length < 2) return []
  const { rows } = await sql<{ place: string }>`
    select place from postal_codes where postal_key = ${key} order by place limit 3`.execute(db)
  return rows.map((row) => row.place)
}

const chunk = 5000

/**
 * Takes a table of postal codes: CSV in UTF-8, a code and its place on each line, with or without a line of names;
 * more columns are joined to the place. What is there already stays. Answers how many lines were taken.
 */
export async function importPostalCodes(db: Database, csv: string): Promise<{ taken: number } | { problem: string }> {
  const lines = csv
    .replace(/^\uFEFF/, '')
    .replaceAll('\0', '')
    .toWellFormed()
    .split(/\r\n|\r|\n/)
  const rows = lines.flatMap((line) => row(line))
  if (rows.length === 0)
    return { problem: 'There is no postal code in this file: each line is a code, a comma and a place.' }
  for (let from = 0; from < rows.length; from += chunk)
    await sql`
      insert into postal_codes (postal_key, place)
      select key, place from json_to_recordset(${JSON.stringify(rows.slice(from, from + chunk))}::json) as r(key text, place text)
      on conflict do nothing`.execute(db)
  return { taken: rows.length }
}

/** A code has a digit, which a line of column names has not. */
function row(line: string): { key: string; place: string }[] {
  const [code = '', ...places] = cells(line.slice(0, 1000))
  const key = postalKey(code.trim())
  const place = places
    .map((cell) => cell.trim())
    .filter(Boolean)
    .join(', ')
    .slice(0, 200)
  return /\d/.test(key) && place ? [{ key, place }] : []
}

/** The fields of a line of CSV (RFC 4180), by comma, semicolon or tab. */
function cells(line: string): string[] {
  const separator = /^[^",;\t]*([,;\t])/.exec(line)?.[1] ?? ','
  const pattern = new RegExp(`(?:^|${separator})(?:"((?:[^"]|"")*)"|([^${separator}]*))`, 'g')
  return [...line.matchAll(pattern)].map(([, quoted, plain = '']) => quoted?.replaceAll('""', '"') ?? plain)
}
