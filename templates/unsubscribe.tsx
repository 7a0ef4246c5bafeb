import type { Child } from 'hono/jsx'
import type { Preferences } from '../src/campaigns/preferences.ts'
import { Check } from './choices.tsx'
import { Field } from './fields.tsx'
import { icon } from './icon.tsx'
import { Plain } from './layout.tsx'
import type { Ui } from './ui.ts'

type Note = Readonly<{ tone: 'good' | 'bad' | ''; text: string }>

function Notice({ note }: { note: Note | undefined }): Child {
  if (!note) return null
  return (
    <p class={`notice ${note.tone}`.trim()} role={note.tone === 'bad' ? 'alert' : 'status'}>
      {icon(note.tone === 'good' ? 'circle-check' : note.tone === 'bad' ? 'circle-alert' : 'info')} {note.text}
    </p>
  )
}

type UnsubscribeProps = Readonly<{
  ui: Ui
  token: string
  /** Whose link it is, not spelled out; undefined: nobody's. */
  to: Readonly<{ address: string; list: string | null }> | undefined
  note?: Note
  done?: boolean
}>

/** Behind the link of a letter: to look at it changes nothing, since programs that check links look as well. */
export function UnsubscribePage({ ui, token, to, note, done }: UnsubscribeProps) {
  const words = ui.words.unsubscribePage
  return (
    <Plain ui={ui} title={words.title}>
      <h1>{words.title}</h1>
      <Notice note={note} />
      {to && !done && (
        <form class="stack" method="post" action={ui.url(`/unsubscribe/${token}`)}>
          {to.list && <p>{words.ofList(to.list)}</p>}
          <p>{words.lead(to.address)}</p>
          <button type="submit" name="confirm" value="1" class="button primary">
            {words.button}
          </button>
        </form>
      )}
      {to && (
        <p>
          <a class="link-button" href={ui.url(`/preferences/${token}`)}>
            {words.more}
          </a>
        </p>
      )}
    </Plain>
  )
}

type PreferencesProps = Readonly<{ ui: Ui; token: string; chosen: Preferences; note?: Note; wrongLanguage?: string }>

/** What one address gets: lists, marketing at all, the language. */
export function PreferencesPage({ ui, token, chosen, note, wrongLanguage }: PreferencesProps) {
  const words = ui.words.preferences
  return (
    <Plain ui={ui} title={words.title}>
      <h1>{words.title}</h1>
      <Notice note={note} />
      <p>{words.lead(chosen.address)}</p>
      <form class="stack" method="post" action={ui.url(`/preferences/${token}`)}>
        <Check
          label={words.marketing}
          name="marketing"
          checked={chosen.marketing}
          hint={chosen.held ? words.held : words.marketingHint}
        />
        <fieldset class="choices">
          <legend>{words.lists}</legend>
          {chosen.lists.length === 0 && <p class="quiet">{words.noLists}</p>}
          {chosen.lists.map((list) => (
            <Check
              label={list.name}
              name={`list-${list.slug}`}
              checked={list.on}
              {...(list.description && { hint: list.description })}
            />
          ))}
        </fieldset>
        <Field
          label={words.language}
          name="language"
          value={chosen.language}
          hint={words.languageHint}
          error={wrongLanguage}
          autocomplete="off"
        />
        <div class="row-of-buttons">
          <button type="submit" class="button primary">
            {words.save}
          </button>
          <button type="submit" class="button" name="all" value="off">
            {words.all}
          </button>
        </div>
      </form>
    </Plain>
  )
}

type ConfirmProps = Readonly<{ ui: Ui; token: string; list: string; address: string; state: 'asked' | 'done' | 'over' }>

/** The second yes of a double opt-in. */
export function ConfirmPage({ ui, token, list, address, state }: ConfirmProps) {
  const words = ui.words.confirmPage
  return (
    <Plain ui={ui} title={words.title}>
      <h1>{words.title}</h1>
      {state === 'done' && <Notice note={{ tone: 'good', text: words.done(list) }} />}
      {state === 'over' && <Notice note={{ tone: '', text: words.over }} />}
      {state === 'asked' && (
        <form class="stack" method="post" action={ui.url(`/confirm/${token}`)}>
          <p>{words.lead(list, address)}</p>
          <button type="submit" class="button primary">
            {words.button}
          </button>
        </form>
      )}
    </Plain>
  )
}
