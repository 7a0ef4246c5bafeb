import type { CannedResponse } from '../src/desk/canned.ts'
import type { MissingValue } from '../src/letters/canned.ts'
import { AskFields } from './canned-picker.tsx'
import { icon } from './icon.tsx'
import type { Ui } from './ui.ts'

export type Choosing = Readonly<{
  ui: Ui
  place: string
  back: string
  q: string
  found: readonly CannedResponse[]
  /** The one that was chosen, with what it needs. */
  asking: Readonly<{ id: number; title: string; missing: readonly MissingValue[] }> | undefined
}>

/** Which response goes below what was typed; then what it needs. */
export function CannedChoosePage(props: Choosing) {
  const { ui, back, asking } = props
  const words = ui.words.canned
  return (
    <main id="pane" class="page" tabindex={-1}>
      <p>
        <a class="link-button" href={ui.url(back)}>
          {icon('chevron-left')} {words.back}
        </a>
      </p>
      <h1>{asking ? words.askTitle(asking.title) : words.chooseTitle}</h1>
      {asking ? <AskForm {...props} asking={asking} /> : <ChooseForms {...props} />}
    </main>
  )
}

function AskForm({ ui, place, asking }: Choosing & { asking: NonNullable<Choosing['asking']> }) {
  return (
    <form class="settings-form" method="post" action={ui.url('/canned/choose/insert')}>
      <input type="hidden" name="place" value={place} />
      <input type="hidden" name="canned" value={asking.id} />
      <input type="hidden" name="anyway" value="1" />
      <AskFields ui={ui} missing={asking.missing} named />
      <div class="row-of-buttons">
        <button type="submit" class="button primary">
          {ui.words.canned.insert}
        </button>
      </div>
    </form>
  )
}

function ChooseForms({ ui, place, q, found }: Choosing) {
  const words = ui.words.canned
  return (
    <>
      <form class="finder-line" method="get" action={ui.url('/canned/choose')}>
        <input type="hidden" name="place" value={place} />
        <input type="search" name="q" value={q} aria-label={words.find} placeholder={words.find} maxlength={200} />
        <button type="submit" class="button">
          {words.show}
        </button>
      </form>
      {found.length === 0 ? (
        <p class="quiet">{words.empty}</p>
      ) : (
        <form class="settings-form" method="post" action={ui.url('/canned/choose/insert')}>
          <input type="hidden" name="place" value={place} />
          <div class="field">
            <label for="canned-choice">{words.title}</label>
            <select id="canned-choice" name="canned" size={Math.min(12, Math.max(2, found.length))} required>
              {found.map((response, i) => (
                <option value={response.id} selected={i === 0}>
                  {[response.folder, response.title, response.language].filter(Boolean).join(' · ')}
                </option>
              ))}
            </select>
          </div>
          <div class="row-of-buttons">
            <button type="submit" class="button primary">
              {words.insert}
            </button>
          </div>
        </form>
      )}
    </>
  )
}
