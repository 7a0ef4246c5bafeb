import type { Ui } from './ui.ts'

/** A rep's own lines. */
export function OwnSignature({ ui, text }: { ui: Ui; text: string }) {
  const words = ui.words.signatures
  return (
    <main id="pane" class="page" tabindex={-1}>
      <header>
        <h1>{words.own}</h1>
        <p class="quiet">{words.ownLead}</p>
      </header>
      <SignatureForm ui={ui} id="own" label={words.label} action="/account/signature" text={text} />
    </main>
  )
}

type MailboxProps = { ui: Ui; mailboxes: readonly { id: number; address: string; text: string }[] }

/** Those of each mailbox. */
export function MailboxSignatures({ ui, mailboxes }: MailboxProps) {
  const words = ui.words.signatures
  return (
    <main id="pane" class="page" tabindex={-1}>
      <header>
        <h1>{words.title}</h1>
        <p class="quiet">{words.lead}</p>
      </header>
      {mailboxes.map(({ id, address, text }) => (
        <SignatureForm
          ui={ui}
          id={String(id)}
          label={words.of(address)}
          action={`/settings/signatures/${id}`}
          text={text}
        />
      ))}
    </main>
  )
}

type FormProps = { ui: Ui; id: string; label: string; action: string; text: string }

function SignatureForm({ ui, id, label, action, text }: FormProps) {
  const words = ui.words.signatures
  return (
    <form class="stack signature-form" method="post" action={ui.url(action)}>
      <div class="field">
        <label for={`signature-${id}`}>{label}</label>
        <textarea
          id={`signature-${id}`}
          name="text"
          rows={5}
          maxlength={2000}
          aria-describedby={`signature-${id}-hint`}
        >{`\n${text}`}</textarea>
        <p class="hint" id={`signature-${id}-hint`}>
          {words.hint}
        </p>
      </div>
      <p>
        <button type="submit" class="button primary">
          {words.save}
        </button>
      </p>
    </form>
  )
}
