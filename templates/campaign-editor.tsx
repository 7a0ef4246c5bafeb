import { CertificateFields, WhenFields, WhomFields } from './campaign-fields.tsx'
import { CampaignFrame, Trouble } from './campaign-parts.tsx'
import type { EditorProps } from './campaign-props.ts'
import { Field } from './fields.tsx'
import { icon } from './icon.tsx'
import { SpellingTools } from './spelling-tools.tsx'

/** Where a campaign is written, with what may stand in it beside it. */
export function CampaignEditor(props: EditorProps) {
  const { ui, campaign } = props
  const body = (
    <div class="canned-columns">
      <Form {...props} />
      <div class="canned-side">
        <Variables {...props} />
      </div>
    </div>
  )
  if (campaign)
    return (
      <CampaignFrame ui={ui} campaign={campaign} tab="edit">
        {body}
      </CampaignFrame>
    )
  return (
    <main id="pane" class="page campaign" tabindex={-1}>
      <header class="campaign-head">
        <a class="link-button" href={ui.url('/campaigns')}>
          {icon('chevron-left')} {ui.words.campaigns.title}
        </a>
        <h1>{ui.words.campaignEditor.newTitle}</h1>
      </header>
      {body}
    </main>
  )
}

function Form(props: EditorProps) {
  const { ui, campaign, typed, faults, stale, problem } = props
  const words = ui.words.campaignEditor
  const action = campaign ? `/campaigns/${campaign.id}/edit` : '/campaigns/new'
  const wrong = (name: EditorProps['faults'][number]) => (faults.includes(name) ? words.wrong[name] : undefined)
  return (
    <form class="settings-form" method="post" action={ui.url(action)} data-spelled>
      {campaign && <input type="hidden" name="version" value={campaign.version} />}
      {stale && <Trouble text={words.stale} tone="warn" />}
      {problem && faults.length === 0 && <Trouble text={problem} tone="warn" />}
      <div class="settings-grid">
        <Field label={words.name} name="name" value={typed.name} hint={words.nameHint} error={wrong('name')} required />
        <Mailbox {...props} />
      </div>
      <Field label={words.subject} name="subject" value={typed.subject} error={wrong('subject')} required />
      <Words {...props} />
      <WhomFields {...props} />
      <CertificateFields {...props} />
      <WhenFields {...props} />
      <div class="row-of-buttons">
        <button type="submit" class="button primary" name="deed" value="preview">
          {icon('eye')} {words.saveGo}
        </button>
        <button type="submit" class="button" name="deed" value="save">
          {words.save}
        </button>
      </div>
    </form>
  )
}

function Mailbox({ ui, typed, mailboxes, faults }: EditorProps) {
  const words = ui.words.campaignEditor
  return (
    <div class="field">
      <label for="mailbox">{words.mailbox}</label>
      <select id="mailbox" name="mailbox">
        {mailboxes.map(({ id, address, name }) => (
          <option value={id} selected={String(id) === typed.mailbox}>
            {name ? `${name} <${address}>` : address}
          </option>
        ))}
      </select>
      {faults.includes('mailbox') && <p class="error">{words.wrong.mailbox}</p>}
    </div>
  )
}

function Words({ ui, typed, faults }: EditorProps) {
  const words = ui.words.campaignEditor
  return (
    <>
      <div class="field">
        <label for="text">{words.text}</label>
        <div class="campaign-text">
          <textarea id="text" name="text" rows={14} maxlength={100_000} required aria-describedby="text-hint">
            {`\n${typed.text ?? ''}`}
          </textarea>
        </div>
        <SpellingTools ui={ui} draft={{}} />
        <p class="hint" id="text-hint">
          {words.textHint}
        </p>
        {faults.includes('text') && <p class="error">{words.wrong.text}</p>}
      </div>
      <details class="campaign-html" open={Boolean(typed.html)}>
        <summary>
          {icon('chevron-down')} {words.html}
        </summary>
        <div class="field">
          <label class="sr" for="html">
            {words.html}
          </label>
          <textarea id="html" name="html" rows={12} maxlength={100_000} aria-describedby="html-hint" spellcheck={false}>
            {`\n${typed.html ?? ''}`}
          </textarea>
          <p class="hint" id="html-hint">
            {words.htmlHint}
          </p>
        </div>
      </details>
    </>
  )
}

function Variables({ ui, variables }: EditorProps) {
  const words = ui.words.campaignEditor
  return (
    <section aria-labelledby="variables">
      <h2 id="variables">{words.variables}</h2>
      <p class="quiet">{words.variablesLead}</p>
      <dl class="campaign-variables">
        {variables.map(({ name, source, example }) => (
          <div>
            <dt>
              <code>{`{{ ${name} }}`}</code>
            </dt>
            <dd class="quiet">
              {ui.words.said(source)}: {ui.words.said(example)}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  )
}
