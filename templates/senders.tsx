import type { SenderRule } from '../src/mail/senders.ts'
import type { MailTrust } from '../src/mail/trust.ts'
import { Field, PostButton, Time } from './fields.tsx'
import { icon } from './icon.tsx'
import type { Ui } from './ui.ts'

export type SendersProps = Readonly<{
  ui: Ui
  rules: readonly SenderRule[]
  trust: MailTrust
  typed?: { sender?: string; problem?: string; trustProblem?: string }
}>

/** Who is always let in and who is blocked; and whose word about mail counts. */
export function SendersPage({ ui, rules, trust, typed = {} }: SendersProps) {
  const words = ui.words.senders
  return (
    <main id="pane" class="page" tabindex={-1}>
      <h1>{words.title}</h1>
      <p class="quiet">{words.hint}</p>
      {ui.may('work') && (
        <form class="settings-form" method="post" action={ui.url('/settings/senders')}>
          <Field
            label={words.sender}
            name="sender"
            value={typed.sender}
            hint={words.senderHint}
            error={typed.problem}
            required
          />
          <div class="row-of-buttons">
            <button type="submit" class="button primary" name="verdict" value="block">
              {icon('shield-alert')} {words.block}
            </button>
            <button type="submit" class="button" name="verdict" value="allow">
              {icon('shield-check')} {words.allow}
            </button>
          </div>
        </form>
      )}
      {rules.length === 0 ? <p class="quiet">{words.empty}</p> : <Rules ui={ui} rules={rules} />}
      <TrustForm ui={ui} trust={trust} problem={typed.trustProblem} />
    </main>
  )
}

function Rules({ ui, rules }: Pick<SendersProps, 'ui' | 'rules'>) {
  const words = ui.words.senders
  return (
    <ul class="ledger">
      {rules.map((rule) => (
        <li class="ledger-item">
          <div class="ledger-main">
            <p class="ledger-top">
              <span class={`badge ${rule.verdict === 'block' ? 'bad' : 'good'}`}>
                {icon(rule.verdict === 'block' ? 'shield-alert' : 'shield-check')}{' '}
                {rule.verdict === 'block' ? words.blocked : words.allowed}
              </span>
              <strong>{rule.sender}</strong>
              <Time ui={ui} at={rule.createdAt} />
            </p>
            {rule.rep && <p class="quiet">{words.by(rule.rep)}</p>}
          </div>
          {ui.may('work') && (
            <PostButton
              action={ui.url('/settings/senders')}
              values={{ sender: rule.sender, verdict: 'remove' }}
              label={words.removeOf(rule.sender)}
            >
              {words.remove}
            </PostButton>
          )}
        </li>
      ))}
    </ul>
  )
}

function TrustForm({ ui, trust, problem }: { ui: Ui; trust: MailTrust; problem: string | undefined }) {
  const words = ui.words.senders
  const field = (name: 'forwarders' | 'sealers' | 'junkPeers', label: string, hint: string) => (
    <Field label={label} name={name} value={trust[name].join(', ')} hint={hint} />
  )
  return (
    <form class="settings-form" method="post" action={ui.url('/settings/trust')}>
      {problem && (
        <p class="error" role="alert">
          {icon('circle-alert')} {problem}
        </p>
      )}
      <fieldset disabled={!ui.may('settings')} class="settings-part">
        <legend>{words.trust}</legend>
        {field('forwarders', words.forwarders, words.forwardersHint)}
        {field('sealers', words.sealers, words.sealersHint)}
        <div class="field">
          <label for="junkFilter">{words.filter}</label>
          <select id="junkFilter" name="junkFilter">
            {(['none', 'rspamd', 'spamassassin'] as const).map((name) => (
              <option value={name} selected={trust.junkFilter === name}>
                {words.filters[name]}
              </option>
            ))}
          </select>
        </div>
        {field('junkPeers', words.peers, words.peersHint)}
        {ui.may('settings') && (
          <div class="row-of-buttons">
            <button type="submit" class="button primary">
              {words.save}
            </button>
          </div>
        )}
      </fieldset>
    </form>
  )
}
