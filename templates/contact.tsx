import { raw } from 'hono/html'
import type { PropsWithChildren } from 'hono/jsx'
import type { ContactForm } from '../src/desk/contact-forms.ts'
import { Field } from './fields.tsx'
import { icon } from './icon.tsx'
import type { Ui } from './ui.ts'
import type { Words } from './words/en.ts'

/** A page for a frame on the shop's site: no script, no product, nothing around it. */
function Bare({ ui, title, children }: PropsWithChildren<{ ui: Ui; title: string }>) {
  return (
    <>
      {raw('<!doctype html>')}
      <html lang={ui.language}>
        <head>
          <meta charset="utf-8" />
          <title>{title}</title>
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <meta name="color-scheme" content="light dark" />
          <link rel="icon" href={ui.asset('icon.svg')} />
          <link rel="stylesheet" href={ui.asset('app.css')} />
        </head>
        <body>
          <main class="contact">{children}</main>
        </body>
      </html>
    </>
  )
}

type Props = Readonly<{
  ui: Ui
  form: ContactForm
  token: string
  fields: Readonly<Record<'name' | 'email' | 'subject' | 'order' | 'type' | 'text', string>>
  faults: Partial<Record<string, keyof Words['contact']['faults']>>
  many?: boolean | undefined
}>

/** The form that customers fill; what was typed stays when something is wrong. */
export function ContactPage({ ui, form, token, fields, faults, many }: Props) {
  const words = ui.words.contact
  const said = (name: string) => faults[name] && words.faults[faults[name]]
  const problem = many ? words.faults.many : said('token')
  return (
    <Bare ui={ui} title={form.name}>
      <h1>{form.name}</h1>
      {problem && (
        <p class="notice bad" role="alert">
          {icon('circle-alert')} {problem}
        </p>
      )}
      <form class="stack" method="post" enctype="multipart/form-data" action={ui.url(`/contact/${form.slug}`)}>
        <input type="hidden" name="token" value={token} />
        <Field label={words.name} name="name" value={fields.name} error={said('name')} autocomplete="name" />
        <Field
          {...{ label: words.email, name: 'email', type: 'email', value: fields.email, error: said('email') }}
          {...{ autocomplete: 'email', required: true }}
        />
        {form.types.length > 0 && <Types ui={ui} types={form.types} chosen={fields.type} />}
        {form.askOrder && (
          <Field
            {...{ label: words.order, name: 'order', value: fields.order, error: said('order') }}
            {...{ hint: words.orderHint, autocomplete: 'off' }}
          />
        )}
        <Field label={words.subject} name="subject" value={fields.subject} error={said('subject')} required />
        <Message ui={ui} text={fields.text} error={said('text')} />
        {form.files && <Files ui={ui} error={said('files')} />}
        <div class="contact-trap" aria-hidden="true">
          <label for="website">{words.trap}</label>
          <input id="website" name="website" type="text" tabindex={-1} autocomplete="off" />
        </div>
        {said('website') && <p class="error">{said('website')}</p>}
        <div class="row-of-buttons">
          <button type="submit" class="button primary">
            {icon('send')} {words.send}
          </button>
        </div>
      </form>
    </Bare>
  )
}

function Types({ ui, types, chosen }: { ui: Ui; types: readonly string[]; chosen: string }) {
  const words = ui.words.contact
  return (
    <div class="field">
      <label for="type">{words.type}</label>
      <select id="type" name="type">
        <option value="">{words.noType}</option>
        {types.map((type) => (
          <option value={type} selected={type === chosen}>
            {type}
          </option>
        ))}
      </select>
    </div>
  )
}

function Message({ ui, text, error }: { ui: Ui; text: string; error: string | undefined }) {
  return (
    <div class="field">
      <label for="text">{ui.words.contact.text}</label>
      <textarea id="text" name="text" rows={7} maxlength={20_000} required aria-invalid={error ? 'true' : undefined}>
        {text}
      </textarea>
      {error && (
        <p class="error">
          {icon('circle-alert')} {error}
        </p>
      )}
    </div>
  )
}

function Files({ ui, error }: { ui: Ui; error: string | undefined }) {
  const words = ui.words.contact
  return (
    <div class="field">
      <label for="files">{words.files}</label>
      <input id="files" name="files" type="file" multiple aria-describedby="files-hint" />
      <p class="hint" id="files-hint">
        {words.filesHint}
      </p>
      {error && (
        <p class="error">
          {icon('circle-alert')} {error}
        </p>
      )}
    </div>
  )
}

/** What is said once it is kept. */
export function ContactThanksPage({ ui, form }: { ui: Ui; form: ContactForm }) {
  const words = ui.words.contact
  return (
    <Bare ui={ui} title={words.thanksTitle}>
      <h1>{form.name}</h1>
      <p class="notice good" role="status">
        {icon('circle-check')} {form.thanks || words.thanks}
      </p>
      <p>
        <a class="button" href={ui.url(`/contact/${form.slug}`)}>
          {words.another}
        </a>
      </p>
    </Bare>
  )
}
