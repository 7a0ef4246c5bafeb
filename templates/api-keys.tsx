import type { KeyLine } from '../src/reps/api-keys.ts'
import type { Rep } from '../src/reps/reps.ts'
import { Field, PostButton, Time } from './fields.tsx'
import { icon } from './icon.tsx'
import { OnceShown } from './once.tsx'
import { Problem } from './sign-in.tsx'
import type { Ui } from './ui.ts'

type Typed = Readonly<{ name: string; role: string; rep: string }>
type KeysProps = { ui: Ui; keys: readonly KeyLine[]; reps: readonly Rep[]; typed?: Typed; problem?: string }

/** The keys of programs, and a form for another one. */
export function KeysPage({ ui, keys, reps, typed, problem }: KeysProps) {
  const words = ui.words.keys
  return (
    <main id="pane" class="page" tabindex={-1}>
      <header>
        <h1>{words.title}</h1>
        <p class="quiet">{words.lead}</p>
      </header>
      <form class="settings-form" method="post" action={ui.url('/settings/api-keys')}>
        <Problem text={problem} />
        <div class="settings-grid">
          <Field label={words.name} name="name" value={typed?.name} hint={words.nameHint} required />
          <Pick label={words.role} name="role" value={typed?.role ?? 'rep'} options={roleOptions(ui)} />
          <Pick label={words.rep} name="rep" value={typed?.rep ?? ''} options={repOptions(ui, reps)} />
        </div>
        <div class="row-of-buttons">
          <button type="submit" class="button primary">
            {icon('key-round')} {words.create}
          </button>
        </div>
      </form>
      {keys.length === 0 && <p class="quiet">{words.empty}</p>}
      {keys.length > 0 && (
        <ul class="ledger">
          {keys.map((key) => (
            <KeyItem ui={ui} one={key} />
          ))}
        </ul>
      )}
    </main>
  )
}

type Option = readonly [value: string, text: string]

function roleOptions(ui: Ui): Option[] {
  return [...Object.entries(ui.words.rail.roles), ['submit', ui.words.keys.submit]]
}

function repOptions(ui: Ui, reps: readonly Rep[]): Option[] {
  return [['', ui.words.keys.system], ...reps.map((rep): Option => [rep.email, `${rep.name} <${rep.email}>`])]
}

function Pick({ label, name, value, options }: { label: string; name: string; value: string; options: Option[] }) {
  return (
    <div class="field">
      <label for={name}>{label}</label>
      <select id={name} name={name}>
        {options.map(([option, text]) => (
          <option value={option} selected={option === value}>
            {text}
          </option>
        ))}
      </select>
    </div>
  )
}

function KeyItem({ ui, one }: { ui: Ui; one: KeyLine }) {
  const words = ui.words.keys
  const role = one.role === 'submit' ? words.submit : ui.words.rail.roles[one.role]
  return (
    <li class={one.revokedAt ? 'ledger-item gone' : 'ledger-item'}>
      {icon('key-round')}
      <div class="ledger-main">
        <p class="ledger-top">
          <strong>{one.name}</strong>
          {one.revokedAt && <span class="badge bad">{words.revoked}</span>}
        </p>
        <p class="quiet">
          {role} · {words.rep} {one.rep ?? words.system} · {words.made} <Time ui={ui} at={one.createdAt} /> ·{' '}
          {words.used} {one.lastUsedAt ? <Time ui={ui} at={one.lastUsedAt} /> : words.neverUsed}
        </p>
      </div>
      {!one.revokedAt && (
        <PostButton action={ui.url(`/settings/api-keys/${one.id}/revoke`)} label={words.revokeOf(one.name)}>
          {words.revoke}
        </PostButton>
      )}
    </li>
  )
}

/** The key itself, shown this once. */
export function KeyPage({ ui, apiKey }: { ui: Ui; apiKey: string }) {
  const words = ui.words.keys
  return (
    <main id="pane" class="page" tabindex={-1}>
      <h1>{words.once}</h1>
      <p>{words.onceLead}</p>
      <OnceShown ui={ui} text={apiKey} />
      <p>
        <a class="button primary" href={ui.url('/settings/api-keys')}>
          {words.done}
        </a>
      </p>
    </main>
  )
}
