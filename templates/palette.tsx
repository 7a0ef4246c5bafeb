import { icon } from './icon.tsx'
import type { Ui } from './ui.ts'

/** What Ctrl K opens; palette.js fills in what the page can do, the server what is found. */
export function Palette({ ui }: { ui: Ui }) {
  const words = ui.words.palette
  return (
    <dialog id="palette" aria-label={words.title}>
      <div class="palette-box">
        {icon('search')}
        <input
          type="text"
          id="palette-input"
          role="combobox"
          aria-label={words.label}
          aria-controls="palette-list"
          aria-expanded="true"
          aria-autocomplete="list"
          autocomplete="off"
          placeholder={words.label}
          maxlength={200}
        />
      </div>
      <div id="palette-list" role="listbox" aria-label={words.title}></div>
      <p class="quiet palette-hint">{words.hint}</p>
    </dialog>
  )
}

export type Found = Readonly<{ group: 'issues' | 'people' | 'orders'; path: string; text: string; more: string }>

/** Issues, people and orders that the words find, each a link. */
export function FoundItems({ ui, found }: { ui: Ui; found: readonly Found[] }) {
  const names = { issues: 'inbox', people: 'user', orders: 'tag' } as const
  return (
    <>
      {found.map(({ group, path, text, more }) => (
        <a href={ui.url(path)} role="option" aria-selected="false" tabindex={-1}>
          {icon(names[group])} <span class="subject">{text}</span> <span class="quiet">{more}</span>
        </a>
      ))}
    </>
  )
}
