import { type Context, Hono } from 'hono'
import { DeskPage } from '../../templates/desk.tsx'
import { type HoursFault, HoursPage, MailboxHoursPage, type TypedHours } from '../../templates/hours.tsx'
import type { Ui } from '../../templates/ui.ts'
import { changeDeskHours, changeMailboxHours, listHours } from '../desk/hours-changes.ts'
import { type Hours, type Weekday, weekdays } from '../settings/business-time.ts'
import { readHoursWish, readZone } from '../settings/hours.ts'
import type { Desk, Web } from './desk.ts'
import { formOf, idOf, plainLines } from './input.ts'
import { actorOf } from './issue-changes.tsx'
import { goOn, pageParts } from './page.ts'
import { Refusal } from './refusal.ts'

const home = '/settings/hours'

/** When the desk is there, by which waiting times count. For those who may change settings. */
export function hoursPages(desk: Desk): Hono<Web> {
  return new Hono<Web>()
    .get(home, async (c) => c.html(await deskPage(c, desk)))
    .post(home, (c) => saveDesk(c, desk))
    .get(`${home}/:id`, async (c) => c.html(await mailboxPage(c, desk)))
    .post(`${home}/:id`, (c) => saveMailbox(c, desk))
}

type Typed = Readonly<{ typed: TypedHours; fault: HoursFault; zone?: string; own?: boolean }>

async function deskPage(c: Context<Web>, desk: Desk, wrong?: Typed) {
  const [parts, now] = [await pageParts(c, desk), await listHours(desk.db)]
  const zone = wrong?.zone ?? now.zone
  const zones = [...new Set(['UTC', now.zone, ...Intl.supportedValuesOf('timeZone')])].sort()
  const shown = { zone, zones, mailboxes: now.mailboxes, left: now.left }
  return (
    <DeskPage {...parts} title={parts.ui.words.hours.title} place="mailboxes" shape="page">
      <HoursPage ui={parts.ui} {...shown} typed={wrong?.typed ?? typedOf(now.desk)} fault={wrong?.fault} />
    </DeskPage>
  )
}

async function saveDesk(c: Context<Web>, desk: Desk) {
  const form = await formOf(c)
  const typed = typedIn(form)
  const zone = readZone(form.zone ?? '')
  const { words } = c.get('ui')
  const hours = readHours(c.get('ui'), typed)
  const wrongZone = { field: 'zone', text: words.hours.wrongZone((form.zone ?? '').slice(0, 60)) }
  if (!zone) return c.html(await deskPage(c, desk, { typed, fault: wrongZone }), 422)
  if ('field' in hours) return c.html(await deskPage(c, desk, { typed, fault: hours, zone }), 422)
  const done = await desk.db.transaction().execute((tx) => changeDeskHours(tx, actorOf(c), { zone, hours }))
  return goOn(c, home, done === null ? {} : { done })
}

async function mailboxPage(c: Context<Web>, desk: Desk, wrong?: Typed) {
  const [parts, now] = [await pageParts(c, desk), await listHours(desk.db)]
  const mailbox = now.mailboxes.find(({ mailboxId }) => mailboxId === idOf(c))
  if (!mailbox) throw new Refusal(404, 'missing')
  const typed = wrong?.typed ?? typedOf(mailbox.hours ?? now.desk)
  const own = wrong?.own ?? mailbox.hours !== null
  return (
    <DeskPage {...parts} title={parts.ui.words.hours.title} place="mailboxes" shape="page">
      <MailboxHoursPage ui={parts.ui} mailbox={mailbox} typed={typed} own={own} fault={wrong?.fault} left={now.left} />
    </DeskPage>
  )
}

async function saveMailbox(c: Context<Web>, desk: Desk) {
  const form = await formOf(c)
  const own = form.whose === 'own'
  const typed = typedIn(form)
  const hours = own ? readHours(c.get('ui'), typed) : null
  if (hours && 'field' in hours) return c.html(await mailboxPage(c, desk, { typed, fault: hours, own }), 422)
  const wish = { mailboxId: idOf(c), hours }
  const done = await desk.db.transaction().execute((tx) => changeMailboxHours(tx, actorOf(c), wish))
  if (done === 'not found') throw new Refusal(404, 'missing')
  return goOn(c, home, done.changeId === null ? {} : { done: done.changeId })
}

function readHours({ words }: Ui, typed: TypedHours): Hours | HoursFault {
  const hours = readHoursWish({ ...typed, holidays: typed.holidays.split(/[\n,]/) })
  if (!('wrong' in hours)) return hours
  const day = weekdays.find((one) => typed[one].slice(0, 200) === hours.wrong)
  if (day) return { field: day, text: words.hours.wrongHours(hours.wrong.slice(0, 60)) }
  return { field: 'holidays', text: words.hours.wrongDate(hours.wrong.slice(0, 60)) }
}

function typedIn(form: Record<string, string>): TypedHours {
  const week = Object.fromEntries(weekdays.map((day) => [day, form[day] ?? ''])) as Record<Weekday, string>
  return { ...week, holidays: plainLines(form.holidays) }
}

function typedOf(hours: Hours): TypedHours {
  return { ...hours, holidays: hours.holidays.join('\n') }
}
