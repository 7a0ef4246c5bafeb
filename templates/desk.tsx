import type { PropsWithChildren } from 'hono/jsx'
import { Layout } from './layout.tsx'
import { Palette } from './palette.tsx'
import { Banners, type Place, Rail, Toasts } from './rail.tsx'
import { SettingsFrame } from './settings-nav.tsx'
import type { Flash, RailState, Ui } from './ui.ts'

export type DeskProps = PropsWithChildren<{
  ui: Ui
  title: string
  state: RailState
  place: Place
  flash?: Flash | undefined
  /** False: this rep has turned single keys off. */
  singleKeys?: boolean
  /** Keys that this rep gave deeds himself, by the deeds' names. */
  ownKeys?: Readonly<Record<string, string>>
  /** "issues" has the list and a pane beside each other; "page" is one wide column. */
  shape: 'issues' | 'page'
}>

/** A page of the desk: rail, then whatever the page is, then the toasts; live updates are app.js's. */
export function DeskPage({
  ui,
  title,
  state,
  place,
  flash,
  shape,
  singleKeys = true,
  ownKeys = {},
  children,
}: DeskProps) {
  return (
    <Layout ui={ui} title={title}>
      <a class="skip" href="#pane">
        {ui.words.skip}
      </a>
      <div
        class={shape === 'issues' ? 'desk issues' : 'desk'}
        data-live={ui.url('/live')}
        data-events={ui.url(`/events?since=${Date.now()}`)}
        data-missed={ui.url(`/missed?since=${Date.now()}`)}
        data-place={place}
        data-presence={ui.url('/presence')}
        data-palette={ui.url('/palette')}
        data-keys={singleKeys ? undefined : 'off'}
        data-own-keys={Object.keys(ownKeys).length > 0 ? JSON.stringify(ownKeys) : undefined}
        data-mentions={ui.url('/mentions')}
      >
        <Rail ui={ui} state={state} place={place} />
        <div class="stage">
          <Banners ui={ui} state={state} />
          <SettingsFrame ui={ui}>{children}</SettingsFrame>
        </div>
      </div>
      <Toasts ui={ui} flash={flash} />
      <p id="announce" class="sr" aria-live="polite"></p>
      <Palette ui={ui} />
      <dialog id="sheet" aria-label={ui.words.shortcuts.title}></dialog>
    </Layout>
  )
}
