import type { MailboxHours } from '../src/desk/hours-changes.ts'
import type { Hours, Weekday } from '../src/settings/business-time.ts'
import { Radios } from './choices.tsx'
import { Field } from './fields.tsx'
import { icon } from './icon.tsx'
import type { Ui } from './ui.ts'

/** Hours as they stand in the form, also wrong ones; the error names its field. */
export type TypedHours = Readonly<Record<Weekday, string>> & Readonly<{ holidays: string }>
export type HoursFault = Readonly<{ field: string; text: string }>

type DeskProps = Readonly<{
  ui: Ui
  zone: string
  zones: readonly string[]
  typed: TypedHours
  fault?: HoursFault | undefined
  mailboxes: readonly MailboxHours[]
  left: number
}>

/** For whatever page shows waiting times: that they are not all as the hours say. */
export function TimesNotice({ ui, left }: { ui: Ui; left: number }) {
  if (left === 0) return null
  return (
    <p class="notice" role="status">
      {icon('history')} <span>{ui.words.hours.left(left, ui.dates.number(left))}</span>
    </p>
  )
}

/** When the desk is there, and which mailboxes have hours of their own. */
export function HoursPage({ ui, zone, zones, typed, fault, mailboxes, left }: DeskProps) {
  const words = ui.words.hours
  return (
    <main id="pane" class="page" tabindex={-1}>
      <header>
        <h1>{words.title}</h1>
        <p class="quiet measure">{words.lead}</p>
      </header>
      <TimesNotice ui={ui} left={left} />
      <form method="post" action={ui.url('/settings/hours')} class="settings-form">
        <div class="field">
          <label for="zone">{words.zone}</label>
          <select id="zone" name="zone" aria-describedby="zone-hint">
            {zones.map((name) => (
              <option value={name} selected={name === zone}>
                {name}
              </option>
            ))}
          </select>
          <p class="hint" id="zone-hint">
            {words.zoneHint}
          </p>
          {fault?.field === 'zone' && <Fault fault={fault} />}
        </div>
        <WeekFields ui={ui} typed={typed} fault={fault} />
      </form>
      <h2>{words.mailboxes}</h2>
      <p class="quiet measure">{words.mailboxesLead}</p>
      <ul class="ledger">
        {mailboxes.map(({ mailboxId, address, hours }) => (
          <li class="ledger-item">
            {icon('at-sign')}
            <div class="ledger-main">
              <p class="ledger-top">
                <a href={ui.url(`/settings/hours/${mailboxId}`)}>
                  <strong>{address}</strong>
                </a>
              </p>
              <p class="quiet">{hours ? hoursText(ui, hours) : words.sameAsDesk}</p>
            </div>
          </li>
        ))}
      </ul>
    </main>
  )
}

type MailboxProps = Readonly<{
  ui: Ui
  mailbox: MailboxHours
  typed: TypedHours
  own: boolean
  fault?: HoursFault | undefined
  left: number
}>

/** The hours of one mailbox. */
export function MailboxHoursPage({ ui, mailbox, typed, own, fault, left }: MailboxProps) {
  const words = ui.words.hours
  return (
    <main id="pane" class="page" tabindex={-1}>
      <header>
        <p>
          <a class="back" href={ui.url('/settings/hours')}>
            {icon('chevron-left')} {words.back}
          </a>
        </p>
        <h1>{words.of(mailbox.address)}</h1>
      </header>
      <TimesNotice ui={ui} left={left} />
      <form method="post" action={ui.url(`/settings/hours/${mailbox.mailboxId}`)} class="settings-form">
        <Radios label={words.whose} name="whose" value={own ? 'own' : 'desk'} options={words.whoseNames} />
        <WeekFields ui={ui} typed={typed} fault={fault} />
      </form>
    </main>
  )
}

function WeekFields({ ui, typed, fault }: { ui: Ui; typed: TypedHours; fault?: HoursFault | undefined }) {
  const words = ui.words.hours
  const days = Object.entries(words.days) as [Weekday, string][]
  return (
    <>
      <fieldset class="settings-part hours-week">
        <legend>{words.week}</legend>
        <p class="hint">{words.weekHint}</p>
        <div class="settings-grid">
          {days.map(([day, name]) => (
            <Field
              label={name}
              name={day}
              value={typed[day]}
              autocomplete="off"
              error={fault?.field === day ? fault.text : undefined}
            />
          ))}
        </div>
      </fieldset>
      <div class="field">
        <label for="holidays">{words.holidays}</label>
        <textarea id="holidays" name="holidays" rows={6} aria-describedby="holidays-hint" spellcheck={false}>
          {typed.holidays}
        </textarea>
        <p class="hint" id="holidays-hint">
          {words.holidaysHint}
        </p>
        {fault?.field === 'holidays' && <Fault fault={fault} />}
      </div>
      <p>
        <button type="submit" class="button primary">
          {words.save}
        </button>
      </p>
    </>
  )
}

function Fault({ fault }: { fault: HoursFault }) {
  return (
    <p class="error" role="alert">
      {icon('circle-alert')} {fault.text}
    </p>
  )
}

/** “Mon–Fri 09:00-17:00 · 2 holidays” */
function hoursText(ui: Ui, hours: Hours): string {
  const words = ui.words.hours
  const days = Object.keys(words.days) as Weekday[]
  const runs: { first: Weekday; last: Weekday; text: string }[] = []
  for (const day of days) {
    const run = runs.at(-1)
    if (run?.text === hours[day]) run.last = day
    else runs.push({ first: day, last: day, text: hours[day] })
  }
  const open = runs.filter(({ text }) => text !== '')
  const name = ({ first, last }: (typeof runs)[number]) =>
    first === last ? words.short[first] : `${words.short[first]}–${words.short[last]}`
  const always = open.length === 1 && runs.length === 1 && open[0]!.text === '00:00-24:00'
  const week = always ? [words.always] : open.map((run) => `${name(run)} ${run.text}`)
  const off = hours.holidays.length > 0 ? [words.holidayCount(hours.holidays.length)] : []
  return [...(week.length > 0 ? week : [words.never]), ...off].join(' · ')
}
