import type { CalendarMark, CalendarTime, EmailMarks } from '../src/database/tables-parts.ts'
import { type IconName, icon } from './icon.tsx'
import type { Ui } from './ui.ts'

/** What a mail is beside its words: signed, encrypted, odd line ends, unpacked, an invitation. */
export function MarkNotes({ ui, marks }: { ui: Ui; marks: EmailMarks }) {
  const words = ui.words.marks
  return (
    <>
      {marks.encrypted && <Note tone="warn" name="lock" text={words.encrypted[marks.encrypted]} />}
      {marks.signed && <Note tone="" name="file-lock" text={words.signed[marks.signed]} />}
      {marks.bareLineEnds && <Note tone="" name="info" text={words.bareLineEnds} />}
      {marks.unpacked !== undefined && <Note tone="" name="paperclip" text={words.unpacked(marks.unpacked)} />}
      {marks.invitations?.map((invitation) => (
        <Invitation ui={ui} invitation={invitation} />
      ))}
    </>
  )
}

function Note({ tone, name, text }: { tone: string; name: IconName; text: string }) {
  return (
    <p class={`mail-mark ${tone}`}>
      {icon(name)} <span>{text}</span>
    </p>
  )
}

/** For reading: the desk answers no invitation. */
function Invitation({ ui, invitation }: { ui: Ui; invitation: CalendarMark }) {
  const words = ui.words.marks
  const { method, title, start, end, place, organiser, uid } = invitation
  return (
    <section class="invitation" aria-label={words.invitation}>
      <p class="invitation-head">
        {icon('calendar')} <strong>{title || words.untitled}</strong>
        <span class={method === 'CANCEL' ? 'badge bad' : 'badge'}>
          <span>{words.methods(method)}</span>
        </span>
      </p>
      <dl class="facts">
        <Fact name={words.starts} value={start && time(ui, start)} />
        <Fact name={words.ends} value={end && time(ui, end)} />
        <Fact name={words.place} value={place} />
        <Fact name={words.organiser} value={organiser} />
        <Fact name={words.uid} value={uid} />
      </dl>
      <p class="quiet">{words.notAnswered}</p>
    </section>
  )
}

/** In the reader's own zone, and in the calendar's words where these say something else. */
function time(ui: Ui, { at, local, zone, day }: CalendarTime): string {
  if (day) return local
  const written = `${local.replace('T', ' ').slice(0, 16)} ${zone || ui.words.marks.noZone}`
  return at ? `${ui.dates.full(new Date(at))} (${written})` : written
}

function Fact({ name, value }: { name: string; value: string | null }) {
  if (!value) return null
  return (
    <>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </>
  )
}
