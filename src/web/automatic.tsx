import { type Context, Hono } from 'hono'
import { TemplatesPage, TemplateVersionsPage } from '../../templates/automatic.tsx'
import { type TemplateForm, TemplatePage, type TemplatePreview } from '../../templates/automatic-form.tsx'
import { DeskPage } from '../../templates/desk.tsx'
import type { Tx } from '../database/connection.ts'
import {
  changeTemplate,
  findTemplate,
  listTemplates,
  makeTemplate,
  removeTemplate,
  restoreVersion,
  type TemplateResult,
  templateVersions,
} from '../letters/automatic-templates.ts'
import { mailStaff } from '../letters/staff-mail.ts'
import { listMailboxes } from '../mail/mailboxes.ts'
import { contentOf, emptyTemplate, formOfTemplate, previewOf } from './automatic-form.ts'
import type { Desk, Web } from './desk.ts'
import { formOf, idIn, idOf } from './input.ts'
import { actorOf } from './issue-changes.tsx'
import { goOn, pageParts } from './page.ts'
import { Refusal } from './refusal.ts'

const home = '/settings/automatic'

/** Templates of automatic e-mail: both parts, preview, test, versions. For those who may change settings. */
export function automaticPages(desk: Desk): Hono<Web> {
  return new Hono<Web>()
    .get(home, async (c) => c.html(await listPage(c, desk)))
    .get(`${home}/new`, async (c) => c.html(await formPage(c, desk, { values: emptyTemplate })))
    .post(`${home}/new`, (c) => save(c, desk, undefined))
    .get(`${home}/:id`, async (c) => c.html(await onePage(c, desk, { asked: c.req.query() })))
    .post(`${home}/:id`, (c) => save(c, desk, idOf(c)))
    .post(`${home}/:id/test`, (c) => test(c, desk))
    .post(`${home}/:id/remove`, async (c) => {
      const result = await does(desk, (tx) => removeTemplate(tx, actorOf(c), idOf(c)))
      return goOn(c, home, { done: accepted(result).changeId })
    })
    .get(`${home}/:id/versions`, async (c) => c.html(await versionsPage(c, desk)))
    .post(`${home}/:id/versions/:version`, async (c) => {
      const [id, version] = [idOf(c), idOf(c, 'version')]
      const result = await does(desk, (tx) => restoreVersion(tx, actorOf(c), id, version))
      return goOn(c, `${home}/${id}/versions`, { done: accepted(result).changeId })
    })
}

async function listPage(c: Context<Web>, desk: Desk) {
  const [parts, templates] = await Promise.all([pageParts(c, desk), listTemplates(desk.db)])
  return (
    <DeskPage {...parts} title={parts.ui.words.automatic.title} place="mailboxes" shape="page">
      <TemplatesPage ui={parts.ui} templates={templates} />
    </DeskPage>
  )
}

type Around = Readonly<{
  values?: TemplateForm | undefined
  faults?: Readonly<Record<string, string>>
  stale?: boolean
  /** What the preview is asked for, and what became of a test. */
  asked?: Readonly<Record<string, string>>
  tested?: TemplatePreview['tested']
}>

async function formPage(c: Context<Web>, desk: Desk, { values = emptyTemplate, faults = {} }: Around) {
  const [parts, mailboxes] = await Promise.all([pageParts(c, desk), listMailboxes(desk.db)])
  return (
    <DeskPage {...parts} title={parts.ui.words.automatic.newTitle} place="mailboxes" shape="page">
      <TemplatePage ui={parts.ui} values={values} faults={faults} mailboxes={mailboxes} />
    </DeskPage>
  )
}

async function onePage(c: Context<Web>, desk: Desk, around: Around = {}) {
  const { values, faults = {}, stale = false, asked = {}, tested } = around
  const template = await findTemplate(desk.db, idOf(c))
  if (!template) throw new Refusal(404, 'missing')
  const [parts, mailboxes, preview] = await Promise.all([
    pageParts(c, desk),
    listMailboxes(desk.db),
    previewOf(desk.db, template, asked),
  ])
  const shown = { template, mailboxes, faults, stale, preview: { ...preview, tested } }
  return (
    <DeskPage {...parts} title={template.title} place="mailboxes" shape="page">
      <TemplatePage ui={parts.ui} values={values ?? formOfTemplate(template)} {...shown} />
    </DeskPage>
  )
}

async function save(c: Context<Web>, desk: Desk, id: number | undefined) {
  const form = await formOf(c)
  const content = contentOf(form)
  const result = await does(desk, (tx) =>
    id === undefined
      ? makeTemplate(tx, actorOf(c), content)
      : changeTemplate(tx, actorOf(c), id, { ...content, version: idIn(form.version) }),
  )
  if (typeof result === 'object' && 'changeId' in result)
    return goOn(c, `${home}/${result.id}`, { done: result.changeId })
  if (result === 'not found') throw new Refusal(404, 'missing')
  const values = formOfTemplate(content)
  if (result === 'stale') return c.html(await onePage(c, desk, { values, stale: true }), 409)
  const around = { values, faults: result.faults as Record<string, string> }
  return c.html(await (id === undefined ? formPage(c, desk, around) : onePage(c, desk, around)), 422)
}

/** To oneself, as it looks with what was typed; kept nowhere. */
async function test(c: Context<Web>, desk: Desk) {
  const template = await findTemplate(desk.db, idOf(c))
  if (!template) throw new Refusal(404, 'missing')
  const asked = await formOf(c)
  const { subject, text } = await previewOf(desk.db, template, asked)
  const tested = await mailStaff(desk, { to: c.get('rep').email, subject: () => subject || template.title, text })
  return c.html(await onePage(c, desk, { asked, tested }))
}

async function versionsPage(c: Context<Web>, desk: Desk) {
  const template = await findTemplate(desk.db, idOf(c))
  if (!template) throw new Refusal(404, 'missing')
  const [parts, versions] = await Promise.all([pageParts(c, desk), templateVersions(desk.db, template.id)])
  return (
    <DeskPage {...parts} title={template.title} place="mailboxes" shape="page">
      <TemplateVersionsPage ui={parts.ui} template={template} versions={versions} />
    </DeskPage>
  )
}

function does(desk: Desk, deed: (tx: Tx) => Promise<TemplateResult>): Promise<TemplateResult> {
  return desk.db.transaction().execute(deed)
}

function accepted(result: TemplateResult): { changeId: number } {
  if (typeof result === 'object' && 'changeId' in result) return result
  throw result === 'not found' ? new Refusal(404, 'missing') : new Refusal(422, 'bad input')
}
