import { Initials } from './fields.tsx'
import { type IconName, icon } from './icon.tsx'
import type { Theme, Ui } from './ui.ts'

/** What concerns the person who works here: theme, account, settings, keys, leaving. */
export function PersonMenu({ ui }: { ui: Ui }) {
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
