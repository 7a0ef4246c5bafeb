import type { MemberState } from '../src/database/tables-consent.ts'
import type { Member } from '../src/people/list-members.ts'
import type { MailingList } from '../src/people/mailing-lists.ts'
import { Field, PostButton } from './fields.tsx'
import { icon } from './icon.tsx'
import { ListDeeds, ListForm, type TypedList } from './mailing-lists.tsx'
import type { Ui } from './ui.ts'

export type TypedMember = Readonly<{ address: string; source: string; wording: string; at: string; problem: string }>

type ListProps = Readonly<{
  ui: Ui
  list: MailingList
  mailboxes: readonly Readonly<{ id: number; address: string }>[]
  members: readonly Member[]
  next: string | null
  state: MemberState | undefined
  q: string
  typed?: TypedMember | undefined
  typedList?: TypedList | undefined
}>

/** One list: who is on it, on what evidence; one more by hand. */
export function MailingListPage(props: ListProps) {
  const { ui, list, mailboxes, typedList } = props
  const words = ui.words.lists
  return (
    <main id="pane" class="page" tabindex={-1}>
      <p>
        <a class="link-button" href={ui.url('/lists')}>
          {icon('chevron-left')} {words.back}
        </a>
      </p>
      <h1>{list.name}</h1>
      {list.description && <p class="measure">{list.description}</p>}
      <Members {...props} />
      {ui.may('consent') && <AddMember {...props} />}
      <details class="earlier" open={typedList !== undefined}>
        <summary>{words.edit}</summary>
        {ui.may('consent') && <ListForm ui={ui} mailboxes={mailboxes} list={list} typed={typedList} />}
        <ListDeeds ui={ui} list={list} />
      </details>
    </main>
  )
}

const shown = ['confirmed', 'unproven', 'pending', 'removed'] as const

function Members({ ui, list, members, next, state, q }: ListProps) {
  const words = ui.words.lists
  const path = `/lists/${list.slug}`
  const more = new URLSearchParams({ ...(state && { state }), ...(next && { cursor: next }) })
  return (
    <section>
      <h2>{words.members}</h2>
      <nav class="tabs" aria-label={words.members}>
        <a class="tab" href={ui.url(path)} aria-current={state ? undefined : 'page'}>
          {words.all}
        </a>
        {shown.map((one) => (
          <a class="tab" href={ui.url(`${path}?state=${one}`)} aria-current={state === one ? 'page' : undefined}>
            {words.states[one]} <span class="count">{ui.dates.number(list.members[one])}</span>
          </a>
        ))}
      </nav>
      <form class="search wide-search" action={ui.url(path)}>
        {icon('search')}
        <input type="search" name="q" value={q} placeholder={words.find} aria-label={words.find} />
        <button type="submit" class="button">
          {words.search}
        </button>
      </form>
      {members.length === 0 ? (
        <p class="quiet">{words.noMembers}</p>
      ) : (
        <MemberTable ui={ui} path={path} members={members} />
      )}
      {next && (
        <a class="button" href={ui.url(`${path}?${more}`)}>
          {words.more}
        </a>
      )}
    </section>
  )
}

function MemberTable({ ui, path, members }: { ui: Ui; path: string; members: readonly Member[] }) {
  const words = ui.words.lists
  return (
    <table class="table">
      <thead>
        <tr>
          <th>{words.address}</th>
          <th>{words.state}</th>
          <th class="wide-only">{words.evidence}</th>
          <th class="wide-only">{words.since}</th>
          <th>
            <span class="sr">{words.remove}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {members.map((member) => (
          <tr>
            <td>
              {member.personId ? <a href={ui.url(`/people/${member.personId}`)}>{member.address}</a> : member.address}
            </td>
            <td>{words.states[member.state]}</td>
            <td class="wide-only" title={member.consent?.wording}>
              {evidence(ui, member)}
            </td>
            <td class="wide-only">{ui.dates.day(member.updatedAt)}</td>
            <td class="number">
              {ui.may('consent') && member.state !== 'removed' && (
                <PostButton
                  action={ui.url(`${path}/members/${member.id}/remove`)}
                  class="chip-button"
                  label={words.removeOf(member.address)}
                >
                  {icon('x')}
                </PostButton>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function evidence(ui: Ui, { consent }: Member): string {
  const { noEvidence, evidenceOf } = ui.words.lists
  return consent ? evidenceOf(consent.kind, consent.source, day(ui, consent.at)) : noEvidence
}

/** Evidence of an import may lack its day. */
function day(ui: Ui, at: string | undefined): string {
  const time = new Date(at ?? '')
  return Number.isNaN(+time) ? '' : ui.dates.day(time)
}

function AddMember({ ui, list, typed }: ListProps) {
  const words = ui.words.lists
  return (
    <details class="earlier" open={typed !== undefined}>
      <summary>{words.addMember}</summary>
      <form class="settings-form" method="post" action={ui.url(`/lists/${list.slug}/members`)}>
        <Field label={words.address} name="address" value={typed?.address} error={typed?.problem} required />
        <Field label={words.source} name="source" value={typed?.source} hint={words.addHint} />
        <Field label={words.wording} name="wording" value={typed?.wording} />
        <Field label={words.on} name="at" value={typed?.at} />
        <div class="row-of-buttons">
          <button type="submit" class="button primary">
            {words.put}
          </button>
        </div>
      </form>
    </details>
  )
}
