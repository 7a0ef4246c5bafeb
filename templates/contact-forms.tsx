import type { ContactForm, ContactFormSettings } from '../src/desk/contact-forms.ts'
import type { MailboxLine } from '../src/mail/mailboxes.ts'
import { Check } from './choices.tsx'
import { Field, PostButton } from './fields.tsx'
import { icon } from './icon.tsx'
import type { Ui } from './ui.ts'

type ListProps = { ui: Ui; forms: readonly ContactForm[]; mailboxes: readonly MailboxLine[] }

/** Every form with where it comes in. */
export function ContactFormsPage({ ui, forms, mailboxes }: ListProps) {
  const words = ui.words.contactForms
  return (
    <main id="pane" class="page" tabindex={-1}>
      <header class="settings-head">
        <div>
          <h1>{words.title}</h1>
          <p class="quiet">{words.lead}</p>
        </div>
        <a class="button primary" href={ui.url('/settings/contact-forms/new')}>
          {words.add}
        </a>
      </header>
      {forms.length === 0 && <p class="quiet">{words.empty}</p>}
      <ul class="ledger">
        {forms.map((form) => (
          <li class="ledger-item">
            <div class="ledger-main">
              <p class="ledger-top">
                <a href={ui.url(`/settings/contact-forms/${form.id}`)}>
                  <strong>{form.name}</strong>
                </a>
              </p>
              <p class="quiet">
                {[mailboxes.find(({ id }) => id === form.mailboxId)?.address ?? '', ...form.sites]
                  .filter(Boolean)
                  .join(' · ')}
              </p>
            </div>
            <a
              class="button"
              href={ui.url(`/settings/contact-forms/${form.id}`)}
              aria-label={`${words.open}: ${form.name}`}
            >
              {words.open}
            </a>
          </li>
        ))}
      </ul>
    </main>
  )
}

type PageProps = {
  ui: Ui
  form: ContactForm | undefined
  values: ContactFormSettings & { version: number }
  faults: Readonly<Record<string, string>>
  mailboxes: readonly MailboxLine[]
  types: readonly string[]
  /** The whole address of the form. */
  address: string
}

/** One form: its settings, and beside them what to put into the shop's page. */
export function ContactFormPage(props: PageProps) {
  const { ui, form } = props
  return (
    <main id="pane" class="page" tabindex={-1}>
      <h1>{form?.name ?? ui.words.contactForms.newTitle}</h1>
      <div class={form && 'person-columns'}>
        <Settings {...props} />
        {form && <Aside {...props} form={form} />}
      </div>
    </main>
  )
}

function Settings({ ui, form, values, faults, mailboxes, types }: PageProps) {
  const words = ui.words.contactForms
  const count = Object.keys(faults).length
  return (
    <form class="settings-form" method="post" action={ui.url(`/settings/contact-forms${form ? `/${form.id}` : ''}`)}>
      <input type="hidden" name="version" value={String(values.version)} />
      {count > 0 && (
        <p class="notice bad" role="alert">
          {icon('circle-alert')} {words.faults(count)}
        </p>
      )}
      <Field label={words.name} name="name" value={values.name} hint={words.nameHint} error={faults.name} />
      <div class="field">
        <label for="mailbox">{words.mailbox}</label>
        <select id="mailbox" name="mailbox">
          {mailboxes.map(({ id, address }) => (
            <option value={String(id)} selected={id === values.mailboxId}>
              {address}
            </option>
          ))}
        </select>
        <p class="hint">{words.mailboxHint}</p>
        {faults.mailboxId && <p class="error">{faults.mailboxId}</p>}
      </div>
      <Lines
        label={words.sites}
        name="sites"
        text={values.sites.join('\n')}
        hint={words.sitesHint}
        error={faults.sites}
      />
      <Check label={words.askOrder} name="ask-order" checked={values.askOrder} />
      <Check label={words.files} name="files" checked={values.files} />
      <fieldset class="choices">
        <legend>{words.types}</legend>
        <p class="hint">{words.typesHint}</p>
        {types.map((type, i) => (
          <label class="choice">
            <input type="checkbox" name={`type-${i}`} value={type} checked={values.types.includes(type)} /> {type}
          </label>
        ))}
        {faults.types && <p class="error">{faults.types}</p>}
      </fieldset>
      <Lines label={words.thanks} name="thanks" text={values.thanks} hint={words.thanksHint} error={faults.thanks} />
      <div class="row-of-buttons">
        <button type="submit" class="button primary">
          {form ? words.save : words.create}
        </button>
        <a class="button quiet-button" href={ui.url('/settings/contact-forms')}>
          {words.all}
        </a>
      </div>
    </form>
  )
}

type LinesProps = { label: string; name: string; text: string; hint: string; error: string | undefined }

function Lines({ label, name, text, hint, error }: LinesProps) {
  return (
    <div class="field">
      <label for={name}>{label}</label>
      <textarea
        id={name}
        name={name}
        rows={3}
        aria-describedby={`${name}-hint`}
        aria-invalid={error ? 'true' : undefined}
      >
        {text}
      </textarea>
      <p class="hint" id={`${name}-hint`}>
        {hint}
      </p>
      {error && (
        <p class="error">
          {icon('circle-alert')} {error}
        </p>
      )}
    </div>
  )
}

function Aside({ ui, form, address }: PageProps & { form: ContactForm }) {
  const words = ui.words.contactForms
  const escaped = form.name.replace(/&/g, '&amp;').replace(/"/g, '&quot;')
  const snippet = `<iframe src="${address}" title="${escaped}" width="100%" height="760" style="border:0"></iframe>`
  return (
    <aside class="settings-aside">
      <section>
        <h2>{words.snippet}</h2>
        <div class="once">
          <code class="secret" id="snippet">
            {snippet}
          </code>
          <button type="button" class="button" data-copy="#snippet" hidden>
            {icon('copy')} {ui.words.staff.copy}
          </button>
        </div>
        <p class="hint">{words.snippetHint}</p>
        <div class="once">
          <code class="secret">{address}</code>
        </div>
        <p>
          <a class="button" href={ui.url(`/contact/${form.slug}`)}>
            {icon('eye')} {words.look}
          </a>
        </p>
      </section>
      <section>
        <p class="hint">{words.removeHint}</p>
        <PostButton action={ui.url(`/settings/contact-forms/${form.id}/delete`)}>
          {icon('x')} {words.remove}
        </PostButton>
      </section>
    </aside>
  )
}
