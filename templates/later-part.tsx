import { icon } from './icon.tsx'
import type { Ui } from './ui.ts'

export type Later = Readonly<{
  /** What stands there until it has come. */
  title: string
  /** Where it comes from, as a path of the desk. */
  path: string
}>

/** A part of a page that takes its time: it comes by itself once the page is there, and takes this one's place. */
export function LaterPart({ ui, title, path }: Later & Readonly<{ ui: Ui }>) {
  return (
    <section class="chart later" aria-busy="true" hx-get={ui.url(path)} hx-trigger="load" hx-swap="outerHTML">
      <h2>{title}</h2>
      <p class="later-place quiet">{ui.words.charts.counting}</p>
      <NotCounted ui={ui} path={path} hidden />
    </section>
  )
}

/** What comes instead of a part that failed. */
export function FailedPart({ ui, title, path }: Later & Readonly<{ ui: Ui }>) {
  return (
    <section class="chart later">
      <h2>{title}</h2>
      <NotCounted ui={ui} path={path} />
    </section>
  )
}

/** Hidden in a part that has yet to come: select.js shows it where the request itself was lost. */
function NotCounted({ ui, path, hidden }: Readonly<{ ui: Ui; path: string; hidden?: boolean }>) {
  return (
    <p class="notice bad" hidden={hidden}>
      {icon('circle-alert')} {ui.words.charts.notCounted}{' '}
      <button type="button" class="button small" hx-get={ui.url(path)} hx-target="closest section" hx-swap="outerHTML">
        {ui.words.charts.again}
      </button>
    </p>
  )
}

/** For a page whose parts come later: where no script fetches them, all of it by a link. */
export function WithoutScript({ ui, path }: Readonly<{ ui: Ui; path: string }>) {
  return (
    <noscript>
      <p class="notice">
        {icon('chart-column')} <a href={ui.url(path)}>{ui.words.charts.whole}</a>
      </p>
    </noscript>
  )
}
