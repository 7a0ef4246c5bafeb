import { type IconName, icon } from './icon.tsx'
import type { View } from './list-place.ts'
import { PersonMenu } from './person-menu.tsx'
import { RailLink } from './rail-link.tsx'
import { RailShopLinks } from './rail-shop.tsx'
import { RailWorkLinks } from './rail-work.tsx'
import { SearchBox } from './search-box.tsx'
import type { Flash, RailState, Ui } from './ui.ts'

export type Place =
  | View
  | 'board'
  | 'picklists'
  | 'history'
  | 'senders'
  | 'drafts'
  | 'failed'
  | 'letters'
  | 'held'
  | 'mail'
  | 'people'
  | 'record'
  | 'lists'
  | 'search'
  | 'orders'
  | 'certificates'
  | 'problems'
  | 'reports'
  | 'campaigns'
  | 'audiences'
  | 'mailboxes'
  | 'settings'
  | 'followUps'
  | 'notices'
  | 'views'

type RailProps = { ui: Ui; state: RailState; place: Place }

/** The column of views with their counters, and the menu of the person who works here. */
export function Rail({ ui, state, place }: RailProps) {
  const words = ui.words.rail
  return (
    <nav class="rail" aria-label={words.label}>
      <a class="brand" href={ui.url('/')}>
        <img src={ui.asset('icon.svg')} width="20" height="20" alt="" /> {ui.words.product}
      </a>
      <SearchBox ui={ui} />
      <RailLinks ui={ui} state={state} place={place} />
      <PersonMenu ui={ui} />
    </nav>
  )
}

/** The links alone; live updates replace them. */
export function RailLinks({ ui, state, place }: RailProps) {
  const view = (id: View, name: IconName, count: number | undefined, key: string) => (
    <RailLink
      ui={ui}
      here={place === id}
      path={id === 'open' ? '/issues' : `/issues?view=${id}`}
      name={name}
      key_={key}
      count={count}
    >
      {ui.words.views[id]}
    </RailLink>
  )
  return (
    <div class="rail-links" id="rail-links">
      <RailLink ui={ui} here={place === 'board'} path="/" name="layout-dashboard" key_="g b">
        {ui.words.board.title}
      </RailLink>
      {view('open', 'inbox', state.open, 'g i')}
      {view('mine', 'user', state.mine, 'g m')}
      {view('unassigned', 'circle-dashed', state.unassigned, 'g u')}
      {view('look', 'eye', state.needsLook, 'g l')}
      {view('closed', 'archive', undefined, 'g c')}
      {ui.may('work') && (
        <RailLink ui={ui} here={place === 'drafts'} path="/drafts" name="pen-line" key_="g d">
          {ui.words.drafts.title}
        </RailLink>
      )}
      <hr />
      <TroubleLinks ui={ui} state={state} place={place} />
      <hr />
      {ui.may('work') && (
        <RailLink ui={ui} here={false} path="/letters/new" name="send" key_="c">
          {ui.words.newLetter.title}
        </RailLink>
      )}
      {ui.may('work') && (
        <RailLink ui={ui} here={place === 'record'} path="/interactions/new" name="phone" key_="p">
          {ui.words.interaction.record}
        </RailLink>
      )}
      <RailLink ui={ui} here={place === 'people'} path="/people" name="users" key_="g p">
        {ui.words.views.people}
      </RailLink>
      <RailShopLinks ui={ui} place={place} problems={state.problems} />
      <RailWorkLinks ui={ui} work={state.work} />
    </div>
  )
}

function TroubleLinks({ ui, state, place }: RailProps) {
  return (
    <>
      <RailLink
        ui={ui}
        here={place === 'failed'}
        path="/letters?trouble"
        name="mail-x"
        key_="g f"
        count={state.failed}
        bad
      >
        {ui.words.views.failed}
      </RailLink>
      <RailLink
        ui={ui}
        here={place === 'held'}
        path="/mail?state=held"
        name="mail-warning"
        key_="g h"
        count={state.held}
      >
        {ui.words.views.held}
      </RailLink>
    </>
  )
}

/** Warnings that concern the whole desk: sending stopped, no relay, own letters that failed. */
export function Banners({ ui, state }: { ui: Ui; state: RailState }) {
  const words = ui.words.letters
  return (
    <div id="banners">
      {state.stopped && (
        <p class="banner bad">
          {icon('triangle-alert')} {words.stopped}
        </p>
      )}
      {state.late > 0 && (
        <p class="banner bad">
          {icon('triangle-alert')} {ui.words.mailboxes.late(state.late)}{' '}
          {ui.may('settings') && <a href={ui.url('/settings/mailboxes')}>{ui.words.mailboxes.lateLink}</a>}
        </p>
      )}
      {state.heldLong !== null && (
        <p class="banner">
          {icon('eye')} {ui.words.threading.heldBanner}{' '}
          <a href={ui.url(`/issues/${state.heldLong}`)}>{ui.words.threading.heldLink}</a>
        </p>
      )}
      {state.failed > 0 && (
        <p class="banner bad">
          {icon('mail-x')} {words.failedBanner(state.failed)}{' '}
          <a href={ui.url('/letters?trouble')}>{words.failedLink}</a>
        </p>
      )}
      {state.undelivered && !state.stopped && (
        <p class="banner quiet-banner">
          {icon('info')} {words.noRelay}
        </p>
      )}
    </div>
  )
}

/** What happened last, with its Undo; read out by screen readers. */
export function Toasts({ ui, flash }: { ui: Ui; flash: Flash | undefined }) {
  return (
    <div id="toasts" role="status">
      {flash && (
        <div class={`toast ${flash.tone}`} data-toast>
          {icon(flash.tone === 'good' ? 'circle-check' : 'circle-alert')}
          <span>{flash.text}</span>
          {flash.next && (
            <a class="button quiet-button" href={ui.url(flash.next.path)}>
              {flash.next.label}
            </a>
          )}
          {flash.changeId !== undefined && (
            <form method="post" action={ui.url(`/undo/${flash.changeId}`)} class="inline">
              <input type="hidden" name="back" value={ui.here} />
              <button type="submit" class="button quiet-button" data-key="z">
                {icon('undo-2')} {ui.words.flash.undo}
              </button>
            </form>
          )}
          <button
            type="button"
            class="button quiet-button"
            data-dismiss
            hidden
            title={ui.words.flash.close}
            aria-label={ui.words.flash.close}
          >
            {icon('x')}
          </button>
        </div>
      )}
    </div>
  )
}
