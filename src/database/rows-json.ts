/**
 * Rows as one parameter for `json_to_recordset`. What PostgreSQL cannot hold in a text is mended as in any other one:
 * NUL goes, half a character becomes U+FFFD.
 */
export function rowsJson(rows: readonly object[]): string {
  const text = JSON.stringify(rows)
  if (!/\\u(?:0000|d[89a-f])/.test(text)) return text
  return JSON.stringify(rows, (_, value) => (typeof value === 'string' ? fit(value) : value))
}

const fit = (text: string) => text.replaceAll('\0', '').toWellFormed()
