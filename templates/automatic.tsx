import type { TemplateContent } from '../src/database/tables-automatic.ts'
import type { AutomaticTemplate, TemplateVersion } from '../src/letters/automatic-templates.ts'
import { PostButton, Time } from './fields.tsx'
import { icon } from './icon.tsx'
import { lineDiff } from './line-diff.ts'
import type { Ui } from './ui.ts'

/** Every template with what it is for and when it went last. */
export function TemplatesPage({ ui, templates }: { ui: Ui; templates: readonly AutomaticTemplate[] }) {
  const words = ui.words.automatic
  return (
    <main id="pane" class="page" tabindex={-1}>
      <header class="settings-head">
        <div>
          <h1>{words.title}</h1>
          <p class="quiet measure">{words.lead}</p>
        </div>
        <a class="button primary" href={ui.url('/settings/automatic/new')}>
          {words.add}
        </a>
      </header>
      <ul class="ledger">
        {templates.map((template) => (
          <TemplateItem ui={ui} template={template} />
        ))}
      </ul>
    </main>
  )
}

function TemplateItem({ ui, template }: { ui: Ui; template: AutomaticTemplate }) {
  const words = ui.words.automatic
  const { id, title, slug, whenSent, types, active, lastSentAt } = template
  return (
    <li class="ledger-item">
      {icon('bot')}
      <div class="ledger-main">
        <p class="ledger-top">
          <a href={ui.url(`/settings/automatic/${id}`)}>
            <strong>{title}</strong>
          </a>
          <code>{slug}</code>
          {types.map((type) => (
            <span class="chip">{type}</span>
          ))}
          {!active && <span class="badge">{words.off}</span>}
        </p>
        <p class="quiet">{whenSent}</p>
      </div>
      <span class="quiet">
        {lastSentAt ? (
          <>
            {words.lastSent} <Time ui={ui} at={lastSentAt} />
          </>
        ) : (
          words.neverSent
        )}
      </span>
    </li>
  )
}

type VersionsProps = { ui: Ui; template: AutomaticTemplate; versions: readonly TemplateVersion[] }

/** What it said before, each version with its difference to the one before, and a way back. */
export function TemplateVersionsPage({ ui, template, versions }: VersionsProps) {
  const words = ui.words.automatic
  return (
    <main id="pane" class="page" tabindex={-1}>
      <p>
        <a class="link-button" href={ui.url(`/settings/automatic/${template.id}`)}>
          {icon('chevron-left')} {template.title}
        </a>
      </p>
      <h1>{words.versions}</h1>
      <ol class="template-versions">
        {versions.map((one, at) => (
          <li>
            <div class="settings-head">
              <p class="ledger-top">
                <strong>{words.version(one.version)}</strong>
                <span>{one.rep ?? words.desk}</span>
                <Time ui={ui} at={one.at} />
                {at === 0 && <span class="badge">{words.newest}</span>}
              </p>
              {at > 0 && (
                <PostButton
                  action={ui.url(`/settings/automatic/${template.id}/versions/${one.version}`)}
                  label={words.restoreOf(one.version)}
                >
                  {icon('rotate-ccw')} {words.restore}
                </PostButton>
              )}
            </div>
            <Difference ui={ui} newer={one} older={versions[at + 1]} />
          </li>
        ))}
      </ol>
    </main>
  )
}

function Difference({ ui, newer, older }: { ui: Ui; newer: TemplateVersion; older: TemplateVersion | undefined }) {
  const words = ui.words.automatic
  if (!older) return <p class="quiet">{newer.version === 1 ? words.first : ''}</p>
  const names = (Object.keys(words.fields) as (keyof TemplateContent)[]).filter(
    (name) => shown(older.content[name]) !== shown(newer.content[name]),
  )
  if (names.length === 0) return <p class="quiet">{words.same}</p>
  return (
    <>
      {names.map((name) => (
        <section>
          <h2 class="template-field">{words.fields[name]}</h2>
          <LineDifference ui={ui} older={shown(older.content[name])} newer={shown(newer.content[name])} />
        </section>
      ))}
    </>
  )
}

function LineDifference({ ui, older, newer }: { ui: Ui; older: string; newer: string }) {
  const lines = lineDiff(older, newer)
  if (!lines) return <p class="quiet">{ui.words.automatic.cut}</p>
  return (
    <div class="template-diff">
      {lines.map(({ how, line }) =>
        how === 'same' ? (
          <p>{line || '\u00a0'}</p>
        ) : how === 'gone' ? (
          <p>
            <del>{line || '\u00a0'}</del>
          </p>
        ) : (
          <p>
            <ins>{line || '\u00a0'}</ins>
          </p>
        ),
      )}
    </div>
  )
}

function shown(value: TemplateContent[keyof TemplateContent] | undefined): string {
  if (value === null || value === undefined) return ''
  return Array.isArray(value) ? value.join(', ') : String(value)
}
