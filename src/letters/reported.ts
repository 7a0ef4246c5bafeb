import { sql } from 'kysely'
import type { Tx } from '../database/connection.ts'
import type { LetterState, MailAddress } from '../database/tables.ts'
import { addressKey } from '../mail/address.ts'
import type { MailReport, RecipientReport } from '../mail/report.ts'
import { type MailFact, suppressReported } from '../people/suppressions.ts'
import { delaySentence, failureSentence } from './report-words.ts'
import { touched } from './sending.ts'

/**
 * A report that came in, with the interaction of the letter that it names; null where it names only ids that others
 * gave it, by their keys in hex. `byToken`: it came to the letter's own return address, which nobody but the servers on
 * its way knows.
 */
export type LetterReport = Readonly<{
  emailId: number
  interactionId: number | null
  aliases: readonly string[]
  byToken: boolean
  report: MailReport
}>

type Sent = Readonly<{
  id: number
  interactionId: number
  issueId: number | null
  state: LetterState
  reason: string | null
  recipients: MailAddress[]
}>
type Effect = { id: number; state: LetterState; reason: string | null; delayed: string | null }
type Complaint = Readonly<{ emailId: number; letterId: number; addressKey: string; feedback: string }>

/**
 * Marks the letters that came back or are late, and writes complaints down (inbound.md A4): only where a report names
 * a letter that went out, and in it somebody to whom that letter was sent. Whatever else it claims changes nothing.
 * A few statements for all of a batch.
 */
export async function applyReports(tx: Tx, reports: readonly LetterReport[]): Promise<void> {
  if (reports.length === 0) return
  const named = await interactionsOf(tx, reports)
  const letters = await lockSent(tx, [...new Set(named.flatMap((id) => id ?? []))])
  const effects = new Map<number, Effect>()
  const complaints: Complaint[] = []
  const facts: MailFact[] = []
  for (const [i, one] of reports.entries()) {
    const letter = letters.get(named[i] ?? 0)
    if (!letter) continue
    const concerned = recipientsOf(one, letter)
    facts.push(...concerned.flatMap((pair) => factOf(one, letter.id, pair)))
    if (one.report.kind === 'complaint') complaints.push(...complaintsOf(one, letter.id, concerned))
    if (one.report.kind === 'bounce') for (const pair of concerned) weigh(effects, letter, pair)
  }
  await writeEffects(tx, letters, [...effects.values()])
  await writeComplaints(tx, complaints)
  await suppressReported(tx, facts)
}

/** What ends bulk mail to an address. A bounce counts by the return address alone: others can be forged (campaigns.md R22). */
function factOf(
  { emailId, report, byToken }: LetterReport,
  letterId: number,
  { told, address }: Concerned,
): MailFact[] {
  const evidence = { emailId, letterId }
  if (report.kind === 'complaint')
    return report.feedback === 'not-spam' ? [] : [{ address, kind: 'complained', evidence }]
  if (report.kind !== 'bounce' || told.action !== 'failed' || !byToken) return []
  const status = told.hard && told.reason === 'unknownUser' ? '5.1.1' : told.status
  return [{ address, kind: 'bounced', status, evidence }]
}

/** Of each report the letter's interaction; of one that names several letters none. */
async function interactionsOf(tx: Tx, reports: readonly LetterReport[]): Promise<(number | undefined)[]> {
  const keys = [...new Set(reports.flatMap(({ interactionId, aliases }) => (interactionId === null ? aliases : [])))]
  const { rows } =
    keys.length === 0
      ? { rows: [] }
      : await sql<{ key: string; interactionId: number }>`
          select encode(message_id_key, 'hex') as key, interaction_id from letter_aliases
          where message_id_key = any(${keys.map((key) => `\\x${key}`)}::bytea[])`.execute(tx)
  return reports.map(({ interactionId, aliases }) => {
    const found = new Set(rows.filter((row) => aliases.includes(row.key)).map((row) => row.interactionId))
    return interactionId ?? (found.size === 1 ? [...found][0] : undefined)
  })
}

/** Letters that the relay has, or may have: no other can have come back. */
async function lockSent(tx: Tx, interactionIds: readonly number[]): Promise<Map<number, Sent>> {
  const { rows } = await sql<Sent>`
    select l.id, l.interaction_id, l.state, l.reason, l.to_list || l.cc_list || l.bcc_list as recipients,
      (select min(a.issue_id) from actions a where a.interaction_id = l.interaction_id) as issue_id
    from letters l where l.interaction_id = any(${[...interactionIds]}::int[])
      and (l.state in ('sent', 'uncertain', 'bounced') or l.maybe_twice)
    order by l.id for update of l`.execute(tx)
  return new Map(rows.map((row) => [row.interactionId, row]))
}

type Concerned = Readonly<{ told: RecipientReport; address: string }>

/** Whom a report and its letter have in common; to the return address also what was forwarded from the only one. */
function recipientsOf({ report, byToken }: LetterReport, { recipients }: Sent): Concerned[] {
  const keys = new Map(recipients.map(({ address }) => [addressKey(address), address]))
  return report.recipients.flatMap((told) => {
    const address = keys.get(addressKey(told.address))
    if (address !== undefined) return [{ told, address }]
    return byToken ? [{ told, address: recipients.length === 1 ? recipients[0]!.address : told.address }] : []
  })
}

/** A failure outweighs a delay; several recipients each add their sentence. */
function weigh(effects: Map<number, Effect>, letter: Sent, { told, address }: Concerned) {
  if (told.action === 'delivered') return
  const { id, state, reason } = letter
  const old = effects.get(id) ?? { id, state, reason: state === 'bounced' ? reason : null, delayed: null }
  if (told.action === 'delayed') {
    if (old.state !== 'bounced')
      effects.set(id, { ...old, reason: old.reason ?? reason, delayed: delaySentence(told, address) })
    return
  }
  const sentence = failureSentence(told, address)
  const before = old.state === 'bounced' && old.reason ? old.reason : ''
  const both = before.includes(sentence) ? before : `${before} ${sentence}`.trim()
  effects.set(id, { ...old, state: 'bounced', reason: both.slice(0, 1500).toWellFormed(), delayed: null })
}

async function writeEffects(tx: Tx, letters: ReadonlyMap<number, Sent>, effects: readonly Effect[]) {
  if (effects.length === 0) return
  await sql`
    update letters l set state = e.state, reason = e.reason, delayed = e.delayed,
      seen_failure_at = case when e.state <> 'bounced' or l.policy = 'hold' or l.reason is not distinct from e.reason then l.seen_failure_at end,
      lease_until = case when e.state = 'bounced' then null else l.lease_until end
    from json_to_recordset(${JSON.stringify(effects)}::json)
      as e(id int, state text, reason text, delayed text)
    where l.id = e.id`.execute(tx)
  const bounced = effects.filter((effect) => effect.state === 'bounced')
  const before = new Map([...letters.values()].map((letter) => [letter.id, letter]))
  if (bounced.length > 0)
    await tx
      .insertInto('changes')
      .values(
        bounced.map(({ id, reason }) => ({
          ...{ actor: 'mail' as const, repId: null, kind: 'letter.bounce', issueId: before.get(id)?.issueId ?? null },
          before: JSON.stringify({ letterId: id, state: before.get(id)?.state }),
          after: JSON.stringify({ letterId: id, state: 'bounced', reason }),
        })),
      )
      .execute()
  await touched(
    tx,
    effects.map((effect) => effect.id),
  )
}

function complaintsOf(
  { emailId, report }: LetterReport,
  letterId: number,
  concerned: readonly Concerned[],
): Complaint[] {
  const feedback = report.feedback ?? 'abuse'
  return concerned.map(({ address }) => ({ emailId, letterId, addressKey: addressKey(address), feedback }))
}

async function writeComplaints(tx: Tx, complaints: readonly Complaint[]) {
  if (complaints.length === 0) return
  await tx
    .insertInto('complaints')
    .values([...complaints])
    .onConflict((c) => c.columns(['letterId', 'addressKey']).doNothing())
    .execute()
}
