import type { AuditPart } from '../src/reports/audit.ts'
import type { SignInLine } from '../src/reps/sign-ins.ts'
import { Time } from './fields.tsx'
import { icon } from './icon.tsx'
import type { Ui } from './ui.ts'

export type AuditProps = Readonly<{ ui: Ui; items: readonly SignInLine[]; parts: readonly AuditPart[] }>

/** Who signed in, and everything that was done, to be kept elsewhere. */
export function AuditPage(props: AuditProps) {
  const { ui, items } = props
  const words = ui.words.audit
  return (
    <main id="pane" class="page" tabindex={-1}>
      <header class="settings-head">
        <div>
          <h1>{words.title}</h1>
          <p class="quiet">{words.lead}</p>
        </div>
      </header>
      <SaveForm {...props} />
      <h2>{words.signIns}</h2>
      {items.length === 0 ? (
        <div class="empty">
          {icon('log-in')}
          <p>{words.none}</p>
        </div>
      ) : (
        <SignInTable ui={ui} items={items} />
      )}
    </main>
  )
}

function SaveForm({ ui, parts }: AuditProps) {
  const words = ui.words.audit
  return (
    <form class="ledger-filters" action={ui.url('/settings/audit/export')}>
      <div class="field">
        <label for="audit-part">{words.part}</label>
        <select id="audit-part" name="part">
          {parts.map((part) => (
            <option value={part}>{words.parts[part]}</option>
          ))}
        </select>
      </div>
      {(['from', 'to'] as const).map((name) => (
        <div class="field">
          <label for={`audit-${name}`}>{words[name]}</label>
          <input id={`audit-${name}`} type="date" name={name} />
        </div>
      ))}
      <button type="submit" class="button">
        {icon('download')} {words.save}
      </button>
    </form>
  )
}

function SignInTable({ ui, items }: Pick<AuditProps, 'ui' | 'items'>) {
  const words = ui.words.audit
  return (
    <section class="table-box" tabindex={0} aria-label={words.signIns}>
      <table class="table audit-table">
        <thead>
          <tr>
            <th>{words.who}</th>
            <th>{words.outcome}</th>
            <th>{words.way}</th>
            <th>{words.ip}</th>
            <th>{words.when}</th>
          </tr>
        </thead>
        <tbody>
          {items.map(({ rep, outcome, way, ip, at }) => (
            <tr>
              <td>{rep ?? <span class="quiet">{words.nobody}</span>}</td>
              <td>{words.outcomes[outcome] ?? outcome}</td>
              <td>{words.ways[way]}</td>
              <td>{ip}</td>
              <td>
                <Time ui={ui} at={at} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
