import type { SpellingLanguage } from '../src/desk/spelling-languages.ts'
import type { TaughtWord } from '../src/desk/spelling-words.ts'
import { Field, PostButton, Time } from './fields.tsx'
import { icon } from './icon.tsx'
import { languageName } from './language-name.ts'
import type { Ui } from './ui.ts'

export type SpellingProps = Readonly<{
  ui: Ui
  languages: readonly SpellingLanguage[]
  words: readonly TaughtWord[]
  next: string | null
  q: string
  typed?: Readonly<{ code?: string; problem?: string; word?: string; wordProblem?: string }>
}>

/** Languages with what they cost, dictionaries to install, and the words that reps taught. */
export function SpellingPage({ ui, languages, words, next, q, typed = {} }: SpellingProps) {
  const say = ui.words.spelling
  return (
    <main id="pane" class="page" tabindex={-1}>
      <header>
        <h1>{say.title}</h1>
        <p class="quiet">{say.lead}</p>
      </header>
      <Languages ui={ui} languages={languages} />
      <Installed ui={ui} languages={languages} />
      <Install ui={ui} typed={typed} />
      <TaughtWords ui={ui} words={words} next={next} q={q} typed={typed} />
    </main>
  )
}

function Languages({ ui, languages }: Pick<SpellingProps, 'ui' | 'languages'>) {
  const say = ui.words.spelling
  return (
    <form class="settings-form" method="post" action={ui.url('/settings/spelling/languages')}>
      <fieldset class="settings-part">
        <legend>{say.languages}</legend>
        <p class="hint">{say.languagesHint}</p>
        <table class="spelling-languages">
          <thead>
            <tr>
              <th scope="col">{say.language}</th>
              <th scope="col">{say.enabled}</th>
              <th scope="col">{say.usual}</th>
              <th scope="col" class="number">
                {say.memory}
              </th>
            </tr>
          </thead>
          <tbody>
            {languages.map((one, at) => (
              <LanguageRow ui={ui} one={one} usual={at === 0} />
            ))}
          </tbody>
        </table>
        <div class="row-of-buttons">
          <button type="submit" class="button primary">
            {say.save}
          </button>
        </div>
      </fieldset>
    </form>
  )
}

function LanguageRow({ ui, one, usual }: { ui: Ui; one: SpellingLanguage; usual: boolean }) {
  const say = ui.words.spelling
  const { language, enabled, memoryBytes, installed } = one
  const name = languageName(ui, language)
  return (
    <tr>
      <th scope="row">
        {name}{' '}
        <span class="quiet">
          {installed ? say.installed(ui.dates.number(installed.words), installed.rep ?? say.desk) : say.shipped}
        </span>
      </th>
      <td>
        <input type="checkbox" name="enabled" value={language} checked={enabled} aria-label={say.enabledOf(name)} />
      </td>
      <td>
        <input type="radio" name="usual" value={language} checked={usual} aria-label={say.usualOf(name)} />
      </td>
      <td class="number">{ui.dates.size(memoryBytes)}</td>
    </tr>
  )
}

function Installed({ ui, languages }: Pick<SpellingProps, 'ui' | 'languages'>) {
  const say = ui.words.spelling
  const installed = languages.filter((one) => one.installed)
  if (installed.length === 0) return null
  return (
    <ul class="ledger">
      {installed.map(({ language, installed }) => (
        <li class="ledger-item">
          {icon('spell-check')}
          <div class="ledger-main">
            <p class="ledger-top">
              <strong>{languageName(ui, language)}</strong> <Time ui={ui} at={installed!.at} />
            </p>
            <p class="quiet">{say.installed(ui.dates.number(installed!.words), installed!.rep ?? say.desk)}</p>
          </div>
          <PostButton
            action={ui.url('/settings/spelling/dictionaries/remove')}
            values={{ language }}
            label={say.removeOf(languageName(ui, language))}
          >
            {say.remove}
          </PostButton>
        </li>
      ))}
    </ul>
  )
}

function Install({ ui, typed = {} }: Pick<SpellingProps, 'ui' | 'typed'>) {
  const say = ui.words.spelling
  const file = (name: 'aff' | 'dic') => (
    <div class="field">
      <label for={name}>{say[name]}</label>
      <input id={name} name={name} type="file" accept={`.${name}`} required />
    </div>
  )
  return (
    <form
      class="settings-form"
      method="post"
      enctype="multipart/form-data"
      action={ui.url('/settings/spelling/dictionaries')}
    >
      <fieldset class="settings-part">
        <legend>{say.install}</legend>
        <p class="hint">{say.installHint}</p>
        <div class="settings-grid">
          <Field
            label={say.code}
            name="language"
            value={typed.code}
            hint={say.codeHint}
            error={typed.problem}
            required
          />
          {file('aff')}
          {file('dic')}
        </div>
        <div class="row-of-buttons">
          <button type="submit" class="button">
            {icon('download')} {say.installButton}
          </button>
        </div>
      </fieldset>
    </form>
  )
}

function TaughtWords({ ui, words, next, q, typed = {} }: Omit<SpellingProps, 'languages'>) {
  const say = ui.words.spelling
  return (
    <section class="settings-part taught" id="taught" aria-labelledby="taught-head">
      <h2 id="taught-head">{say.taught}</h2>
      <p class="hint">{say.taughtHint}</p>
      <div class="taught-forms">
        <form method="post" action={ui.url('/settings/spelling/words')}>
          <Field label={say.word} name="word" value={typed.word} error={typed.wordProblem} required />
          <button type="submit" class="button">
            {icon('spell-check')} {say.teach}
          </button>
        </form>
        <form method="get" action={ui.url('/settings/spelling')}>
          <Field label={say.find} name="q" type="search" value={q} />
          <button type="submit" class="button">
            {icon('search')} {say.show}
          </button>
        </form>
      </div>
      {words.length === 0 && <p class="quiet">{q ? say.noneFound : say.noWords}</p>}
      {words.length > 0 && (
        <ul class="ledger">
          {words.map((word) => (
            <Taught ui={ui} word={word} />
          ))}
        </ul>
      )}
      {next && (
        <a class="button" href={ui.url(`/settings/spelling?${new URLSearchParams({ q, cursor: next })}#taught`)}>
          {icon('arrow-down')} {say.older}
        </a>
      )}
    </section>
  )
}

function Taught({ ui, word: { id, word, rep, taughtAt } }: { ui: Ui; word: TaughtWord }) {
  const say = ui.words.spelling
  return (
    <li class="ledger-item">
      <div class="ledger-main">
        <p class="ledger-top">
          <strong>{word}</strong>
          <span class="quiet">{say.by(rep ?? say.desk)}</span>
          <Time ui={ui} at={taughtAt} />
        </p>
      </div>
      <PostButton action={ui.url(`/settings/spelling/words/${id}/prune`)} label={say.pruneOf(word)}>
        {say.prune}
      </PostButton>
    </li>
  )
}
