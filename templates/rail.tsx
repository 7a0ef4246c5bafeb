import { Initials } from './fields.tsx'
import { type IconName, icon } from './icon.tsx'
import type { View } from './list-place.ts'
import { RailLink } from './rail-link.tsx'
import { RailShopLinks } from './rail-shop.tsx'
import { RailWorkLinks } from './rail-work.tsx'
import { SearchBox } from './search-box.tsx'
import type { Flash, RailState, Theme, Ui } from './ui.ts'

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
  | 'search'
  | 'orders'
  | 'problems'
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
      <hr />
      {ui.may('work') && (
        <RailLink ui={ui} here={false} path="/letters/new" name="send" key_="c">
          {ui.words.newLetter.title}
        </RailLink>
      )}
      {ui.may('work') && (
        <RailLink ui={ui} here={false} path="/interactions/new" name="phone" key_="p">
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

function PersonMenu({ ui }: { ui: Ui }) {
  const words = ui.words.rail
  if (!ui.rep) return null
  return (
    <details class="pop up person-menu">
      <summary class="rail-link" title={words.account}>
        <Initials name={ui.rep.name} small />
        <span>{ui.rep.name}</span>
      </summary>
      <div class="pop-panel">
        <p class="pop-head">
          {ui.rep.email}
          <br />
          <span class="quiet">{words.roles[ui.rep.role]}</span>
        </p>
        <ThemeButtons ui={ui} />
        <hr />
        <a class="menu-item" href={ui.url('/letters')}>
          {icon('send')} {words.letters}
        </a>
        <a class="menu-item" href={ui.url('/mail')}>
          {icon('mailbox')} {words.all}
        </a>
        <a class="menu-item" href={ui.url('/account')}>
          {icon('user')} {ui.words.account.title}
        </a>
        <a class="menu-item" href={ui.url('/settings')}>
          {icon('settings')} {ui.words.settingsNav.title}
        </a>
        <a class="menu-item" href={ui.url('/shortcuts')} data-key="?">
          {icon('keyboard')} {words.shortcuts} <kbd>?</kbd>
        </a>
        <form method="post" action={ui.url('/sign-out')}>
          <button type="submit" class="menu-item">
            {icon('log-out')} {words.signOut}
          </button>
        </form>
      </div>
    </details>
  )
}

const themeIcons: Readonly<Record<Theme, IconName>> = { system: 'monitor', light: 'sun', dark: 'moon' }

function ThemeButtons({ ui }: { ui: Ui }) {
  const words = ui.words.rail
  return (
    <form method="post" action={ui.url('/theme')}>
      <input type="hidden" name="back" value={ui.here} />
      <fieldset class="menu-group">
        <legend>{words.theme}</legend>
        {(['system', 'light', 'dark'] as const).map((theme) => (
          <button
            type="submit"
            class="menu-item"
            name="theme"
            value={theme}
            aria-pressed={ui.theme === theme ? 'true' : 'false'}
          >
            {icon(themeIcons[theme])} {words.themes[theme]} {ui.theme === theme && icon('check')}
          </button>
        ))}
      </fieldset>
    </form>
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
