import type { ImportFault, ShopImport } from '../src/shop/imports.ts'
import { PostButton } from './fields.tsx'
import { icon } from './icon.tsx'
import type { Ui } from './ui.ts'

export type ShownFault = ImportFault

type StateProps = Readonly<{ ui: Ui; shop: ShopImport; faults: readonly ShownFault[]; next: number | null }>

/** An import that waits, runs or is over: how far it is, what it wrote, and its bad rows. */
export function ImportStatePage({ ui, shop, faults, next }: StateProps) {
  const words = ui.words.shopImport
  return (
    <main id="pane" class="page" tabindex={-1}>
      <h1>{shop.name}</h1>
      <ImportProgress ui={ui} shop={shop} />
      {shop.endedAt && (
        <>
          <h2>{words.faults}</h2>
          {shop.badRows === 0 ? <p class="quiet">{words.noFaults}</p> : <p class="quiet">{words.faultsHint}</p>}
          {faults.length > 0 && (
            <>
              <p>
                <a class="button" href={ui.url(`/shop/import/${shop.id}/bad.csv`)}>
                  {icon('download')} {words.csv}
                </a>
              </p>
              <FaultTable ui={ui} faults={faults} />
            </>
          )}
          {next !== null && (
            <a class="button" href={ui.url(`/shop/import/${shop.id}?after=${next}`)}>
              {ui.words.spent.more}
            </a>
          )}
        </>
      )}
    </main>
  )
}

/** The part that shows how far it is, and asks again each second while it runs. */
export function ImportProgress({ ui, shop }: { ui: Ui; shop: ShopImport }) {
  const words = ui.words.shopImport
  const n = ui.dates.number
  const path = ui.url(`/shop/import/${shop.id}`)
  const counts = words.counts(n(shop.readRows), n(shop.written), n(shop.badRows))
  if (shop.endedAt)
    return (
      <p class={shop.state === 'done' ? 'notice' : 'notice bad'} role="status" id="progress">
        {icon(shop.state === 'done' ? 'circle-check' : 'circle-alert')} {words.kinds[shop.plan.kind]},{' '}
        {words.states[shop.state]}: {counts} {shop.problem}
      </p>
    )
  return (
    <section
      id="progress"
      class="import-progress"
      hx-get={`${path}/progress`}
      hx-trigger="every 1s"
      hx-target="this"
      hx-swap="outerHTML"
    >
      <progress max={Math.max(1, shop.rows)} value={shop.readRows} aria-label={words.title} />
      <p role="status">
        {shop.state === 'waiting' ? words.waiting : words.running(n(shop.readRows), n(shop.rows))} {counts}
      </p>
      <p class="quiet">{shop.cancel ? words.cancelling : words.leave}</p>
      <div class="import-deeds">
        <a class="button" href={path}>
          {words.reload}
        </a>{' '}
        {!shop.cancel && <PostButton action={`${path}/cancel`}>{words.cancel}</PostButton>}
      </div>
    </section>
  )
}

export function FaultTable({ ui, faults }: { ui: Ui; faults: readonly ShownFault[] }) {
  const words = ui.words.shopImport
  return (
    <div class="table-box">
      <table class="table">
        <thead>
          <tr>
            <th class="number">{words.row}</th>
            <th>{words.fieldName}</th>
            <th>{words.why}</th>
            <th class="wide-only">{words.value}</th>
          </tr>
        </thead>
        <tbody>
          {faults.map(({ row, field, why, value }) => (
            <tr>
              <td class="number">{ui.dates.number(row)}</td>
              <td class="import-field">{field ? (words.fields[field] ?? field) : words.allFields}</td>
              <td>{ui.words.said(why)}</td>
              <td class="wide-only quiet">{value}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
