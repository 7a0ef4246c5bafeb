import { PostButton } from './fields.tsx'
import { icon } from './icon.tsx'
import type { Ui } from './ui.ts'

export type Mailed = 'sent' | 'failed' | 'no relay'
type LinkProps = { ui: Ui; one: Readonly<{ name: string; email: string }>; link: string; hours: number; mailed: Mailed }

/** The one-time link, shown this once. */
export function LinkPage({ ui, one, link, hours, mailed }: LinkProps) {
  const words = ui.words.staff
  const said = { sent: words.mailed(one.email), failed: words.notMailed, 'no relay': words.noRelay }
  return (
    <main id="pane" class="page" tabindex={-1}>
      <h1>{words.linkTitle}</h1>
      <p>{words.linkLead(one.name, hours)}</p>
      <OnceShown ui={ui} text={link} />
      <p class={mailed === 'failed' ? 'notice warn' : 'notice'}>
        {icon(mailed === 'sent' ? 'send' : 'info')} <span>{said[mailed]}</span>
      </p>
      <p>
        <a class="button primary" href={ui.url('/settings/staff')}>
          {words.back}
        </a>
      </p>
    </main>
  )
}

/** A secret to be copied: a field, so that it is selected as a whole without script too. */
export function OnceShown({ ui, text }: { ui: Ui; text: string }) {
  return (
    <div class="once">
      <code class="secret" id="once">
        {text}
      </code>
      <button type="button" class="button" data-copy="#once" hidden>
        {icon('copy')} {ui.words.staff.copy}
      </button>
    </div>
  )
}

type ConfirmProps = { ui: Ui; text: string; label: string; action: string; back: string }

/** Heavy deeds are asked about once more. */
export function ConfirmPage({ ui, text, label, action, back }: ConfirmProps) {
  const words = ui.words.staff
  return (
    <main id="pane" class="page" tabindex={-1}>
      <h1>{words.confirmTitle}</h1>
      <p>{text}</p>
      <div class="row-of-buttons">
        <PostButton action={ui.url(action)} values={{ sure: 'yes' }} class="button primary">
          {label}
        </PostButton>
        <a class="button" href={ui.url(back)}>
          {words.cancel}
        </a>
      </div>
    </main>
  )
}
