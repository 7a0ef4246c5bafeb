import type { Group } from '../src/desk/groups.ts'
import type { StaffLine } from '../src/reps/staff.ts'
import type { SessionLine } from '../src/reps/visits.ts'
import { Sessions } from './account.tsx'
import { Field, Initials, PostButton, Time } from './fields.tsx'
import { type IconName, icon } from './icon.tsx'
import { Problem } from './sign-in.tsx'
import type { Ui } from './ui.ts'

/** Everybody who works here. */
export function StaffPage({ ui, staff }: { ui: Ui; staff: readonly StaffLine[] }) {
  const words = ui.words.staff
  return (
    <main id="pane" class="page" tabindex={-1}>
      <header class="settings-head">
        <div>
          <h1>{words.title}</h1>
          <p class="quiet">{words.lead}</p>
        </div>
        <a class="button primary" href={ui.url('/settings/staff/new')}>
          {icon('user-plus')} {words.invite}
        </a>
      </header>
      <ul class="ledger staff">
        {staff.map((one) => (
          <li class={one.deactivatedAt ? 'ledger-item gone' : 'ledger-item'}>
            <Initials name={one.name} small />
            <div class="ledger-main">
              <p class="ledger-top">
                <a href={ui.url(`/settings/staff/${one.id}`)}>
                  <strong>{one.name}</strong>
                </a>
                {one.id === ui.rep?.id && <span class="chip">{words.you}</span>}
                <StateBadge ui={ui} one={one} />
                {one.secured && (
                  <span class="badge good">
                    {icon('shield-check')} {words.secured}
                  </span>
                )}
              </p>
              <p class="quiet">{[one.email, ui.words.rail.roles[one.role], ...one.groups].join(' · ')}</p>
            </div>
            <p class="quiet staff-seen">
              {words.seen} {one.seenAt ? <Time ui={ui} at={one.seenAt} /> : words.never}
            </p>
          </li>
        ))}
      </ul>
    </main>
  )
}

function StateBadge({ ui, one }: { ui: Ui; one: StaffLine }) {
  const words = ui.words.staff
  if (one.deactivatedAt) return <span class="badge bad">{words.deactivated}</span>
  if (!one.invited) return null
  return <span class="badge warn">{one.linkUntil ? words.invited : words.linkOld}</span>
}

type Typed = Readonly<{ name: string; email: string; role: string }>
type Fault = 'name' | 'email' | 'taken' | 'role' | 'password'
type InviteProps = { ui: Ui; groups: readonly Group[]; typed?: Typed; faults?: readonly Fault[] }

/** The form of an invitation. */
export function InvitePage({ ui, groups, typed, faults = [] }: InviteProps) {
  const words = ui.words.staff
  const fault = (...names: Fault[]) =>
    names.filter((name) => faults.includes(name)).map((name) => words.faults[name])[0]
  const mailWrong = !faults.includes('name') && fault('email', 'taken') !== undefined
  return (
    <main id="pane" class="page" tabindex={-1}>
      <h1>{words.invite}</h1>
      <p class="quiet">{words.inviteLead}</p>
      <form class="settings-form" method="post" action={ui.url('/settings/staff')}>
        <div class="settings-grid">
          <Field
            label={words.name}
            name="name"
            value={typed?.name}
            error={fault('name')}
            required
            autofocus={!mailWrong}
          />
          <Field
            label={words.email}
            name="email"
            type="email"
            value={typed?.email}
            error={fault('email', 'taken')}
            required
            autofocus={mailWrong}
          />
        </div>
        <Roles ui={ui} role={typed?.role ?? 'rep'} />
        <GroupChecks ui={ui} groups={groups} repId={null} />
        <div class="row-of-buttons">
          <button type="submit" class="button primary">
            {words.send}
          </button>
          <a class="button" href={ui.url('/settings/staff')}>
            {words.cancel}
          </a>
        </div>
      </form>
    </main>
  )
}

function Roles({ ui, role }: { ui: Ui; role: string }) {
  const words = ui.words.staff
  const roles = ui.words.rail.roles
  return (
    <fieldset class="choices role-choices">
      <legend>{words.role}</legend>
      {(Object.keys(roles) as (keyof typeof roles)[]).map((each) => (
        <label class="choice">
          <input type="radio" name="role" value={each} checked={each === role} />{' '}
          <span>
            {roles[each]} <span class="quiet">{words.roleHints[each]}</span>
          </span>
        </label>
      ))}
    </fieldset>
  )
}

function GroupChecks({ ui, groups, repId }: { ui: Ui; groups: readonly Group[]; repId: number | null }) {
  const words = ui.words.staff
  if (groups.length === 0) return null
  return (
    <fieldset class="choices">
      <legend>{words.groups}</legend>
      {groups.map((group) => (
        <label class="choice">
          <input
            type="checkbox"
            name="group"
            value={String(group.id)}
            checked={repId !== null && group.members.includes(repId)}
          />{' '}
          {group.name}
        </label>
      ))}
    </fieldset>
  )
}

export type HistoryLine = Readonly<{ id: number; kind: string; at: Date; by: string | null }>
type OneProps = {
  ui: Ui
  one: StaffLine
  groups: readonly Group[]
  sessions: readonly SessionLine[]
  history: readonly HistoryLine[]
  problem?: string
}

/** One rep: role and groups, ways in, devices, what was done. */
export function RepPage({ ui, one, groups, sessions, history, problem }: OneProps) {
  const words = ui.words.staff
  const path = `/settings/staff/${one.id}`
  return (
    <main id="pane" class="page" tabindex={-1}>
      <header class="person-head">
        <Initials name={one.name} />
        <div>
          <h1>
            {one.name} <StateBadge ui={ui} one={one} />
          </h1>
          <p class="quiet">{one.email}</p>
        </div>
      </header>
      <Problem text={problem} />
      <form class="settings-form" method="post" action={ui.url(path)}>
        <fieldset class="settings-part" disabled={one.deactivatedAt !== null}>
          <legend>{words.role}</legend>
          <Field label={words.name} name="name" value={one.name} required />
          <Roles ui={ui} role={one.role} />
          <GroupChecks ui={ui} groups={groups} repId={one.id} />
          <button type="submit" class="button primary">
            {words.save}
          </button>
        </fieldset>
      </form>
      <WaysIn ui={ui} one={one} path={path} />
      <section class="settings-form">
        <div class="settings-part">
          <h2>{words.sessions}</h2>
          {sessions.length === 0 ? <p class="quiet">{words.noSessions}</p> : null}
          {sessions.length > 0 && <Sessions ui={ui} sessions={sessions} own={null} path={`${path}/sessions`} />}
          {sessions.length > 1 && <PostButton action={ui.url(`${path}/sessions/all`)}>{words.endAll}</PostButton>}
        </div>
      </section>
      <History ui={ui} lines={history} />
    </main>
  )
}

function WaysIn({ ui, one, path }: { ui: Ui; one: StaffLine; path: string }) {
  const words = ui.words.staff
  const row = (deed: string, name: IconName, label: string, hint: string) => (
    <div class="way">
      <PostButton action={ui.url(`${path}/${deed}`)}>
        {icon(name)} {label}
      </PostButton>
      {hint && <p class="hint">{hint}</p>}
    </div>
  )
  return (
    <section class="settings-form">
      <div class="settings-part">
        <h2>{words.ways}</h2>
        {one.deactivatedAt && row('reactivate', 'rotate-ccw', words.reactivate, '')}
        {!one.deactivatedAt && one.invited && row('link', 'link', words.newLink, words.inviteLead)}
        {!one.deactivatedAt && !one.invited && row('link', 'link', words.resetLink, words.resetLinkHint)}
        {one.secured && row('second-step', 'shield-alert', words.dropSecond, words.dropSecondHint)}
        {!one.deactivatedAt && row('deactivate', 'x', words.deactivate, words.deactivateHint)}
      </div>
    </section>
  )
}

function History({ ui, lines }: { ui: Ui; lines: readonly HistoryLine[] }) {
  const words = ui.words.staff
  if (lines.length === 0) return null
  return (
    <section class="settings-form">
      <div class="settings-part">
        <h2>{words.history}</h2>
        <ul class="plain-list">
          {lines.map((line) => (
            <li>
              <Time ui={ui} at={line.at} /> · {words.kinds[line.kind] ?? line.kind}
              {line.by && <span class="quiet"> · {line.by}</span>}
            </li>
          ))}
        </ul>
      </div>
    </section>
  )
}
