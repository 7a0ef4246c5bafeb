import type { CannedResponse } from '../src/desk/canned.ts'
import type { MissingValue } from '../src/letters/canned.ts'
import type { AttachmentLine } from '../src/mail/attachments.ts'
import { icon } from './icon.tsx'
import type { Ui } from './ui.ts'

/** The composer's way to canned responses: a button that opens them in place; without script one that leads to a page. */
export function CannedTool({ ui }: { ui: Ui }) {
  const words = ui.words.canned
  return (
    <>
      <button type="button" class="button quiet-button with-script" title={words.openKeys} data-canned-open>
        {icon('text-quote')} {words.open} <kbd>/</kbd>
      </button>
      <noscript>
        <button type="submit" class="button quiet-button" formaction={ui.url('/canned/choose')} formnovalidate>
          {icon('text-quote')} {words.open}
        </button>
      </noscript>
      <template data-canned-box>
        <CannedBox ui={ui} />
      </template>
    </>
  )
}

/** What the button opens: a field, what it finds, and later what is asked. */
function CannedBox({ ui }: { ui: Ui }) {
  const words = ui.words.canned
  return (
    <dialog id="canned" aria-label={words.title} data-url={ui.url('/canned')} data-failed={words.failed}>
      <div data-canned-find>
        <div class="palette-box">
          {icon('search')}
          <input
            type="text"
            id="canned-input"
            role="combobox"
            aria-label={words.find}
            aria-controls="canned-list"
            aria-expanded="true"
            aria-autocomplete="list"
            autocomplete="off"
            placeholder={words.find}
            maxlength={200}
          />
        </div>
        <div id="canned-list" role="listbox" aria-label={words.title}></div>
      </div>
      <div data-canned-asked></div>
      <p class="quiet palette-hint">
        {words.pickHint} <a href={ui.url('/settings/canned')}>{words.menu}</a>
      </p>
      <p class="sr" role="status" data-canned-said></p>
    </dialog>
  )
}

/** What the words find, each with whatever tells it from others. */
export function CannedOptions({ ui, found }: { ui: Ui; found: readonly CannedResponse[] }) {
  if (found.length === 0)
    return (
      <div role="option" aria-selected="false" aria-disabled="true" tabIndex={-1} class="quiet">
        {ui.words.canned.nothing}
      </div>
    )
  return (
    <>
      {found.map((response) => (
        <div role="option" aria-selected="false" tabIndex={-1} data-canned={response.id}>
          <span class="canned-top">
            <strong>{response.title}</strong> <CannedChips ui={ui} response={response} />
          </span>
          <span class="canned-text quiet">{response.body.replace(/\s+/g, ' ').slice(0, 160)}</span>
        </div>
      ))}
    </>
  )
}

export function CannedChips({ ui, response }: { ui: Ui; response: CannedResponse }) {
  const words = ui.words.canned
  return (
    <>
      {response.folder && <span class="chip">{response.folder}</span>}
      {response.language && (
        <span class="chip" title={words.language}>
          {response.language}
        </span>
      )}
      {response.ownerId !== null && <span class="chip">{words.own}</span>}
      {response.files.length > 0 && (
        <span class="chip">
          {icon('paperclip')} {words.files(response.files.length)}
        </span>
      )}
    </>
  )
}

type AskProps = { ui: Ui; title: string; missing: readonly MissingValue[] }

/** A field for each value that nobody knows; without names, since they are no part of any form. */
export function CannedAsk({ ui, title, missing }: AskProps) {
  const words = ui.words.canned
  return (
    <div class="canned-ask">
      <h2>{words.askTitle(title)}</h2>
      <AskFields ui={ui} missing={missing} />
      <div class="row-of-buttons">
        <button type="button" class="button primary" data-canned-insert>
          {words.insert}
        </button>
        <button type="button" class="button quiet-button" data-canned-leave>
          {words.leave}
        </button>
      </div>
    </div>
  )
}

/** `named`: within a form, which posts them as "value NAME". */
export function AskFields({ ui, missing, named }: Omit<AskProps, 'title'> & { named?: boolean }) {
  const words = ui.words.canned
  return (
    <>
      {missing.map(({ name, example, asked }, i) =>
        asked ? (
          <div class="field">
            <label for={`canned-value-${i}`}>{labelOf(ui, name)}</label>
            <input
              id={`canned-value-${i}`}
              {...(named ? { name: `value ${name}` } : { 'data-value': name })}
              placeholder={example && words.like(example)}
              maxlength={2000}
              autocomplete="off"
            />
          </div>
        ) : (
          <p class="hint">{words.cannot(name)}</p>
        ),
      )}
    </>
  )
}

/** A file that goes along, as the composer shows its uploads. */
export function FileChip({ ui, file }: { ui: Ui; file: AttachmentLine }) {
  return (
    <label class="chip" data-upload={file.id} data-type={file.contentType} data-size={file.size}>
      <input type="checkbox" name="upload" value={file.id} checked /> {file.filename} {ui.dates.size(file.size)}
    </label>
  )
}

/** A known variable in words; what is asked by its own name. */
export function labelOf(ui: Ui, name: string): string {
  const known = ui.words.canned.labels[name]
  if (known) return known
  const leaf = name.replace(/^\w+(?:\.|\[['"])|['"]\]$/g, '').replaceAll('_', ' ')
  return leaf.charAt(0).toUpperCase() + leaf.slice(1)
}
