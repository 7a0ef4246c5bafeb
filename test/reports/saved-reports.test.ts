import { sql } from 'kysely'
import { simpleParser } from 'mailparser'
import { pino } from 'pino'
import { beforeAll, beforeEach, expect, it } from 'vitest'
import type { Database } from '../../src/database/connection.ts'
import type { ReportSendState } from '../../src/database/tables-saved-reports.ts'
import { changeSavedReport, createSavedReport } from '../../src/desk/saved-reports.ts'
import { undo } from '../../src/desk/undo.ts'
import { ensureFirstMailbox } from '../../src/mail/mailboxes.ts'
import { countRows } from '../../src/reports/counts.ts'
import { nextDue, queueDueReports } from '../../src/reports/due-reports.ts'
import { issues } from '../../src/reports/issues.ts'
import { readAsk } from '../../src/reports/report.ts'
import { startReportMails } from '../../src/reports/report-mails.ts'
import { listReportSends, sendReportNow } from '../../src/reports/report-sends.ts'
import { savedAddress } from '../../src/reports/saved-address.ts'
import { claimInstance } from '../../src/settings/instance.ts'
import { writeSetting } from '../../src/settings/settings.ts'
import { cloneDatabase } from '../support/database.ts'
import { anIssue, aRep } from '../support/desk.ts'
import { type Relay, type RelayedLetter, startRelay } from '../support/relay.ts'

let db: Database
let relay: Relay
let got: RelayedLetter[] = []
let ana: number
let bo: number

beforeAll(async () => {
  const database = await cloneDatabase()
  db = database.db
  relay = await startRelay((letter) => got.push(letter))
  await ensureFirstMailbox(db, 'support@shop.test')
  await claimInstance(db, 'this one')
  await writeSetting(db, 'time_zone', 'Europe/Berlin')
  ana = await aRep(db, 'Ana Formica', 'ana@desk.test')
  bo = await aRep(db, 'Bo Boss', 'bo@desk.test')
  for (const subject of ['Where is my kettle?', '=cmd()', 'Größe M']) await anIssue(db, { subject })
  return async () => {
    await relay.stop()
    await database.stop()
  }
})

beforeEach(async () => {
  got = []
  await sql`truncate saved_reports cascade`.execute(db)
  await db.updateTable('reps').set({ deactivatedAt: null, role: 'rep' }).execute()
})

const keeper = () => ({ actor: { kind: 'rep', repId: ana } as const, admin: false, share: true })

type Wish = Partial<Parameters<typeof createSavedReport>[2]>

async function aReport(wish: Wish = {}): Promise<number> {
  const values = { name: 'All issues', address: '/reports/issues?period=all&sort=-opened', shared: true, ...wish }
  const made = await db.transaction().execute((tx) => createSavedReport(tx, keeper(), values))
  if (typeof made === 'string' || !('report' in made)) throw new Error(JSON.stringify(made))
  return made.report.id
}

/** A schedule whose time has come. */
async function aDueReport(wish: Wish = {}): Promise<number> {
  const id = await aReport({ cadence: 'daily', atHour: 8, repIds: [ana, bo], ...wish })
  await queueDueReports(db)
  await sql`update saved_reports set due_at = date_trunc('hour', now()) - interval '1 hour' where id = ${id}`.execute(
    db,
  )
  return id
}

/** Lets some workers at it until nothing waits. */
async function mailed(workers = 1, { instance = 'this one', relayUrl = relay.url as string | null } = {}) {
  const config = { relayUrl: relayUrl ?? undefined, publicUrl: 'https://desk.test', basePath: '/' }
  const secrets = { current: 'x'.repeat(32), old: [] }
  const log = pino({ level: 'silent' })
  const started = Array.from({ length: workers }, () =>
    startReportMails({ db, readDb: db, config, secrets, instance, log }),
  )
  await expect
    .poll(
      async () =>
        (await db.selectFrom('savedReportSends').select('id').where('finishedAt', 'is', null).execute()).length,
      {
        timeout: 30_000,
      },
    )
    .toBe(0)
  await Promise.all(started.map((worker) => worker.stop()))
}

async function ends(id: number): Promise<[ReportSendState, string | null][]> {
  return (await listReportSends(db, id)).map(({ state, reason }) => [state, reason])
}

it('a due report goes once to each of its reps, however many nodes and workers look, with its rows, the link and the CSV', async () => {
  const id = await aDueReport()
  await Promise.all(Array.from({ length: 5 }, () => queueDueReports(db)))
  await mailed(4)
  await queueDueReports(db)
  await mailed(2)
  expect(got.map(({ to }) => to[0]).sort()).toEqual(['ana@desk.test', 'bo@desk.test'])
  const mail = await simpleParser(got[0]!.raw)
  expect(mail.subject).toBe('All issues · shop.test')
  expect(mail.text).toContain('Where is my kettle?')
  expect(mail.text).toContain('(Europe/Berlin): 3 rows.')
  expect(mail.text).toContain('https://desk.test/reports/issues?period=all&sort=-opened')
  expect(got[0]!.from).toBe('')
  expect(got[0]!.raw.toString()).toMatch(/^Auto-Submitted: auto-generated/m)
  const csv = mail.attachments[0]!.content.toString().trim().split('\r\n')
  const { ask } = readAsk(issues, { period: 'all' }, 'Europe/Berlin')
  expect(csv.length - 1).toBe(await countRows(db, issues, ask))
  expect(csv.join()).toContain("'=cmd()")
  expect(await listReportSends(db, id)).toMatchObject([
    { state: 'sent', total: 3, attached: true },
    { state: 'sent', total: 3, attached: true },
  ])
})

it('pages of numbers go with the numbers of the rep who gets them, as text and as CSV', async () => {
  for (const page of ['statistics?period=week&origin=all', 'service?period=week', 'mine'])
    await aDueReport({ name: page, address: `/reports/${page}`, repIds: [ana] })
  await queueDueReports(db)
  await mailed(2)
  const mails = await Promise.all(got.map(({ raw }) => simpleParser(raw)))
  const text = (name: string) => mails.find(({ subject }) => subject?.startsWith(name))!
  expect(text('statistics').text).toMatch(/Issues by type\n\(none\): 3 \(before: 0\)/)
  expect(text('statistics').attachments[0]!.content.toString()).toContain('issuesByType,(none),3,0\r\n')
  expect(text('service').text).toMatch(/Open issues\n[\s\S]*: 3\n/)
  expect(text('mine').text).toContain('Today\nanswered: 0')
})

it('a report is skipped, and its page says why, where sending is off, there is no relay, or the rep may not see it', async () => {
  const copied = await aDueReport({ repIds: [ana] })
  await queueDueReports(db)
  await mailed(1, { instance: 'a copy' })
  expect(await ends(copied)).toEqual([['skipped', 'stopped']])
  const loose = await aDueReport({ repIds: [ana] })
  await queueDueReports(db)
  await mailed(1, { relayUrl: null })
  expect(await ends(loose)).toEqual([['skipped', 'no relay']])
  const left = await aDueReport({ repIds: [bo] })
  await db.updateTable('reps').set({ deactivatedAt: new Date() }).where('id', '=', bo).execute()
  await queueDueReports(db)
  await mailed()
  expect(await ends(left)).toEqual([['skipped', 'deactivated']])
  const named = await aDueReport({ repIds: [ana], address: `/reports/issues?assignee=${bo}` })
  await queueDueReports(db)
  await mailed()
  expect(await ends(named)).toEqual([['skipped', 'not allowed']])
  expect(got).toEqual([])
})

it('what a worker that died had with the relay is uncertain, and never sent again', async () => {
  const id = await aDueReport({ repIds: [ana] })
  await queueDueReports(db)
  await sql`update saved_report_sends set state = 'sending', attempts = 1, lease_until = now() - interval '1 second'`.execute(
    db,
  )
  await mailed()
  expect(await ends(id)).toEqual([['uncertain', 'died']])
  expect(got).toEqual([])
})

it('“send it now” mails oneself, once while it waits, and not without end', async () => {
  const id = await aReport({ shared: false })
  const ask = () => db.transaction().execute((tx) => sendReportNow(tx, id, ana))
  expect(await ask()).toEqual(await ask())
  await mailed()
  expect(got.map(({ to }) => to)).toEqual([['ana@desk.test']])
  await sql`insert into saved_report_sends (saved_report_id, rep_id, due_at, asked, state, finished_at)
    select ${id}, ${ana}, now() - n * interval '1 minute', true, 'sent', now() from generate_series(1, 20) n`.execute(
    db,
  )
  expect(await ask()).toBe('too many')
})

it('a schedule names its hour in the zone of the desk, over changes of clocks and short months', async () => {
  const at = async (now: string, schedule: object) => {
    const id = await aReport({ repIds: [ana], atHour: 2, ...schedule })
    await sql`update saved_reports set scheduled_at = ${now}::timestamptz where id = ${id}`.execute(db)
    await queueDueReports(db)
    const sends = await listReportSends(db, id)
    return sends[0]!.dueAt.toISOString().slice(0, 16)
  }
  expect(await at('2025-03-29T12:00Z', { cadence: 'daily' })).toBe('2025-03-30T01:00') // 2:00 is skipped: 3:00 CEST
  expect(await at('2025-10-25T12:00Z', { cadence: 'daily' })).toBe('2025-10-26T01:00') // the second 2:00
  expect(await at('2025-02-10T12:00Z', { cadence: 'monthly', onDay: 31 })).toBe('2025-02-28T01:00')
  expect(await at('2025-02-28T01:00Z', { cadence: 'monthly', onDay: 31 })).toBe('2025-03-31T00:00')
  expect(await at('2025-11-23T12:00Z', { cadence: 'weekly', onDay: 7 })).toBe('2025-11-30T01:00')
  const soon = await nextDue(db, { cadence: 'weekly', onDay: 3, atHour: 8, repIds: [] }, 'Asia/Kathmandu')
  expect(soon!.getTime()).toBeGreaterThan(Date.now())
  expect(soon!.getUTCMinutes()).toBe(15)
})

it('a change of the schedule or a deletion is taken back, and counted anew from then', async () => {
  const id = await aDueReport({ repIds: [ana] })
  const change = await db.transaction().execute((tx) => changeSavedReport(tx, keeper(), id, { deleted: true }))
  const { changeId } = change as { changeId: number }
  await queueDueReports(db)
  expect(await ends(id)).toEqual([])
  const stranger = { kind: 'rep', repId: bo } as const
  expect(await db.transaction().execute((tx) => undo(tx, stranger, changeId))).toHaveProperty('conflict')
  expect(await db.transaction().execute((tx) => undo(tx, keeper().actor, changeId))).toHaveProperty('changeId')
  await queueDueReports(db)
  expect(await ends(id)).toEqual([])
  const row = await db.selectFrom('savedReports').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
  expect(row).toMatchObject({ deletedAt: null, dueZone: 'Europe/Berlin' })
  expect(row.dueAt!.getTime()).toBeGreaterThan(Date.now())
})

it('only addresses of reports are saved, without what is of the moment', () => {
  expect(savedAddress('/reports/issues?type=a%26b&cursor=xyz&done=4&sort=')).toBe('/reports/issues?type=a%26b')
  expect(savedAddress('/reports/statistics?period=month')).toBe('/reports/statistics?period=month')
  for (const text of [
    '/settings',
    '//evil.test/reports/issues',
    'https://evil.test/reports/issues',
    '/reports/nothing',
    '/reports/issues?a=%00',
    `/reports/issues?a=${'x'.repeat(3000)}`,
  ])
    expect(savedAddress(text)).toBeUndefined()
})

it('a report whose file is larger than 5 MB goes with its first rows and the link alone', async () => {
  await sql`insert into issues (user_identification_id, subject)
    select 1, repeat('long subject ', 130) || n from generate_series(1, 3500) n`.execute(db)
  const id = await aDueReport({ repIds: [ana] })
  await queueDueReports(db)
  await mailed()
  const { text, attachments } = await simpleParser(got[0]!.raw)
  expect(text).toContain('3503 rows.')
  expect(text).toContain('… and 3483 more.')
  expect(text).toContain('larger than 5 MB')
  expect(attachments).toEqual([])
  expect(await listReportSends(db, id)).toMatchObject([{ state: 'sent', total: 3503, attached: false }])
})
