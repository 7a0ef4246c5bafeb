import type { AutomaticTemplate } from '../src/letters/automatic-templates.ts'
import { Check } from './choices.tsx'
import { Field, PostButton } from './fields.tsx'
import { icon } from './icon.tsx'
import type { Ui } from './ui.ts'

/** The form as typed. */
export type TemplateForm = Readonly<{
  slug: string
  title: string
  whenSent: string
  variables: string
  subject: string
  text: string
  html: string
  types: string
  mailboxId: string
  active: boolean
}>

export type TemplatePreview = Readonly<{
  person: string
  order: string
  /** What was typed for the variables that the template documents, in their order. */
  values: readonly (readonly [name: string, value: string, meaning: string])[]
  subject: string
  text: string
  hasHtml: boolean
  missing: readonly string[]
  problem?: string | undefined
  nobody: boolean
  tested?: 'sent' | 'failed' | 'no relay' | undefined
}>

type FormProps = Readonly<{
  ui: Ui
  /** Undefined for a new one. */
  template?: AutomaticTemplate | undefined
  values: TemplateForm
  faults?: Readonly<Record<string, string>>
  stale?: boolean
  mailboxes: readonly { id: number; address: string }[]
  preview?: TemplatePreview | undefined
}>

/** One template: its two parts, how it looks for somebody real, and what it said before. */
export function TemplatePage(props: FormProps) {
  const { ui, template, preview } = props
  const words = ui.words.automatic
  return (
    <main id="pane" class="page" tabindex={-1}>
      <p>
        <a class="link-button" href={ui.url('/settings/automatic')}>
          {icon('chevron-left')} {words.toAll}
        </a>
      </p>
      <header class="settings-head">
        <h1>{template?.title ?? words.newTitle}</h1>
        {template && (
          <span class="row-of-buttons">
            <a class="button" href={ui.url(`/settings/automatic/${template.id}/versions`)}>
              {icon('history')} {words.versions}
            </a>
            <PostButton action={ui.url(`/settings/automatic/${template.id}/remove`)} class="button quiet-button">
              {icon('archive')} {words.remove}
            </PostButton>
          </span>
        )}
      </header>
      <div class="template-columns">
        <TemplateFields {...props} />
        {template && preview && <Preview ui={ui} id={template.id} preview={preview} />}
      </div>
    </main>
  )
}

function TemplateFields(props: FormProps) {
  const { ui, template, faults = {}, stale } = props
  const words = ui.words.automatic
  const count = Object.keys(faults).length
  return (
    <form class="settings-form" method="post" action={ui.url(`/settings/automatic/${template?.id ?? 'new'}`)}>
      {template && <input type="hidden" name="version" value={String(template.version)} />}
      {(count > 0 || stale) && (
        <p class="notice bad" role="alert">
          {icon('circle-alert')} {stale ? words.stale : words.faults(count)}
        </p>
      )}
      <Informs {...props} />
      <Used {...props} />
      <div class="row-of-buttons">
        <button type="submit" class="button primary">
          {template ? words.save : words.create}
        </button>
      </div>
    </form>
  )
}

function Informs({ ui, values, faults = {} }: FormProps) {
  const words = ui.words.automatic
  return (
    <fieldset class="settings-part">
      <legend>{words.informs}</legend>
      <p class="hint">{words.informsLead}</p>
      <div class="settings-grid">
        <Field label={words.name} name="title" value={values.title} error={faults.title} required />
        <Field
          label={words.slug}
          name="slug"
          value={values.slug}
          hint={words.slugHint}
          error={faults.slug}
          autocomplete="off"
          required
        />
      </div>
      <Area label={words.whenSent} name="whenSent" rows={2} value={values.whenSent} error={faults.whenSent} />
      <Area
        label={words.variables}
        name="variables"
        rows={6}
        value={values.variables}
        hint={words.variablesHint}
        error={faults.variables}
      />
    </fieldset>
  )
}

function Used({ ui, values, faults = {}, mailboxes }: FormProps) {
  const words = ui.words.automatic
  return (
    <fieldset class="settings-part">
      <legend>{words.used}</legend>
      <p class="hint">{words.usedLead}</p>
      <Field label={words.subject} name="subject" value={values.subject} error={faults.subject} required />
      <Area label={words.text} name="text" rows={14} value={values.text} error={faults.text} />
      <Area label={words.html} name="html" rows={4} value={values.html} hint={words.htmlHint} error={faults.html} />
      <div class="settings-grid">
        <Field label={words.types} name="types" value={values.types} hint={words.typesHint} error={faults.types} />
        <div class="field">
          <label for="mailboxId">{words.mailbox}</label>
          <select id="mailboxId" name="mailboxId">
            <option value="">{words.firstMailbox}</option>
            {mailboxes.map(({ id, address }) => (
              <option value={String(id)} selected={String(id) === values.mailboxId}>
                {address}
              </option>
            ))}
          </select>
        </div>
      </div>
      <Check label={words.active} name="active" checked={values.active} hint={words.activeHint} />
    </fieldset>
  )
}

type AreaProps = { label: string; name: string; rows: number; value: string; hint?: string; error?: string | undefined }

function Area({ label, name, rows, value, hint, error }: AreaProps) {
  const described = [hint && `${name}-hint`, error && `${name}-error`].filter(Boolean).join(' ') || undefined
  return (
    <div class="field">
      <label for={name}>{label}</label>
      <textarea
        id={name}
        name={name}
        rows={rows}
        aria-describedby={described}
        aria-invalid={error ? 'true' : undefined}
      >
        {`\n${value}`}
      </textarea>
      {hint && (
        <p class="hint" id={`${name}-hint`}>
          {hint}
        </p>
      )}
      {error && (
        <p class="error" id={`${name}-error`}>
          {icon('circle-alert')} {error}
        </p>
      )}
    </div>
  )
}

function Preview({ ui, id, preview }: { ui: Ui; id: number; preview: TemplatePreview }) {
  const words = ui.words.automatic
  const path = ui.url(`/settings/automatic/${id}`)
  return (
    <section class="template-preview" id="preview" aria-labelledby="preview-title">
      <h2 id="preview-title">{words.preview}</h2>
      <p class="quiet">{words.previewLead}</p>
      <PreviewNotes ui={ui} preview={preview} />
      <div class="template-letter">
        <h3>{preview.subject}</h3>
        <p>{preview.text}</p>
      </div>
      <form class="stack" method="get" action={`${path}#preview`}>
        <div class="settings-grid">
          <Field label={words.person} name="person" value={preview.person} hint={words.personHint} />
          <Field label={words.order} name="order" value={preview.order} />
        </div>
        {preview.values.map(([name, value, meaning]) => (
          <Field label={name} name={`v.${name}`} value={value} hint={meaning} autocomplete="off" />
        ))}
        <div class="row-of-buttons">
          <button type="submit" class="button">
            {icon('eye')} {words.show}
          </button>
          <button type="submit" class="button" formmethod="post" formaction={`${path}/test`}>
            {icon('send')} {words.test}
          </button>
        </div>
      </form>
    </section>
  )
}

function PreviewNotes({ ui, preview }: { ui: Ui; preview: TemplatePreview }) {
  const words = ui.words.automatic
  const { missing, problem, nobody, tested } = preview
  const warning = problem ?? (missing.length > 0 ? words.missing(missing.join(', ')) : undefined)
  return (
    <>
      {tested && (
        <p class={tested === 'sent' ? 'notice good' : 'notice bad'} role="status">
          {icon(tested === 'sent' ? 'circle-check' : 'circle-alert')} {words.tested[tested]}
        </p>
      )}
      {nobody && (
        <p class="notice warn">
          {icon('info')} {words.nobody}
        </p>
      )}
      {warning && (
        <p class="notice warn">
          {icon('circle-alert')} {warning}
        </p>
      )}
    </>
  )
}
