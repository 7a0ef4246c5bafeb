import type { ClauseName } from '../src/campaigns/audience-read.ts'
import { audienceText } from './audience-words.ts'
import { icon } from './icon.tsx'
import type { Ui } from './ui.ts'

export type AudienceRow = Readonly<{
  kind: ClauseName | 'tree'
  not: boolean
  fields: Readonly<Record<string, string>>
}>

type RowProps = { ui: Ui; row: AudienceRow; n: number; faults: readonly string[] }

/** One rule with its fields, what is wrong with it, and the way to take it away. */
export function Row({ ui, row, n, faults }: RowProps) {
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

export function Wrong({ text }: { text: string }) {
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
