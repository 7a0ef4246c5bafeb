import type { Membership } from '../src/people/list-members.ts'
import type { SenderIdentity } from '../src/people/sender-identity.ts'
import type { Suppression } from '../src/people/suppressions.ts'
import { Radios } from './choices.tsx'
import { Field, PostButton } from './fields.tsx'
import { icon } from './icon.tsx'
import type { Ui } from './ui.ts'

type SuppressionsProps = Readonly<{
  ui: Ui
  items: readonly Suppression[]
  next: string | null
  q: string
  typed?: Readonly<{ email: string; problem: string }> | undefined
}>

/** Who gets no bulk mail, newest first; one more by hand. */
export function SuppressionsPage({ ui, items, next, q, typed }: SuppressionsProps) {
  const words = ui.words.suppressions
  return (
    <main id="pane" class="page" tabindex={-1}>
      <h1>{words.title}</h1>
      <p class="quiet measure">{words.lead}</p>
      <form class="search wide-search" action={ui.url('/settings/suppressions')}>
        {icon('search')}
        <input type="search" name="q" value={q} placeholder={words.find} aria-label={words.find} />
        <button type="submit" class="button">
          {words.search}
        </button>
      </form>
      {items.length === 0 ? <p class="quiet">{q ? words.noneOf(q) : words.none}</p> : <Lines ui={ui} items={items} />}
      {next && (
        <a class="button" href={ui.url(`/settings/suppressions?cursor=${encodeURIComponent(next)}`)}>
          {words.more}
        </a>
      )}
      {ui.may('consent') && (
        <section>
          <h2>{words.addHead}</h2>
          <form class="settings-form" method="post" action={ui.url('/settings/suppressions')}>
            <Field
              label={words.address}
              name="email"
              type="text"
              value={typed?.email ?? q}
              error={typed?.problem}
              required
            />
            <Radios
              label={words.scope}
              name="scope"
              value={'marketing' as 'marketing' | 'all'}
              options={{ marketing: words.scopes.marketing, all: words.scopes.all }}
            />
            <div class="row-of-buttons">
              <button type="submit" class="button primary">
                {words.add}
              </button>
            </div>
          </form>
        </section>
      )}
    </main>
  )
}

function Lines({ ui, items }: { ui: Ui; items: readonly Suppression[] }) {
  return (
    <ul class="ledger">
      {items.map((item) => (
        <li class="ledger-item">
          <div class="ledger-main">
            <p class="ledger-top">
              <strong>{item.address}</strong> <span>{scopeText(ui, item)}</span>
              <span class="quiet">{ui.dates.day(item.createdAt)}</span>
            </p>
            <p class="quiet">{reasonText(ui, item)}</p>
          </div>
          <Lift ui={ui} item={item} />
        </li>
      ))}
    </ul>
  )
}

function Lift({ ui, item, back }: { ui: Ui; item: Suppression; back?: string }) {
  const words = ui.words.suppressions
  if (!ui.may('consent') || item.liftedAt) return null
  return (
    <PostButton
      action={ui.url(`/settings/suppressions/${item.id}/lift`)}
      label={words.liftOf(item.address)}
      values={back ? { back } : {}}
    >
      {words.lift}
    </PostButton>
  )
}

function scopeText(ui: Ui, { scope, list }: Suppression): string {
  const words = ui.words.suppressions
  return list ? words.ofList(list.name) : words.scopes[scope]
}

function reasonText(ui: Ui, { reason, rep, evidence }: Suppression): string {
  const words = ui.words.suppressions
  const told = ['status', 'way', 'note'].flatMap((name) =>
    typeof evidence[name] === 'string' && evidence[name] ? [String(evidence[name])] : [],
  )
  return [words.reasons[reason], ...told, ...(rep ? [`${words.by} ${rep}`] : [])].join(' · ')
}

type PersonProps = Readonly<{
  ui: Ui
  personId: number
  memberships: readonly Membership[]
  suppressions: readonly Suppression[]
}>

/** What a customer gets and does not get, beside their history. */
export function PersonConsent({ ui, personId, memberships, suppressions }: PersonProps) {
  const words = ui.words.suppressions
  return (
    <section class="person-edit" id="consent">
      <h2>{words.customer}</h2>
      {memberships.length === 0 && <p class="quiet">{words.noLists}</p>}
      <ul class="mini-list">
        {memberships.map(({ list, state }) => (
          <li>
            <a href={ui.url(`/lists/${list.slug}`)}>
              {icon('list-checks')}
              <span class="subject">{list.name}</span>
              <span class="quiet">{ui.words.lists.states[state]}</span>
            </a>
          </li>
        ))}
      </ul>
      {suppressions.map((item) => (
        <div class={item.liftedAt ? 'quiet' : ''}>
          <p>
            {icon('mail-x')} {scopeText(ui, item)} {item.liftedAt && `(${words.lifted})`}
          </p>
          <p class="quiet">
            {item.address} · {ui.dates.day(item.createdAt)} · {reasonText(ui, item)}
          </p>
          <Lift ui={ui} item={item} back={`/people/${personId}`} />
        </div>
      ))}
    </section>
  )
}

type SenderProps = Readonly<{ ui: Ui; sender: SenderIdentity; problem?: string | undefined }>

/** Postal address and legal text of bulk mail, and since when the checkout offers to opt out. */
export function BulkSenderPage({ ui, sender, problem }: SenderProps) {
  const words = ui.words.bulkSender
  const area = (name: 'postalAddress' | 'legalText' | 'optOutWording', label: string, hint?: string) => (
    <div class="field">
      <label for={name}>{label}</label>
      <textarea id={name} name={name} rows={4} maxlength={2000} aria-describedby={hint ? `${name}-hint` : undefined}>
        {`\n${sender[name]}`}
      </textarea>
      {hint && (
        <p class="hint" id={`${name}-hint`}>
          {hint}
        </p>
      )}
    </div>
  )
  return (
    <main id="pane" class="page" tabindex={-1}>
      <h1>{words.title}</h1>
      <p class="quiet measure">{words.lead}</p>
      <form class="settings-form" method="post" action={ui.url('/settings/bulk-sender')}>
        {problem && (
          <p class="error" role="alert">
            {icon('circle-alert')} {problem}
          </p>
        )}
        {area('postalAddress', words.postalAddress)}
        {area('legalText', words.legalText, words.legalHint)}
        <Field
          label={words.since}
          name="since"
          value={sender.optOutOfferedSince?.slice(0, 10) ?? ''}
          hint={words.sinceHint}
        />
        {area('optOutWording', words.wording)}
        <div class="row-of-buttons">
          <button type="submit" class="button primary">
            {words.save}
          </button>
        </div>
      </form>
    </main>
  )
}
