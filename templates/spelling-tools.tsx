import type { Draft } from './composer-props.ts'
import { icon } from './icon.tsx'
import { languageName } from './language-name.ts'
import type { Ui } from './ui.ts'

/** Below the words of a letter: how many are perhaps misspelled, in which language. Script fills it and shows it. */
export function SpellingTools({ ui, draft }: { ui: Ui; draft: Pick<Draft, 'language' | 'ignored'> }) {
  const { language = '', ignored = [] } = draft
  const { pen } = ui.words.spelling
  return (
    <span class="spelling" data-spelling={JSON.stringify(pen)} hidden>
      <button
        type="button"
        class="button quiet-button"
        data-spelling-next
        aria-keyshortcuts="F7"
        title={pen.next}
        hidden
      >
        {icon('spell-check')} <span data-spelling-count></span> <kbd>F7</kbd>
      </button>
      <select name="language" aria-label={pen.language} title={pen.language}>
        <option value={language} selected>
          {language && languageName(ui, language)}
        </option>
      </select>
      <input type="hidden" name="ignored" value={ignored.join(' ')} data-spelling-ignored />
      <span class="sr" role="status" data-spelling-said></span>
    </span>
  )
}

type Misspelled = Readonly<{ text: string; start: number; fixes: readonly string[] }>

/** Without script: what was meant is chosen, or written, beside the word itself. */
export function SpellingFix({ ui, text: word, start, fixes }: { ui: Ui } & Misspelled) {
  const say = ui.words.spelling
  const name = `fix.${start}.${word}`
  return (
    <span class="spelling-fix">
      {fixes.length > 0 && (
        <select name={name} aria-label={say.fix(word)}>
          <option value="">{say.keep(word)}</option>
          {fixes.map((fix) => (
            <option value={fix}>{fix}</option>
          ))}
        </select>
      )}
      <input name={fixes.length > 0 ? `own.${start}.${word}` : name} aria-label={say.fix(word)} placeholder={word} />
    </span>
  )
}
