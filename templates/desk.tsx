import type { PropsWithChildren } from 'hono/jsx'
import { Layout } from './layout.tsx'
import { Banners, type Place, Rail, Toasts } from './rail.tsx'
import type { Flash, RailState, Ui } from './ui.ts'

export type DeskProps = PropsWithChildren<{
  ui: Ui
  title: string
  state: RailState
  place: Place
  flash?: Flash | undefined
  /** "issues" has the list and a pane beside each other; "page" is one wide column. */
  shape: 'issues' | 'page'
}>

/** A page of the desk: rail, then whatever the page is, then the toasts; live updates are app.js's. */
export function DeskPage({ ui, title, state, place, flash, shape, children }: DeskProps) {
  return (
    <Layout ui={ui} title={title}>
      <a class="skip" href="#pane">
        {ui.words.skip}
      </a>
      <div
        class={shape === 'issues' ? 'desk issues' : 'desk'}
        data-live={ui.url('/live')}
        data-events={ui.url('/events')}
        data-place={place}
      >
        <Rail ui={ui} state={state} place={place} />
        <div class="stage">
          <Banners ui={ui} state={state} />
          {children}
        </div>
      </div>
      <Toasts ui={ui} flash={flash} />
      <dialog id="sheet" aria-label={ui.words.shortcuts.title}></dialog>
    </Layout>
  )
}
