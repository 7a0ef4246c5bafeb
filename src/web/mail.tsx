import { type Context, Hono } from 'hono'
import { DeskPage } from '../../templates/desk.tsx'
import { MailLedger } from '../../templates/mail.tsx'
import type { MailFilterValues } from '../../templates/mail-filters.tsx'
import { RawMailPage } from '../../templates/mail-raw.tsx'
import type { DeliveryState } from '../database/tables.ts'
import { type DeliveryLine, getDelivery, listMail, mailEnvelope, rawBeginning, rawMail } from '../mail/ledger.ts'
import { oldestWaiting, readMailCounts } from '../mail/mail-counts.ts'
import { listMailboxes } from '../mail/mailboxes.ts'
import { lastRecount } from '../mail/recount.ts'
import { lastRefiling } from '../mail/refilings.ts'
import type { Desk, Web } from './desk.ts'
import { idIn, idOf } from './input.ts'
import { pageParts } from './page.ts'
import { Refusal } from './refusal.ts'

const states: readonly string[] = ['kept', 'filed', 'held', 'failed'] satisfies DeliveryState[]
const periods = [1, 7, 30]
const shownBytes = 65_536

/** The ledger of mail that came in: every delivery with its state and reason, and the bytes as they came. */
export function mailPages(desk: Desk): Hono<Web> {
  return new Hono<Web>()
    .get('/mail', (c) => ledger(c, desk))
    .get('/mail/:id{[0-9]+}', (c) => raw(c, desk))
    .get('/mail/:id{[0-9]+}/source', (c) => source(c, desk))
}

async function ledger(c: Context<Web>, desk: Desk) {
  const { db } = desk
  const filter = filterOf(c)
  const asked = {
    state: filter.state || undefined,
    mailboxId: filter.mailbox || undefined,
    automatic: filter.automatic === '' ? undefined : filter.automatic === 'yes',
  }
  const stuck = filter.state === 'held' || filter.state === 'failed'
  const [parts, mail, failed, mailboxes, numbers] = await Promise.all([
    pageParts(c, desk),
    listMail(db, asked, { cursor: c.req.query('cursor'), limit: 50 }),
    countFailed(desk),
    listMailboxes(db),
    stuck || c.req.query('cursor') ? undefined : numbersOf(c, desk),
  ])
  const words = parts.ui.words.mail
  const title = filter.state === 'held' ? words.held : filter.state === 'failed' ? words.failed : words.title
  return c.html(
    <DeskPage {...parts} title={title} place={stuck ? 'held' : 'mail'} shape="page">
      <MailLedger ui={parts.ui} {...{ filter, mailboxes, failed, numbers }} {...mail} />
    </DeskPage>,
  )
}

function filterOf(c: Context<Web>): MailFilterValues {
  const { state = '', mailbox, automatic } = c.req.query()
  return {
    state: states.includes(state) ? (state as DeliveryState) : '',
    mailbox: idIn(mailbox) ?? '',
    automatic: automatic === 'yes' || automatic === 'no' ? automatic : '',
  }
}

async function numbersOf(c: Context<Web>, { db }: Desk) {
  const days = periods.find((n) => String(n) === c.req.query('days')) ?? 1
  const [counts, oldest, recount, refiling] = await Promise.all([
    readMailCounts(db, days),
    oldestWaiting(db),
    lastRecount(db),
    lastRefiling(db),
  ])
  return { ...counts, days, oldest, recount, refiling }
}

/** By its partial index, and no further than a page could show. */
async function countFailed({ db }: Desk): Promise<number> {
  const { items } = await listMail(db, { state: 'failed' }, { limit: 99 })
  return items.length
}

async function raw(c: Context<Web>, desk: Desk) {
  const id = idOf(c)
  const [parts, mail, envelope, bytes] = await Promise.all([
    pageParts(c, desk),
    getDelivery(desk.db, id),
    mailEnvelope(desk.db, id),
    rawBeginning(desk.db, id, shownBytes),
  ])
  if (!mail || !envelope || !bytes) throw new Refusal(404, 'missing')
  const { title, place } = placeOf(mail, parts.ui.words.mail.rawTitle)
  return c.html(
    <DeskPage {...parts} title={title} place={place} shape="page">
      <RawMailPage ui={parts.ui} {...{ mail, envelope }} {...halves(bytes)} shown={bytes.length} />
    </DeskPage>,
  )
}

function placeOf({ state, subject }: DeliveryLine, rawTitle: string) {
  return {
    title: subject || rawTitle,
    place: state === 'held' || state === 'failed' ? ('held' as const) : ('mail' as const),
  }
}

/** At the first empty line, whatever its line ends; control characters are not shown. */
function halves(bytes: Buffer): { headers: string; body: string } {
  const text = bytes.toString('utf8').replace(/\r\n?/g, '\n')
  const shown = text.replace(/[^\P{Cc}\n\t]/gu, '\u{FFFD}').replace(/[\u202a-\u202e\u2066-\u2069]/g, '\u{FFFD}')
  const end = shown.indexOf('\n\n')
  return end < 0 ? { headers: shown, body: '' } : { headers: shown.slice(0, end), body: shown.slice(end + 2) }
}

/** The bytes as they came, as plain text to save: a browser must never take them for a page. */
async function source(c: Context<Web>, desk: Desk) {
  if (!c.get('ui').may('work')) throw new Refusal(403, 'role')
  const id = idOf(c)
  const bytes = await rawMail(desk.db, id)
  if (!bytes) throw new Refusal(404, 'missing')
  return c.body(new Uint8Array(bytes), 200, {
    'Content-Type': 'text/plain; charset=utf-8',
    'Content-Disposition': `attachment; filename="mail-${id}.eml"`,
    'Content-Security-Policy': "default-src 'none'; sandbox",
  })
}
