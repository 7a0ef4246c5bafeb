import type { Webhook, WebhookSettings } from '../src/desk/webhooks.ts'
import { Check } from './choices.tsx'
import { Field, PostButton, Time } from './fields.tsx'
import { icon } from './icon.tsx'
import { OnceShown } from './once.tsx'
import type { Ui } from './ui.ts'
import { type Log, WebhookLog } from './webhook-log.tsx'

/** Every webhook with its state. */
export function WebhooksPage({ ui, hooks }: { ui: Ui; hooks: readonly Webhook[] }) {
  const words = ui.words.webhooks
  return (
    <main id="pane" class="page" tabindex={-1}>
      <header class="settings-head">
        <div>
          <h1>{words.title}</h1>
          <p class="quiet">{words.lead}</p>
        </div>
        <a class="button primary" href={ui.url('/settings/webhooks/new')}>
          {words.add}
        </a>
      </header>
      {hooks.length === 0 && <p class="quiet">{words.empty}</p>}
      <ul class="ledger">
        {hooks.map((hook) => (
          <li class={`ledger-item ${hook.disabled ? 'warn' : ''}`.trim()}>
            <div class="ledger-main">
              <p class="ledger-top">
                <a class="hook-url" href={ui.url(`/settings/webhooks/${hook.id}`)}>
                  <strong>{hook.description || hook.url}</strong>
                </a>
                <State ui={ui} hook={hook} />
              </p>
              <p class="quiet hook-url">
                {hook.description && `${hook.url} · `}
                {words.told(hook.events.length)}
              </p>
              <Trouble ui={ui} hook={hook} />
            </div>
            <a
              class="button"
              href={ui.url(`/settings/webhooks/${hook.id}`)}
              aria-label={`${words.open}: ${hook.description || hook.url}`}
            >
              {words.open}
            </a>
          </li>
        ))}
      </ul>
    </main>
  )
}

function State({ ui, hook }: { ui: Ui; hook: Webhook }) {
  const words = ui.words.webhooks.states
  if (hook.disabled) return <span class="badge bad">{words.off}</span>
  if (hook.failingSince) return <span class="badge warn">{words.failing}</span>
  return <span class="badge good">{words.on}</span>
}

function Trouble({ ui, hook }: { ui: Ui; hook: Webhook }) {
  const words = ui.words.webhooks
  return (
    <>
      {hook.disabledWhy && <p class="reason">{ui.words.said(hook.disabledWhy)}</p>}
      {!hook.disabledWhy && hook.failingSince && (
        <p class="reason">
          {words.failingSince} <Time ui={ui} at={hook.failingSince} />
        </p>
      )}
    </>
  )
}

/** The secret, shown this once. */
export function WebhookSecretPage({ ui, hook, secret }: { ui: Ui; hook: Webhook; secret: string }) {
  const words = ui.words.webhooks
  return (
    <main id="pane" class="page" tabindex={-1}>
      <h1>{words.secretTitle}</h1>
      <p>{words.secretLead}</p>
      <OnceShown ui={ui} text={secret} />
      {hook.oldSecretUntil && <p class="notice">{words.secretKept}</p>}
      <p>
        <a class="button primary" href={ui.url(`/settings/webhooks/${hook.id}`)}>
          {words.goOn}
        </a>
      </p>
    </main>
  )
}

type PageProps = {
  ui: Ui
  hook: Webhook | undefined
  values: WebhookSettings & { version: number }
  faults: Readonly<Record<string, string>>
  log: Log | undefined
}

/** One webhook: its settings, beside them what can be done with it, below what was told to it. */
export function WebhookPage(props: PageProps) {
  const { ui, hook, log } = props
  return (
    <main id="pane" class="page" tabindex={-1}>
      <h1 class="hook-url">{hook ? hook.description || hook.url : ui.words.webhooks.newTitle}</h1>
      {hook && (hook.disabledWhy || hook.failingSince) && (
        <div class="notice warn">
          {icon('triangle-alert')} <Trouble ui={ui} hook={hook} />
        </div>
      )}
      <div class={hook && 'person-columns'}>
        <Settings {...props} />
        {hook && <Aside ui={ui} hook={hook} />}
      </div>
      {hook && log && <WebhookLog ui={ui} hook={hook} log={log} />}
    </main>
  )
}

function Settings({ ui, hook, values, faults }: PageProps) {
  const words = ui.words.webhooks
  const count = Object.keys(faults).length
  return (
    <form class="settings-form" method="post" action={ui.url(`/settings/webhooks${hook ? `/${hook.id}` : ''}`)}>
      <input type="hidden" name="version" value={String(values.version)} />
      {count > 0 && (
        <p class="notice bad" role="alert">
          {icon('circle-alert')} {words.faults(count)}
        </p>
      )}
      <Field
        {...{ label: words.url, name: 'url', value: values.url, hint: words.urlHint, error: faults.url }}
        autocomplete="off"
        required
      />
      <Field
        {...{ label: words.description, name: 'description', value: values.description }}
        {...{ hint: words.descriptionHint, error: faults.description, autocomplete: 'off' }}
      />
      <fieldset class="choices">
        <legend>{words.events}</legend>
        <div class="hook-events">
          {Object.entries(words.event).map(([event, text]) => (
            <label class="choice" title={event}>
              <input type="checkbox" name={`event-${event}`} value="yes" checked={values.events.includes(event)} />{' '}
              {text}
            </label>
          ))}
        </div>
        {faults.events && (
          <p class="error">
            {icon('circle-alert')} {faults.events}
          </p>
        )}
      </fieldset>
      <Check label={words.private} name="private" checked={values.private} hint={words.privateHint} />
      {hook && <Check label={words.disabled} name="disabled" checked={values.disabled} hint={words.disabledHint} />}
      <div class="row-of-buttons">
        <button type="submit" class="button primary">
          {hook ? words.save : words.create}
        </button>
        <a class="button quiet-button" href={ui.url('/settings/webhooks')}>
          {words.all}
        </a>
      </div>
    </form>
  )
}

function Aside({ ui, hook }: { ui: Ui; hook: Webhook }) {
  const words = ui.words.webhooks
  const at = (deed: string) => ui.url(`/settings/webhooks/${hook.id}/${deed}`)
  return (
    <aside class="settings-aside">
      {!hook.disabled && (
        <section>
          <PostButton action={at('test')}>
            {icon('send')} {words.test}
          </PostButton>
          <p class="hint">{words.testHint}</p>
        </section>
      )}
      <section>
        <PostButton action={at('secret')}>
          {icon('key-round')} {words.rotate}
        </PostButton>
        <p class="hint">{words.rotateHint}</p>
        {hook.oldSecretUntil && (
          <p class="hint">
            {words.bothUntil} {ui.dates.soon(hook.oldSecretUntil)}
          </p>
        )}
      </section>
      <section>
        <PostButton action={at('delete')}>
          {icon('x')} {words.remove}
        </PostButton>
        <p class="hint">{words.removeHint}</p>
      </section>
    </aside>
  )
}
