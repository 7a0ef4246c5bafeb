import { sql } from 'kysely'
import { type CertificateWords, certificateHtml, certificateText, safe } from '../../templates/letters/certificate.ts'
import { maskOf } from '../certificates/codes.ts'
import type { Tx } from '../database/connection.ts'
import { grantAndRecord } from '../desk/certificate-changes.ts'
import type { Actor } from '../desk/changes.ts'
import type { Secrets } from '../settings/secret.ts'
import type { Content } from './content.ts'
import { languageOfPerson } from './known-words.ts'
import { writer } from './variables.ts'

/** The certificate that a letter brings: a new one, in minor units; `expiresOn` is its last day. */
export type CertificateWish = Readonly<{
  amountMinor: number
  currency: string
  expiresOn?: string | undefined
  programId?: number | undefined
}>

type Whose = Readonly<{ personId: number; issueId: number | null }>
type Granted = Readonly<{ id: number; changeId: number }>

/**
 * Grants the certificate of a letter in the letter's transaction, and puts a mark where its code belongs: the text has
 * {{ certificate.code }} there, or gets a paragraph at its end. Only the bytes on their way hold the code (design
 * section 5). Ask it last: what comes after must not fail.
 */
export async function withCertificate<C extends Content>(
  tx: Tx,
  { secrets }: { secrets: Secrets },
  actor: Actor,
  { content, wish, personId, issueId }: Whose & { content: C; wish: CertificateWish | undefined },
): Promise<{ content: C; granted: Granted | undefined } | { problem: string }> {
  if (!wish) return { content, granted: undefined }
  const granted = await grantAndRecord(tx, secrets, actor, { ...wish, kind: 'promotional', personId, issueId })
  if ('problem' in granted) return granted
  const language = (await languageOfPerson(tx, { personId })) ?? ''
  return { content: placed(content, language, await wordsOf(tx, granted.id, language)), granted }
}

/** The issue that a letter opened, once it is there: the grant stands in its history. */
export async function setIssue(tx: Tx, granted: Granted | undefined, issueId: number): Promise<void> {
  if (!granted) return
  await sql`update gift_certificates set issue_id = ${issueId} where id = ${granted.id}`.execute(tx)
  await sql`update changes set issue_id = ${issueId} where id = ${granted.changeId}`.execute(tx)
}

/** Notes whose code the letter carries. */
export async function carry(tx: Tx, letterId: number, certificateId: number): Promise<void> {
  await tx.insertInto('letterCertificates').values({ letterId, certificateId }).execute()
}

/** Whether a letter would bring a certificate that is void: such a letter does not go again. */
export async function bringsVoid(tx: Tx, letterId: number): Promise<boolean> {
  const row = await tx
    .selectFrom('letterCertificates as b')
    .innerJoin('giftCertificates as c', 'c.id', 'b.certificateId')
    .select('c.id')
    .where('b.letterId', '=', letterId)
    .where('c.status', '=', 'void')
    .executeTakeFirst()
  return row !== undefined
}

/** What stands for a value of the certificate: {{ certificate.code }} and its neighbours. */
export const certificateBraces = /\{\{-?\s{0,20}certificate\.(code|amount|expires_on)\s{0,20}-?\}\}/g

function placed<C extends Content>(content: C, language: string, words: CertificateWords): C {
  const { text, html, format } = content
  const plain = filled(text, words, (value) => value) ?? `${text.trimEnd()}\n\n${certificateText(language, words)}`
  if (html === undefined || format === 'markdown') return { ...content, text: plain }
  return { ...content, text: plain, html: filled(html, words, safe) ?? html + certificateHtml(language, words) }
}

/** Undefined where the code has no place in the text. */
function filled(text: string, words: CertificateWords, as: (value: string) => string): string | undefined {
  let has = false
  const values: Readonly<Record<string, string>> = {
    code: words.code,
    amount: words.amount,
    expires_on: words.expiresOn,
  }
  const done = text.replace(certificateBraces, (_, name: string) => {
    has ||= name === 'code'
    return as(values[name]!)
  })
  return has ? done : undefined
}

async function wordsOf(tx: Tx, id: number, language: string): Promise<CertificateWords> {
  type Row = { last4: string; amountMinor: number; currency: string; lastDay: Date; terms: string }
  const { rows } = await sql<Row>`
    select c.last4, c.initial_minor::float8 as amount_minor, c.currency, p.terms,
      (((c.expires_at - interval '1 second') at time zone p.time_zone)::date::timestamp at time zone 'UTC') as last_day
    from gift_certificates c join gift_programs p on p.id = c.program_id where c.id = ${id}`.execute(tx)
  const { last4, amountMinor, currency, lastDay, terms } = rows[0]!
  const write = writer(language)
  return { code: maskOf(last4), amount: write.money(amountMinor, currency), expiresOn: write.day(lastDay), terms }
}
