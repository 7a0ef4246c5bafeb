import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import MailComposer from 'nodemailer/lib/mail-composer'
import type { Logger } from 'pino'
import type { StaffWords } from '../../templates/letters/staff.ts'
import type { Config } from '../config.ts'
import type { Database } from '../database/connection.ts'
import type { NoticeKind } from '../database/tables-issues.ts'
import { claim, startWorker, type Worker } from '../jobs/queue.ts'
import { listMailboxes } from '../mail/mailboxes.ts'
import { isRealOne } from '../settings/instance.ts'
import type { Secrets } from '../settings/secret.ts'
import { deliver, type Timeouts, usualTimeouts } from './relay.ts'
import { relayOf } from './relays.ts'
import { staffWords } from './staff-words.ts'

export type NoticeMails = Readonly<{
  db: Database
  config: Pick<Config, 'relayUrl' | 'publicUrl' | 'basePath'>
  secrets: Secrets
  instance: string
  log: Logger
}>

const batch = 50
const mostTries = 5
const timeouts: Timeouts = { ...usualTimeouts, talk: 15_000, idle: 20_000, all: 60_000 }

/**
 * Mails notices to reps who asked for it, a minute after they came unless they were read, all that wait for one rep in
 * one mail. They are no letters: no issue, no customer's history holds them, and nobody can answer them (null envelope
 * sender, no Reply-To, RFC 3834's Auto-Submitted). One whose fate the relay leaves open is not sent again.
 */
export function startNoticeMails(parts: NoticeMails): Worker {
  const { db, config, secrets, instance, log } = parts
  async function round(): Promise<boolean> {
    const relay = await relayOf(db, { secrets, config })
    if (!relay || !(await isRealOne(db, instance))) return false
    const ids = await claim(db, {
      table: 'notices',
      ready: sql`mail_due_at <= now()`,
      order: sql`mail_due_at, id`,
      leaseSeconds: 900,
      limit: batch,
    })
    for (const [, notices] of byRep(await waiting(db, ids))) await tell(parts, relay.url, notices)
    return ids.length === batch
  }
  return startWorker(round, (error) => log.error({ error: String(error) }, 'notices could not be mailed'))
}

type Waiting = Readonly<{
  id: number
  repId: number
  kind: NoticeKind
  issues: number
  attempts: number
  email: string
  name: string
  by: string | null
  issueId: number
  subject: string
}>

/** What of the claimed is still worth a mail; the rest is settled. */
async function waiting(db: Database, ids: readonly number[]): Promise<Waiting[]> {
  if (ids.length === 0) return []
  const { rows } = await sql<Waiting & { wanted: boolean }>`
    select n.id, n.rep_id, n.kind, n.issues, n.attempts, r.email, r.name, b.name as by, i.id as issue_id, i.subject,
      n.read_at is null and r.deactivated_at is null and i.deleted_at is null and n.attempts <= ${mostTries} as wanted
    from notices n join reps r on r.id = n.rep_id join issues i on i.id = n.issue_id left join reps b on b.id = n.by_id
    where n.id = any (${[...ids]}::int[]) order by n.id`.execute(db)
  await settle(
    db,
    rows.filter((row) => !row.wanted).map((row) => row.id),
    false,
  )
  return rows.filter((row) => row.wanted)
}

function byRep(notices: readonly Waiting[]): Map<string, Waiting[]> {
  const reps = new Map<string, Waiting[]>()
  for (const notice of notices) reps.set(notice.email, [...(reps.get(notice.email) ?? []), notice])
  return reps
}

async function tell({ db, config, log }: NoticeMails, relayUrl: string, notices: readonly Waiting[]): Promise<void> {
  const from = (await listMailboxes(db))[0]?.address
  const ids = notices.map((notice) => notice.id)
  if (!from) return settle(db, ids, false)
  const to = notices[0]!.email
  const bytes = await write(config, from, { notices, words: await staffWords(db, notices[0]!.repId) })
  const outcome = await deliver(relayUrl, { from: '', to: [to], bytes }, { timeouts })
  log.info({ notices: ids.length, outcome: outcome.kind }, 'notices mailed')
  if (outcome.kind !== 'later') return settle(db, ids, outcome.kind === 'sent')
  await sql`update notices set lease_until = null, mail_due_at = now() + interval '5 minutes'
    where id = any (${ids}::int[]) and mail_due_at is not null`.execute(db)
}

async function settle(db: Database, ids: readonly number[], mailed: boolean): Promise<void> {
  if (ids.length === 0) return
  await sql`update notices set mail_due_at = null, lease_until = null, mailed_at = case when ${mailed}::boolean then now() end
    where id = any (${[...ids]}::int[])`.execute(db)
}

type Told = Readonly<{ notices: readonly Waiting[]; words: StaffWords }>

async function write({ publicUrl, basePath }: NoticeMails['config'], from: string, { notices, words }: Told) {
  const lines = notices.map(
    (notice) =>
      `${sentence(words, notice)}\n#${notice.issueId} ${oneLine(notice.subject)}\n${publicUrl}${basePath}issues/${notice.issueId}`,
  )
  const first = notices[0]!
  const subject =
    notices.length === 1
      ? `${sentence(words, first)}: #${first.issueId} ${oneLine(first.subject)}`
      : words.notices(notices.length)
  const text = `${lines.join('\n\n')}\n\n-- \n${words.noticesWhy}\n${publicUrl}${basePath}notices\n`
  return new MailComposer({
    from: { name: 'Antfarm', address: from },
    to: { name: oneLine(first.name), address: first.email },
    subject: oneLine(subject).slice(0, 200),
    messageId: `<notice.${randomUUID()}@${from.split('@').at(-1)}>`,
    text,
    headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' },
    newline: 'win',
    disableFileAccess: true,
    disableUrlAccess: true,
  })
    .compile()
    .build()
}

function sentence(words: StaffWords, { kind, issues, by }: Waiting): string {
  return words.notice(kind, { by: by === null ? null : oneLine(by), issues })
}

function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\s]+/gu, ' ').trim()
}
