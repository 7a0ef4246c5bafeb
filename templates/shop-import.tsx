import type { ShopImport } from '../src/shop/imports.ts'
import { Time } from './fields.tsx'
import { icon } from './icon.tsx'
import type { Ui } from './ui.ts'

type ImportsProps = Readonly<{
  ui: Ui
  found: { items: readonly ShopImport[]; next: string | null }
  problem?: string | undefined
}>

/** Where files of shop data come in, and what became of those before. */
export function ShopImportsPage({ ui, found, problem }: ImportsProps) {
  const words = ui.words.shopImport
  return (
    <main id="pane" class="page" tabindex={-1}>
      <h1>{words.title}</h1>
      <p class="quiet">{words.lead}</p>
      <form method="post" action={ui.url('/shop/import')} enctype="multipart/form-data" class="settings-form">
        <div class="field">
          <label for="file">{words.file}</label>
          <input
            id="file"
            name="file"
            type="file"
            accept=".csv,.tsv,.txt,text/csv"
            required
            aria-describedby={problem ? 'file-error' : 'file-hint'}
          />
          <p class="hint" id="file-hint">
            {words.fileHint}
          </p>
          {problem && (
            <p class="error" id="file-error" role="alert">
              {icon('circle-alert')} {ui.words.said(problem)}
            </p>
          )}
        </div>
        <p>
          <button type="submit" class="button primary">
            {words.upload}
          </button>
        </p>
      </form>
      <h2>{words.earlier}</h2>
      {found.items.length === 0 ? <p class="quiet">{words.none}</p> : <Imports ui={ui} items={found.items} />}
      {found.next && (
        <a class="button" href={ui.url(`/shop/import?cursor=${encodeURIComponent(found.next)}`)}>
          {words.more}
        </a>
      )}
    </main>
  )
}

function Imports({ ui, items }: { ui: Ui; items: readonly ShopImport[] }) {
  const { columns, kinds, states } = ui.words.shopImport
  const number = ui.dates.number
  return (
    <div class="table-box">
      <table class="table">
        <thead>
          <tr>
            <th>{columns.file}</th>
            <th class="wide-only">{columns.kind}</th>
            <th>{columns.state}</th>
            <th class="number">{columns.rows}</th>
            <th class="number">{columns.bad}</th>
            <th class="wide-only">{columns.when}</th>
          </tr>
        </thead>
        <tbody>
          {items.map((one) => (
            <tr>
              <td>
                <a href={ui.url(`/shop/import/${one.id}`)}>{one.name}</a>
              </td>
              <td class="wide-only">{kinds[one.plan.kind]}</td>
              <td>{states[one.state]}</td>
              <td class="number">{number(one.state === 'mapping' ? one.rows : one.readRows)}</td>
              <td class="number">{number(one.badRows)}</td>
              <td class="wide-only">
                <Time ui={ui} at={one.createdAt} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
