import type { ImportPlan } from '../src/shop/import-plan.ts'
import type { ShopImport } from '../src/shop/imports.ts'
import { Field, PostButton } from './fields.tsx'
import { icon } from './icon.tsx'
import { FaultTable, type ShownFault } from './shop-import-state.tsx'
import type { Ui } from './ui.ts'

/** A row of the preview: cells by the names of their fields. */
export type Shown = Readonly<{ row: number; cells: Readonly<Record<string, string>> }>

export type MappingProps = Readonly<{
  ui: Ui
  shop: ShopImport
  /** Names of the fields of the chosen kind, and of all that can be chosen otherwise. */
  fields: readonly string[]
  choices: Readonly<{
    kinds: readonly string[]
    charsets: readonly string[]
    delimiters: readonly string[]
    dates: readonly string[]
  }>
  lists: readonly Readonly<{ slug: string; name: string }>[]
  sample: readonly string[]
  preview: Readonly<{ items: readonly Shown[]; faults: readonly ShownFault[]; bad: number }>
  problem?: string | undefined
}>

/** How a file is to be read, and its first rows as they will be. */
export function MappingPage(props: MappingProps) {
  const { ui, shop, problem } = props
  const words = ui.words.shopImport
  const rows = ui.dates.number(shop.rows)
  const path = ui.url(`/shop/import/${shop.id}`)
  const { source } = shop.plan
  return (
    <main id="pane" class="page" tabindex={-1}>
      <h1>{shop.name}</h1>
      <p class="quiet">{source === '' ? words.remembered : words.sources[source]}</p>
      {problem && (
        <p class="notice bad" role="alert">
          {icon('circle-alert')} {problem}
        </p>
      )}
      <form method="post" action={path} class="import-form">
        <Reading {...props} />
        <Columns {...props} />
        <p>
          <button type="submit" class="button" name="go" value="preview">
            {words.preview}
          </button>
        </p>
        <Preview {...props} />
        <p class="notice">
          {icon('circle-alert')} {words.noUndo(rows, words.kinds[shop.plan.kind])}
        </p>
        <p>
          <button type="submit" class="button primary" name="go" value="start">
            {words.start(rows)}
          </button>
        </p>
      </form>
      <PostButton action={`${path}/cancel`}>{words.drop}</PostButton>
    </main>
  )
}

function Reading({ ui, shop, choices, lists }: MappingProps) {
  const words = ui.words.shopImport
  const { plan } = shop
  const named = (names: Readonly<Record<string, string>>) => (value: string) => names[value] ?? value
  return (
    <fieldset class="settings-part import-how">
      <legend>{words.how}</legend>
      <Choice label={words.kind} name="kind" value={plan.kind} of={choices.kinds} named={named(words.kinds)} />
      {plan.kind === 'members' && (
        <Choice
          label={words.list}
          name="list"
          value={plan.list}
          of={['', ...lists.map(({ slug }) => slug)]}
          named={(slug) => lists.find((list) => list.slug === slug)?.name ?? words.noList}
          described="list-hint"
        />
      )}
      <Choice label={words.charset} name="charset" value={plan.charset} of={choices.charsets} named={(name) => name} />
      <Choice
        label={words.delimiter}
        name="delimiter"
        value={plan.delimiter}
        of={choices.delimiters}
        named={named(words.delimiters)}
      />
      <Choice label={words.decimal} name="decimal" value={plan.decimal} of={['.', ',']} named={named(words.decimals)} />
      <Choice label={words.dates} name="dates" value={plan.dates} of={choices.dates} named={named(words.dateOrders)} />
      <Field label={words.zone} name="zone" value={plan.zone} hint={words.zoneHint} autocomplete="off" />
      <Field label={words.currency} name="currency" value={plan.currency} autocomplete="off" />
      {plan.kind === 'members' && (
        <p class="hint measure" id="list-hint">
          {words.listHint}
        </p>
      )}
    </fieldset>
  )
}

type ChoiceProps = Readonly<{
  label: string
  name: string
  value: string
  of: readonly string[]
  named: (value: string) => string
  described?: string
}>

function Choice({ label, name, value, of, named, described }: ChoiceProps) {
  return (
    <div class="field">
      <label for={name}>{label}</label>
      <select id={name} name={name} aria-describedby={described}>
        {of.map((one) => (
          <option value={one} selected={one === value}>
            {named(one)}
          </option>
        ))}
      </select>
    </div>
  )
}

function Columns({ ui, shop, fields, sample }: MappingProps) {
  const words = ui.words.shopImport
  return (
    <>
      <h2>{words.map}</h2>
      <div class="table-box">
        <table class="table">
          <thead>
            <tr>
              <th>{words.column}</th>
              <th class="wide-only">{words.sample}</th>
              <th>{words.field}</th>
            </tr>
          </thead>
          <tbody>
            {shop.header.map((name, at) => (
              <tr>
                <td id={`column-${at}`}>{name}</td>
                <td class="wide-only quiet">{(sample[at] ?? '').slice(0, 60)}</td>
                <td>
                  <ColumnField ui={ui} at={at} fields={fields} plan={shop.plan} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  )
}

function ColumnField({ ui, at, fields, plan }: { ui: Ui; at: number; fields: readonly string[]; plan: ImportPlan }) {
  const words = ui.words.shopImport
  return (
    <select name={`column-${at}`} aria-labelledby={`column-${at}`}>
      <option value="">{words.ignored}</option>
      {fields.map((field) => (
        <option value={field} selected={plan.columns[at] === field}>
          {words.fields[field] ?? field}
        </option>
      ))}
    </select>
  )
}

function Preview({ ui, preview }: MappingProps) {
  const words = ui.words.shopImport
  const names = [...new Set(preview.items.flatMap(({ cells }) => Object.keys(cells)))]
  return (
    <>
      <h2>{words.previewTitle}</h2>
      {preview.items.length === 0 && <p class="quiet">{words.previewEmpty}</p>}
      {preview.items.length > 0 && (
        <section class="table-box import-preview" tabindex={0} aria-label={words.previewTitle}>
          <table class="table">
            <thead>
              <tr>
                <th class="number">{words.row}</th>
                {names.map((name) => (
                  <th>{words.fields[name] ?? name}</th>
                ))}
              </tr>
            </thead>
            <tbody>
              {preview.items.map(({ row, cells }) => (
                <tr>
                  <td class="number">{row}</td>
                  {names.map((name) => (
                    <td>{cells[name] ?? ''}</td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
      {preview.bad > 0 && <p class="error">{words.previewBad(preview.bad)}</p>}
      {preview.bad > 0 && <FaultTable ui={ui} faults={preview.faults} />}
    </>
  )
}
