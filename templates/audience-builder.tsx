import type { ClauseName } from '../src/campaigns/audience-read.ts'
import { type Answer, AudienceAnswer, AudienceWhy } from './audience-answer.tsx'
import { type AudienceRow, Row, Wrong } from './audience-fields.tsx'
import { icon } from './icon.tsx'
import type { Ui } from './ui.ts'

/** What the fields suggest. */
export type Choices = Readonly<
  Record<'product' | 'category' | 'slug' | 'class', readonly (readonly [string, string])[]>
>

export type BuilderProps = Readonly<{
  ui: Ui
  /** Undefined: not kept yet. */
  id: number | undefined
  version: number
  name: string
  join: 'all' | 'any'
  rows: readonly AudienceRow[]
  faults: readonly { row: number; text: string }[]
  problem: string | undefined
  choices: Choices
  kinds: readonly ClauseName[]
  zone: string
  who: string
  answer: Answer
}>

/** Rules at the left, how many and whom they find at the right; without script every change is a post of the form. */
export function AudienceBuilderPage(props: BuilderProps) {
  const { ui, id, name, problem } = props
  const words = ui.words.audiences
  const path = ui.url(id === undefined ? '/audiences/new' : `/audiences/${id}`)
  return (
    <main id="pane" class="page" tabindex={-1}>
      <p>
        <a class="link-button" href={ui.url('/audiences')}>
          {icon('chevron-left')} {words.title}
        </a>
      </p>
      <h1>{name || words.add}</h1>
      {problem && <p class="notice bad">{problem}</p>}
      <form method="post" action={path} class="audience" id="audience-form">
        {/* Enter in a field is the first button: it must take nothing away. */}
        <button type="submit" name="do" value="count" class="sr" tabindex={-1} formnovalidate>
          {words.count}
        </button>
        <div class="audience-rules">
          <Rules {...props} />
          <Save {...props} />
        </div>
        <div class="audience-side">
          <div
            id="audience-answer"
            aria-live="polite"
            hx-post={ui.url('/audiences/count')}
            hx-trigger={`${props.answer.estimate ? '' : 'load, '}change from:#audience-form delay:300ms`}
            hx-sync="this:replace"
            hx-include="#audience-form"
            hx-swap="innerHTML"
          >
            <AudienceAnswer ui={ui} answer={props.answer} />
          </div>
          <button type="submit" name="do" value="count" class="button" formnovalidate>
            {icon('users')} {words.count}
          </button>
          <Why {...props} />
        </div>
      </form>
      <How ui={ui} zone={props.zone} />
      {Object.entries(props.choices).map(([list, options]) => (
        <datalist id={`choices-${list}`}>
          {options.map(([value, label]) => (
            <option value={value}>{label}</option>
          ))}
        </datalist>
      ))}
    </main>
  )
}

function Rules({ ui, join, rows, faults, kinds, zone }: BuilderProps) {
  const words = ui.words.audiences
  return (
    <>
      <input type="hidden" name="zone" value={zone} />
      <div class="audience-join">
        <label for="join">{words.rules}</label>
        <select id="join" name="join">
          {(['all', 'any'] as const).map((one) => (
            <option value={one} selected={one === join}>
              {words.join[one]}
            </option>
          ))}
        </select>
      </div>
      {rows.length === 0 && <p class="quiet">{words.none}</p>}
      {faults
        .filter(({ row }) => row < 0)
        .map(({ text }) => (
          <Wrong text={text} />
        ))}
      <ol class="audience-rows">
        {rows.map((row, n) => (
          <Row ui={ui} row={row} n={n} faults={faults.filter((fault) => fault.row === n).map(({ text }) => text)} />
        ))}
      </ol>
      <div class="audience-add">
        <label for="add">{words.newRule}</label>
        <select id="add" name="add">
          {kinds.map((kind) => (
            <option value={kind}>{words.kinds[kind]}</option>
          ))}
        </select>
        <button type="submit" name="do" value="add" class="button" formnovalidate>
          {icon('list-plus')} {words.addRule}
        </button>
      </div>
    </>
  )
}

function Save({ ui, id, name, version }: BuilderProps) {
  const words = ui.words.audiences
  return (
    <div class="audience-save">
      <input type="hidden" name="version" value={String(version)} />
      <div class="field">
        <label for="name">{words.name}</label>
        <input id="name" name="name" value={name} maxlength={100} autocomplete="off" />
      </div>
      <button type="submit" name="do" value="save" class="button primary">
        {words.save}
      </button>
      {id !== undefined && (
        <a class="button" href={ui.url(`/campaigns/new?audience=${id}`)}>
          {icon('send')} {words.use}
        </a>
      )}
    </div>
  )
}

function Why({ ui, who, answer }: BuilderProps) {
  const words = ui.words.audiences
  return (
    <div class="audience-why">
      <h2>{words.why}</h2>
      <div class="field">
        <label for="who">{words.who}</label>
        <input id="who" name="who" value={who} maxlength={254} autocomplete="off" />
      </div>
      <button type="submit" name="do" value="why" class="button" formnovalidate>
        {words.ask}
      </button>
      <AudienceWhy ui={ui} answer={answer} />
    </div>
  )
}

function How({ ui, zone }: { ui: Ui; zone: string }) {
  const words = ui.words.audiences
  return (
    <section aria-labelledby="how" class="audience-how">
      <h2 id="how">{words.how}</h2>
      <ul class="hint">
        {words.howLines(zone).map((line) => (
          <li>{line}</li>
        ))}
      </ul>
    </section>
  )
}
