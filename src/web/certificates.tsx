import { type Context, Hono } from 'hono'
import { CertificatePage } from '../../templates/certificate.tsx'
import { CertificatesPage, type CertificateTab, type ListFilter } from '../../templates/certificates.tsx'
import { DeskPage } from '../../templates/desk.tsx'
import { LiabilityPage } from '../../templates/liability.tsx'
import { RedeemedPage } from '../../templates/redeemed.tsx'
import { readAmount } from '../certificates/amounts.ts'
import { type CertificateFilter, getCertificate, listCertificates } from '../certificates/certificates.ts'
import { ledgerOf, lockCertificate, refund } from '../certificates/ledger.ts'
import { liability } from '../certificates/liability.ts'
import { liabilityCsv } from '../certificates/liability-csv.ts'
import { lettersOf, listMoves } from '../certificates/moves.ts'
import { listPrograms } from '../certificates/programs.ts'
import { lastProof } from '../certificates/proof.ts'
import { voidAndRecord } from '../desk/certificate-changes.ts'
import { resendCertificate } from '../letters/resend-certificate.ts'
import { listReps } from '../reps/reps.ts'
import type { Desk, Web } from './desk.ts'
import { formOf, idIn, idOf } from './input.ts'
import { actorOf } from './issue-changes.tsx'
import { goOn, pageParts } from './page.ts'
import { Refusal } from './refusal.ts'

/** Gift certificates: lists, one of them with its ledger, and what they come to. */
export function certificatePages(desk: Desk): Hono<Web> {
  return new Hono<Web>()
    .get('/certificates', async (c) => c.html(await list(c, desk)))
    .get('/certificates/redeemed', async (c) => c.html(await redeemed(c, desk)))
    .get('/certificates/liability', (c) => owed(c, desk))
    .get('/certificates/liability.csv', (c) => owedCsv(c, desk))
    .get('/certificates/:id', async (c) => c.html(await one(c, desk)))
    .post('/certificates/:id/void', (c) => makeVoid(c, desk))
    .post('/certificates/:id/resend', (c) => again(c, desk))
    .post('/certificates/:id/refund', (c) => giveBack(c, desk))
}

const isDay = (text: string) => /^(19[7-9]|[2-8]\d\d)\d-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text))
/** A day of the address as it is; '' for anything else. */
const dayIn = (c: Context<Web>, name: string) => (isDay(c.req.query(name) ?? '') ? c.req.query(name)! : '')

function filterOf(c: Context<Web>): { shown: ListFilter; filter: CertificateFilter } {
  const text = (name: string) => (c.req.query(name) ?? '').slice(0, 20)
  const among = <T extends string>(name: string, values: readonly T[]) => values.find((one) => one === text(name))
  const repId = idIn(text('rep'))
  const programId = idIn(text('program'))
  const kind = among('kind', ['promotional', 'sold'])
  const status = among('status', ['pending', 'active', 'exhausted', 'expired', 'void'])
  const byReps = text('by') === 'reps'
  const [from, to] = [dayIn(c, 'from'), dayIn(c, 'to')]
  return {
    shown: {
      ...{ rep: String(repId ?? ''), program: String(programId ?? ''), kind: kind ?? '', status: status ?? '' },
      ...{ by: byReps ? 'reps' : '', from, to },
    },
    filter: { repId, programId, kind, status, byReps, from: from || undefined, to: to || undefined },
  }
}

function tabOf({ by, kind }: ListFilter): CertificateTab {
  if (by) return 'granted'
  return kind === 'sold' ? 'sold' : 'all'
}

async function list(c: Context<Web>, desk: Desk) {
  const { shown, filter } = filterOf(c)
  const page = { cursor: c.req.query('cursor'), limit: 50 }
  const [parts, found, reps, programs] = await Promise.all([
    pageParts(c, desk),
    listCertificates(desk.db, filter, page),
    listReps(desk.db),
    listPrograms(desk.db),
  ])
  return (
    <DeskPage {...parts} title={parts.ui.words.certificates.title} place="certificates" shape="page">
      <CertificatesPage ui={parts.ui} tab={tabOf(shown)} filter={shown} choices={{ reps, programs }} {...found} />
    </DeskPage>
  )
}

async function redeemed(c: Context<Web>, desk: Desk) {
  const [from, to] = [dayIn(c, 'from'), dayIn(c, 'to')]
  const page = { cursor: c.req.query('cursor'), limit: 50 }
  const filter = { from: from || undefined, to: to || undefined }
  const [parts, found] = await Promise.all([pageParts(c, desk), listMoves(desk.db, filter, page)])
  return (
    <DeskPage {...parts} title={parts.ui.words.certificates.tabs.redeemed} place="certificates" shape="page">
      <RedeemedPage ui={parts.ui} from={from} to={to} {...found} />
    </DeskPage>
  )
}

/** This month where no days are asked for. */
function daysAsked(c: Context<Web>) {
  const today = new Date().toISOString().slice(0, 10)
  const asked = { from: c.req.query('from') ?? '', to: c.req.query('to') ?? '' }
  const to = asked.to || today
  const from = asked.from || `${to.slice(0, 7)}-01`
  return { from, to, fine: isDay(from) && isDay(to) && from <= to }
}

async function owedCsv(c: Context<Web>, desk: Desk) {
  const { from, to, fine } = daysAsked(c)
  if (!fine) throw new Refusal(404, 'missing')
  c.header('Content-Type', 'text/csv; charset=utf-8')
  c.header('Content-Disposition', `attachment; filename="liability-${from}-${to}.csv"`)
  return c.body(liabilityCsv(await liability(desk.readDb, { from, to })))
}

async function owed(c: Context<Web>, desk: Desk) {
  const { from, to, fine } = daysAsked(c)
  const [parts, report, proof] = await Promise.all([
    pageParts(c, desk),
    fine ? liability(desk.readDb, { from, to }) : undefined,
    lastProof(desk.readDb),
  ])
  return c.html(
    <DeskPage {...parts} title={parts.ui.words.liability.title} place="certificates" shape="page">
      <LiabilityPage ui={parts.ui} from={from.slice(0, 20)} to={to.slice(0, 20)} report={report} proof={proof} />
    </DeskPage>,
    fine ? 200 : 422,
  )
}

async function one(c: Context<Web>, desk: Desk, problem?: string) {
  const certificate = await getCertificate(desk.db, idOf(c))
  if (!certificate) throw new Refusal(404, 'missing')
  const [parts, entries, letters] = await Promise.all([
    pageParts(c, desk),
    ledgerOf(desk.db, certificate.id),
    lettersOf(desk.db, certificate.id),
  ])
  return (
    <DeskPage {...parts} title={parts.ui.words.certificates.number(certificate.id)} place="certificates" shape="page">
      <CertificatePage ui={parts.ui} one={certificate} entries={entries} letters={letters} problem={problem} />
    </DeskPage>
  )
}

async function makeVoid(c: Context<Web>, desk: Desk) {
  const reason = ((await formOf(c)).reason ?? '').trim().slice(0, 500)
  if (!reason) return c.html(await one(c, desk, c.get('ui').words.certificates.voidReason), 422)
  const done = await desk.db.transaction().execute((tx) => voidAndRecord(tx, actorOf(c), idOf(c), reason))
  if (done === 'not found') throw new Refusal(404, 'missing')
  if ('problem' in done) return c.html(await one(c, desk, done.problem), 409)
  return goOn(c, `/certificates/${idOf(c)}`, { done: done.changeId })
}

async function again(c: Context<Web>, desk: Desk) {
  const done = await desk.db.transaction().execute((tx) => resendCertificate(tx, desk, actorOf(c), idOf(c)))
  if (done === 'not found') throw new Refusal(404, 'missing')
  if ('problem' in done) return c.html(await one(c, desk, done.problem), 409)
  return goOn(c, `/issues/${done.issueId}`, { done: done.changeId })
}

async function giveBack(c: Context<Web>, desk: Desk) {
  const form = await formOf(c)
  const certificate = await getCertificate(desk.db, idOf(c))
  if (!certificate) throw new Refusal(404, 'missing')
  const entry = Number(/^\d{1,15}$/.exec(form.entry ?? '')?.[0])
  const amountMinor = readAmount(form[`amount-${entry}`] ?? '', certificate.currency)
  const words = c.get('ui').words.certificates
  if (amountMinor === undefined) return c.html(await one(c, desk, words.badAmount(certificate.currency)), 422)
  const reason = (form[`reason-${entry}`] ?? '').trim().slice(0, 500)
  const wish = { amountMinor, reason, repId: c.get('rep').id }
  const done = await desk.db.transaction().execute(async (tx) => {
    await lockCertificate(tx, certificate.id)
    const entries = await ledgerOf(tx, certificate.id)
    if (!entries.some(({ id }) => id === entry)) return 'not found'
    return String(entries.at(-1)?.id) === form.seen ? refund(tx, entry, wish) : 'seen'
  })
  if (done === 'not found') throw new Refusal(404, 'missing')
  if (done === 'seen') return goOn(c, `/certificates/${certificate.id}`, { said: 'conflict' })
  if ('problem' in done) return c.html(await one(c, desk, done.problem), 409)
  return goOn(c, `/certificates/${certificate.id}`, { said: 'saved' })
}
