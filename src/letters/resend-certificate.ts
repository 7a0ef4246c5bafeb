import { sql } from 'kysely'
import { certificateAgain } from '../../templates/letters/certificate-again.ts'
import { maskOf } from '../certificates/codes.ts'
import type { Tx } from '../database/connection.ts'
import type { Actor } from '../desk/changes.ts'
import { languageOfPerson } from './known-words.ts'
import { newLetter } from './new-letter.ts'
import { writer } from './variables.ts'

type Row = Readonly<{
  personId: number | null
  status: string
  over: boolean
  last4: string
  balanceMinor: number
  currency: string
  terms: string
  lastDay: Date
}>

type Sent = Exclude<Awaited<ReturnType<typeof newLetter>>, { problem: string }>

/**
 * Writes to the owner of a certificate once more, with the same code: the stored letter holds its mark, as the first
 * one did. Calling the letter back leaves the certificate as it is, since the letter did not grant it.
 */
export async function resendCertificate(
  tx: Tx,
  desk: Parameters<typeof newLetter>[1],
  actor: Actor,
  id: number,
): Promise<Sent | { problem: string } | 'not found'> {
  const { rows } = await sql<Row>`
    select c.user_identification_id as person_id, c.status, c.expires_at <= now() as over, c.last4, c.currency, p.terms,
      c.balance_minor::float8 as balance_minor,
      (((c.expires_at - interval '1 second') at time zone p.time_zone)::date::timestamp at time zone 'UTC') as last_day
    from gift_certificates c join gift_programs p on p.id = c.program_id where c.id = ${id} for update of c`.execute(tx)
  const row = rows[0]
  if (!row) return 'not found'
  if (row.personId === null) return { problem: 'It is nobody’s yet: its buyer named whom it is for.' }
  if (row.status !== 'active' || row.over) return { problem: 'Only a certificate that can be spent is sent again.' }
  const language = (await languageOfPerson(tx, { personId: row.personId })) ?? ''
  const write = writer(language)
  const { subject, text } = certificateAgain(language, {
    code: maskOf(row.last4),
    left: write.money(row.balanceMinor, row.currency),
    expiresOn: write.day(row.lastDay),
    terms: row.terms,
  })
  const done = await newLetter(tx, desk, actor, { personId: row.personId, subject, text })
  if ('problem' in done) return done
  await tx
    .insertInto('letterCertificates')
    .values({ letterId: done.letterId, certificateId: id, granted: false })
    .execute()
  return done
}
