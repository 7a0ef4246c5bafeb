import type { LetterState } from '../src/database/tables.ts'
import type { LetterDeed } from '../src/letters/bulk-letters.ts'
import type { LetterKind, LetterLine } from '../src/letters/letters.ts'
import { icon } from './icon.tsx'
import { LetterItem } from './letters.tsx'
import { Choice } from './mail-filters.tsx'
import type { Ui } from './ui.ts'

export type OutboxFilter = Readonly<{
  trouble: boolean
  state: LetterState | ''
  mailbox: number | ''
  rep: number | ''
  kind: LetterKind | ''
}>

type OutboxProps = {
  ui: Ui
  filter: OutboxFilter
  counts: ReadonlyMap<LetterState, number>
  mailboxes: readonly { id: number; address: string }[]
  reps: readonly { id: number; name: string }[]
  items: readonly LetterLine[]
  next: string | null
}

/** Letters by state, newest first, with what can be done about one or many. */
export function OutboxPage(props: OutboxProps) {
  const { ui, filter, items, next } = props
  const words = ui.words.letters
  return (
    <main id="pane" class="page" tabindex={-1}>
      <h1>{filter.trouble ? words.trouble : words.title}</h1>
      <div id="outbox" data-live-self>
        <States {...props} />
        {items.length === 0 ? (
          <div class="empty">
            {icon('circle-check')}
            <p>{filter.trouble ? words.empty : isNarrow(filter) ? ui.words.outbox.empty : words.emptyAll}</p>
          </div>
        ) : (
          <ul class="ledger outbox-list">
            {items.map((letter) => (
              <LetterItem ui={ui} letter={letter} />
            ))}
          </ul>
        )}
      </div>
      {ui.may('work') && items.length > 0 && <Bar ui={ui} />}
      {next && (
        <a class="button" href={ui.url(`/letters?${queryOf({ ...filter, cursor: next })}`)}>
          {words.more}
        </a>
      )}
    </main>
  )
}

function isNarrow({ state, mailbox, rep, kind }: OutboxFilter): boolean {
  return [state, mailbox, rep, kind].some((one) => one !== '')
}

/** The address of the same list, with something else in it. */
function queryOf({ trouble, ...rest }: OutboxFilter & { cursor?: string }): string {
  const query = new URLSearchParams(trouble ? { trouble: '' } : {})
  for (const [name, value] of Object.entries(rest))
    if (value !== '' && value !== undefined) query.set(name, String(value))
  return query.toString()
}

const shown = [
  ...(['queued', 'scheduled', 'sending', 'deferred', 'undelivered', 'uncertain', 'failed', 'bounced'] as const),
  ...(['sent', 'cancelled'] as const),
]

/** A link for each state; those that nobody is in are left out, but for where one stands. */
function States(props: OutboxProps) {
  const { ui, filter, counts } = props
  const words = ui.words.outbox
  const link = (to: Partial<OutboxFilter>, text: string, n?: number) => {
    const target = { ...filter, trouble: false, state: '' as const, ...to }
    const here = target.trouble === filter.trouble && target.state === filter.state
    return (
      <a href={ui.url(`/letters?${queryOf(target)}`)} aria-current={here ? 'page' : undefined}>
        {text}
        {n !== undefined && <span class="count"> {words.counted(n)}</span>}
      </a>
    )
  }
  return (
    <>
      <nav class="tabs outbox-states" aria-label={words.states}>
        {link({}, words.all)}
        {link({ trouble: true }, words.needsLook)}
        {shown
          .filter((state) => counts.has(state) || state === 'sent' || state === filter.state)
          .map((state) => link({ state }, ui.words.entry.letter[state], counts.get(state)))}
      </nav>
      <Filters {...props} />
    </>
  )
}

function Filters({ ui, filter, mailboxes, reps }: OutboxProps) {
  const words = ui.words.outbox
  const named = (list: readonly { id: number }[], name: (one: never) => string) =>
    list.map((one) => [String(one.id), name(one as never)] as const)
  return (
    <form class="ledger-filters" action={ui.url('/letters')} aria-label={words.filterLabel}>
      {filter.trouble && <input type="hidden" name="trouble" value="" />}
      {filter.state && <input type="hidden" name="state" value={filter.state} />}
      {mailboxes.length > 1 && (
        <Choice
          ui={ui}
          name="mailbox"
          label={words.mailbox}
          value={String(filter.mailbox)}
          options={named(mailboxes, ({ address }: { address: string }) => address)}
        />
      )}
      <Choice
        ui={ui}
        name="rep"
        label={words.rep}
        value={String(filter.rep)}
        options={named(reps, ({ name }: { name: string }) => name)}
      />
      <Choice
        ui={ui}
        name="kind"
        label={words.kind}
        value={filter.kind}
        options={Object.entries(words.kinds) as [string, string][]}
      />
      <button type="submit" class="button">
        {icon('search')} {words.apply}
      </button>
    </form>
  )
}

/** The form that the boxes of the rows belong to. It stays out of the part that is renewed. */
function Bar({ ui }: { ui: Ui }) {
  const words = ui.words.outbox
  return (
    <form method="post" action={ui.url('/letters/bulk')} id="letters-bulk" class="outbox-bar" aria-label={words.bar}>
      <input type="hidden" name="back" value={ui.here} />
      <span class="quiet">{words.bar}</span>
      {(['retry', 'cancel', 'dismiss'] as const).map((deed) => (
        <button type="submit" class="button" name="deed" value={deed}>
          {icon(deed === 'retry' ? 'refresh-cw' : deed === 'cancel' ? 'x' : 'check')} {words.deeds[deed]}
        </button>
      ))}
    </form>
  )
}

type ConfirmProps = { ui: Ui; deed: LetterDeed; ids: readonly number[]; back: string }

/** Asked before several letters are touched at once. */
export function OutboxConfirm({ ui, deed, ids, back }: ConfirmProps) {
  const words = ui.words.outbox
  return (
    <main id="pane" class="page" tabindex={-1}>
      <h1>{words.confirm[deed](ids.length)}</h1>
      <p>{words.confirmHint[deed]}</p>
      <form method="post" action={ui.url('/letters/bulk')} class="row-of-buttons">
        <input type="hidden" name="ids" value={ids.join(',')} />
        <input type="hidden" name="deed" value={deed} />
        <input type="hidden" name="sure" value="yes" />
        <input type="hidden" name="back" value={back} />
        <button type="submit" class="button primary">
          {words.deeds[deed]}
        </button>
        <a class="button" href={ui.url(back)}>
          {words.back}
        </a>
      </form>
    </main>
  )
}
