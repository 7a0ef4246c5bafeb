import { codeReader, maskOf } from '../certificates/codes.ts'
import type { Db } from '../database/connection.ts'
import type { Secrets } from '../settings/secret.ts'

/** What stands in a stored letter, and what stands there when it is sent. */
export type Mark = Readonly<{ mark: string; code: string }>

/** The certificates whose codes a letter carries, with their codes; most letters have none. */
export async function marksOf(db: Db, secrets: Secrets, letterId: number): Promise<Mark[]> {
  const rows = await db
    .selectFrom('letterCertificates as l')
    .innerJoin('giftCertificates as c', 'c.id', 'l.certificateId')
    .select(['c.id', 'c.codeSealed', 'c.last4'])
    .where('l.letterId', '=', letterId)
    .orderBy('c.id')
    .execute()
  const read = codeReader(secrets)
  return rows.map(({ id, codeSealed, last4 }) => ({ mark: maskOf(last4), code: read(id, codeSealed) }))
}

/**
 * Puts the codes in the places of their marks, at the moment of sending (design section 5). A code is as long as its
 * mark and needs no encoding, so lines stay as they are, soft breaks of quoted-printable (RFC 2045 6.7) included; the
 * same letter gives the same bytes each time.
 */
export function fillMarks(bytes: Buffer, marks: readonly Mark[]): Buffer {
  if (marks.length === 0) return bytes
  let text = bytes.toString('latin1')
  for (const { mark, code } of marks) {
    const anywhere = new RegExp([...mark].join('(=\\r\\n)?'), 'g')
    text = text.replace(anywhere, (found) => inPlaceOf(found, code))
  }
  return Buffer.from(text, 'latin1')
}

/** The symbols of the code, with the soft breaks where the mark had them. */
function inPlaceOf(found: string, code: string): string {
  let at = 0
  return found.replace(/=\r\n|[^=\r\n]/g, (piece) => (piece.length > 1 ? piece : code[at++]!))
}
