import type { WebhookDelivery } from '../src/desk/webhook-log.ts'
import type { Webhook } from '../src/desk/webhooks.ts'
import { PostButton, Time } from './fields.tsx'
import { icon } from './icon.tsx'
import type { Ui } from './ui.ts'

export type Log = Readonly<{
  items: readonly WebhookDelivery[]
  next: string | null
  state: WebhookDelivery['state'] | undefined
  /** A local date, as the field of the replay begins. */
  since: string
}>
type Props = { ui: Ui; hook: Webhook; log: Log }

/** What was told to a hook, how it answered, and what can be sent again. */
export function WebhookLog({ ui, hook, log }: Props) {
  const words = ui.words.webhooks
  return (
    <section class="hook-log" id="log">
      <h2>{words.log}</h2>
      <p class="quiet">{words.logHint}</p>
      <States ui={ui} hook={hook} log={log} />
      <Replay ui={ui} hook={hook} log={log} />
      {log.items.length === 0 && <p class="quiet">{words.logEmpty}</p>}
      <ul class="ledger">
        {log.items.map((one) => (
          <Line ui={ui} hook={hook} one={one} />
        ))}
      </ul>
      {log.next && (
        <p>
          <a class="button" href={ui.url(`${address(hook, log.state)}cursor=${log.next}#log`)}>
            {words.older}
          </a>
        </p>
      )}
    </section>
  )
}

function address(hook: Webhook, state: Log['state']): string {
  return `/settings/webhooks/${hook.id}?${state ? `state=${state}&` : ''}`
}

function States({ ui, hook, log }: Props) {
  const words = ui.words.webhooks.logStates
  const states = [undefined, 'waiting', 'delivered', 'failed'] as const
  return (
    <nav class="tabs" aria-label={ui.words.webhooks.log}>
      {states.map((state) => (
        <a href={ui.url(`${address(hook, state)}#log`)} aria-current={state === log.state ? 'page' : undefined}>
          {words[state ?? 'all']}
        </a>
      ))}
    </nav>
  )
}

function Replay({ ui, hook, log }: Props) {
  const words = ui.words.webhooks
  return (
    <form class="ledger-filters" method="post" action={ui.url(`/settings/webhooks/${hook.id}/replay`)}>
      <div class="field">
        <label for="since">{words.replaySince}</label>
        <input id="since" name="since" type="date" value={log.since} required />
      </div>
      <button type="submit" class="button">
        {icon('rotate-ccw')} {words.replay}
      </button>
    </form>
  )
}

function Line({ ui, hook, one }: { ui: Ui; hook: Webhook; one: WebhookDelivery }) {
  const words = ui.words.webhooks
  const tone = { waiting: one.attempts > 0 ? 'warn' : '', delivered: 'good', failed: 'bad' }[one.state]
  const again = `/settings/webhooks/${hook.id}/replay`
  return (
    <li class="ledger-item">
      <div class="ledger-main">
        <p class="ledger-top">
          <strong>{one.type}</strong>
          <span class={`badge ${tone}`.trim()}>{words.logStates[one.state]}</span>
          {one.status !== null && <span class="chip">HTTP {one.status}</span>}
        </p>
        <p class="quiet">
          <Time ui={ui} at={one.at} /> · {words.tries(one.attempts)}
          {one.ms !== null && ` · ${one.ms} ms`}
          {one.nextAt && one.attempts > 0 && ` · ${words.nextTry} ${ui.dates.soon(one.nextAt)}`}
        </p>
        {one.why && (
          <p class="reason">
            {words.noAnswer} {ui.words.said(one.why)}
          </p>
        )}
        <details>
          <summary>{words.sent}</summary>
          <pre class="hook-body" tabindex={0}>{`webhook-id: ${one.messageId}\n\n${one.body}`}</pre>
          {one.answer && (
            <>
              <p class="quiet">{words.answered}</p>
              <pre class="hook-body" tabindex={0}>
                {one.answer}
              </pre>
            </>
          )}
        </details>
      </div>
      <PostButton action={ui.url(again)} values={{ delivery: one.id }} label={words.again(one.type)}>
        {icon('rotate-ccw')}
      </PostButton>
    </li>
  )
}
