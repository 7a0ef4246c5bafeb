import { languageName } from './language-name.ts'
import type { Ui } from './ui.ts'

export type Languages = Readonly<{ all: readonly string[]; chosen: string | null }>

/** Which language the desk speaks to this rep; each is named in itself. */
export function LanguageForm({ ui, languages }: { ui: Ui; languages: Languages }) {
  const words = ui.words.account
  return (
    <form class="settings-form" method="post" action={ui.url('/account/language')}>
      <fieldset class="settings-part">
        <legend>{words.language}</legend>
        <div class="field">
          <label for="language">{words.languageLabel}</label>
          <select id="language" name="language">
            <option value="">{words.browserLanguage}</option>
            {languages.all.map((code) => (
              <option value={code} lang={code} selected={code === languages.chosen}>
                {languageName({ language: code }, code)}
              </option>
            ))}
          </select>
        </div>
        <button type="submit" class="button">
          {words.save}
        </button>
      </fieldset>
    </form>
  )
}
