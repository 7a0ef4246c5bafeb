import type { ErasureCounts } from '../src/campaigns/erase-person.ts'
import { Field } from './fields.tsx'
import { icon } from './icon.tsx'
import type { Ui } from './ui.ts'

type Reason = keyof Ui['words']['erase']['reasons']

type EraseProps = Readonly<{
  ui: Ui
  id: number
  name: string
  counts: ErasureCounts
  stays: readonly Reason[]
  typed?: string | undefined
  problem?: string | undefined
}>

/** What goes and what stays, before a customer is erased for ever. */
export function ErasePage({ ui, id, name, counts, stays, typed, problem }: EraseProps) {
  const words = ui.words.erase
  const goes = Object.entries(counts) as [keyof ErasureCounts, number][]
  return (
    <main id="pane" class="page" tabindex={-1}>
      <h1>{words.title(name)}</h1>
      <div class="erase-box">
        <p class="notice bad">
          {icon('triangle-alert')} <strong>{words.lead}</strong>
        </p>
        <h2>{words.goes}</h2>
        <table class="table">
          <tbody>
            {goes.map(([what, count]) => (
              <tr>
                <td>{words.counts[what]}</td>
                <td class="number">{ui.dates.number(count)}</td>
              </tr>
            ))}
          </tbody>
        </table>
        <h2>{words.stays}</h2>
        <ul class="reasons">
          {stays.map((reason) => (
            <li>{words.reasons[reason]}</li>
          ))}
        </ul>
        <form method="post" action={ui.url(`/people/${id}/erase`)} class="stack">
          <Field label={words.confirm(id)} name="confirm" value={typed} error={problem} autocomplete="off" required />
          <div class="row-of-buttons">
            <button type="submit" class="button danger">
              {icon('trash-2')} {words.submit}
            </button>
            <a class="button" href={ui.url(`/people/${id}`)}>
              {words.cancel}
            </a>
          </div>
        </form>
      </div>
    </main>
  )
}
