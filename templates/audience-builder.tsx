import type { ClauseName } from '../src/campaigns/audience-read.ts'
import { type Answer, AudienceAnswer } from './audience-answer.tsx'
import { audienceText } from './audience-words.ts'
import { icon } from './icon.tsx'
import type { Ui } from './ui.ts'

export type AudienceRow = Readonly<{
  kind: ClauseName | 'tree'
  not: boolean
  fields: Readonly<Record<string, string>>
}>

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
        <a href={ui.url('/audiences')}>
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
            hx-trigger="load, change from:#audience-form delay:300ms"
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

type RowProps = { ui: Ui; row: AudienceRow; n: number; faults: readonly string[] }

function Row({ ui, row, n, faults }: RowProps) {
  const words = ui.words.audiences
  const name = row.kind === 'tree' ? words.rule(n + 1) : words.kinds[row.kind]
  return (
    <li class={faults.length > 0 ? 'audience-row bad' : 'audience-row'}>
      <fieldset>
        <legend>{name}</legend>
        <input type="hidden" name={`r${n}.kind`} value={row.kind} />
        <RowFields ui={ui} row={row} n={n} />
        {faults.map((text) => (
          <Wrong text={text} />
        ))}
      </fieldset>
      <button
        type="submit"
        name="do"
        value={`take.${n}`}
        class="button quiet"
        title={words.take(name)}
        aria-label={words.take(name)}
        formnovalidate
      >
        {icon('x')}
      </button>
    </li>
  )
}

function Wrong({ text }: { text: string }) {
  return (
    <p class="error">
      {icon('circle-alert')} {text}
    </p>
  )
}

type FieldsProps = Omit<RowProps, 'faults'>

function RowFields({ ui, row, n }: FieldsProps) {
  const words = ui.words.audiences
  const { kind, fields } = row
  const some = { ui, row, n }
  if (kind === 'tree')
    return (
      <p>
        <input type="hidden" name={`r${n}.tree`} value={fields.tree} />
        {audienceText(ui, JSON.parse(fields.tree ?? '{"all":[]}'))} <span class="quiet">{words.nested}</span>
      </p>
    )
  if (kind === 'hasCertificate' || kind === 'openIssue')
    return <Select {...some} name="value" label={words.holds} options={{ yes: words.yes, no: words.no }} />
  return (
    <div class="audience-fields">
      <Select
        {...some}
        name="not"
        label={words.holds}
        options={{ '': words.so, yes: words.not }}
        value={row.not ? 'yes' : ''}
      />
      <Values {...some} />
    </div>
  )
}

function Values({ ui, row, n }: FieldsProps) {
  const words = ui.words.audiences
  const some = { ui, row, n }
  switch (row.kind) {
    case 'bought':
    case 'viewed':
      return (
        <>
          <Select
            {...some}
            name="what"
            label={words.what}
            options={{ product: words.product, category: words.category }}
          />
          <Text
            {...some}
            name="value"
            label={words[row.fields.what === 'category' ? 'category' : 'product']}
            list={row.fields.what === 'category' ? 'category' : 'product'}
          />
          <Times {...some} />
        </>
      )
    case 'spent':
    case 'orders':
      return (
        <>
          <Text {...some} name="min" label={words.min} size={8} />
          <Text {...some} name="max" label={words.max} size={8} />
          {row.kind === 'spent' && <Text {...some} name="currency" label={words.currency} size={4} />}
          <Times {...some} />
        </>
      )
    case 'lastVisit':
    case 'registered':
      return <Times {...some} />
    case 'onList':
      return <Text {...some} name="value" label={words.slug} list="slug" />
    case 'inClass':
      return <Text {...some} name="value" label={words.class} list="class" />
    case 'country':
      return <Text {...some} name="value" label={words.country} size={4} />
    case 'language':
      return <Text {...some} name="value" label={words.language} size={6} />
    case 'received':
      return <Text {...some} name="value" label={words.campaign} size={6} />
    default:
      return <Text {...some} name="value" label={words.people} />
  }
}

function Times({ ui, row, n }: FieldsProps) {
  const words = ui.words.audiences
  const some = { ui, row, n }
  return (
    <>
      {row.fields.zone && <input type="hidden" name={`r${n}.zone`} value={row.fields.zone} />}
      <Text {...some} name="days" label={words.days} size={4} />
      <Text {...some} name="from" label={words.from} type="date" />
      <Text {...some} name="to" label={words.to} type="date" />
    </>
  )
}

type TextProps = FieldsProps & { name: string; label: string; size?: number; list?: string; type?: 'text' | 'date' }

function Text({ row, n, name, label, size, list, type = 'text' }: TextProps) {
  const id = `r${n}.${name}`
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <input
        id={id}
        name={id}
        type={type}
        value={row.fields[name] ?? ''}
        size={size}
        maxlength={type === 'date' ? undefined : 2000}
        autocomplete="off"
        list={list && `choices-${list}`}
      />
    </div>
  )
}

type SelectProps = FieldsProps & {
  name: string
  label: string
  options: Readonly<Record<string, string>>
  value?: string
}

function Select({ row, n, name, label, options, value = row.fields[name] }: SelectProps) {
  const id = `r${n}.${name}`
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <select id={id} name={id}>
        {Object.entries(options).map(([option, text]) => (
          <option value={option} selected={option === value}>
            {text}
          </option>
        ))}
      </select>
    </div>
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

function Why({ ui, who }: BuilderProps) {
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
