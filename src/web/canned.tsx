import { type Context, Hono } from 'hono'
import { CannedPage } from '../../templates/canned.tsx'
import { CannedFormPage } from '../../templates/canned-form.tsx'
import type { CannedFormProps, CannedTyped, Preview } from '../../templates/canned-props.ts'
import { DeskPage } from '../../templates/desk.tsx'
import type { Tx } from '../database/connection.ts'
import { type CannedResponse, cannedFolders, cannedLanguages, findCanned } from '../desk/canned.ts'
import { type CannedDone, type CannedRefusal, mayWriteCanned } from '../desk/canned-changes.ts'
import { cannedVersions, restoreCanned } from '../desk/canned-history.ts'
import { listIssues } from '../desk/issues.ts'
import { changeCanned, fillCanned, makeCanned, valuesProblem } from '../letters/canned.ts'
import { loadCannedFile } from '../letters/canned-files.ts'
import { variables } from '../letters/variables.ts'
import { keepUploads } from '../mail/attachments.ts'
import { may } from '../reps/roles.ts'
import { fileAnswer } from './attachments.ts'
import { cannedOf } from './canned-picker.tsx'
import { readFile } from './composer-form.ts'
import type { Desk, Web } from './desk.ts'
import { bodyOf, formOf, idIn, idOf, plainLines } from './input.ts'
import { actorOf } from './issue-changes.tsx'
import { goOn, pageParts } from './page.ts'
import { Refusal } from './refusal.ts'

const home = '/settings/canned'
const most = 200

/** Canned responses as everybody who writes letters keeps them; shared ones are changed by who may change settings. */
export function cannedPages(desk: Desk): Hono<Web> {
  return new Hono<Web>()
    .get(home, async (c) => c.html(await listPage(c, desk)))
    .get(`${home}/new`, async (c) => c.html(await formPage(c, desk, undefined)))
    .post(`${home}/new`, (c) => save(c, desk, undefined))
    .get(`${home}/:id`, async (c) => c.html(await formPage(c, desk, await cannedOf(c, desk.db))))
    .post(`${home}/:id`, async (c) => save(c, desk, await cannedOf(c, desk.db)))
    .post(`${home}/:id/delete`, async (c) => {
      const id = idOf(c)
      const version = idIn((await formOf(c)).version)
      return settle(c, await does(desk, (tx) => changeCanned(tx, writer(c), id, { deleted: true, version })))
    })
    .post(`${home}/:id/restore`, async (c) => {
      const id = idOf(c)
      const change = idIn((await formOf(c)).change) ?? 0
      return settle(c, await does(desk, (tx) => restoreCanned(tx, writer(c), id, change)), `${home}/${id}`)
    })
    .get(`${home}/:id/files/:file`, async (c) => {
      const { files } = await cannedOf(c, desk.db)
      const id = idOf(c, 'file')
      const file = files.some((one) => one.id === id) ? await loadCannedFile(desk.db, id) : undefined
      if (!file) throw new Refusal(404, 'missing')
      return fileAnswer(c, file, false)
    })
}

function writer(c: Context<Web>) {
  return { actor: actorOf(c), admin: may(c.get('rep').role, 'settings') }
}

function does<T>(desk: Desk, deed: (tx: Tx) => Promise<T>): Promise<T> {
  return desk.db.transaction().execute(deed)
}

/** On to a page, with the change and its undo. */
function settle(c: Context<Web>, done: CannedDone | CannedRefusal, path = home) {
  if (done === 'stale') return goOn(c, path, { said: 'conflict' })
  if (done === 'not yours') throw new Refusal(403, 'role')
  if (typeof done === 'string' || 'problem' in done) throw new Refusal(404, 'missing')
  return goOn(c, path, done.changeId === null ? { said: 'unchanged' } : { done: done.changeId })
}

async function listPage(c: Context<Web>, desk: Desk) {
  const text = (name: string) => (c.req.query(name) ?? '').slice(0, 200)
  const filter = { q: text('q'), folder: text('folder'), language: text('language'), whose: text('whose') }
  const { q, language } = filter
  const whose = (['own', 'shared'] as const).find((each) => each === filter.whose)
  const wish = { q, language, folder: filter.folder || undefined, whose }
  const repId = c.get('rep').id
  const [parts, found, folders, languages] = await Promise.all([
    pageParts(c, desk),
    findCanned(desk.db, repId, wish, { limit: most + 1 }),
    cannedFolders(desk.db, repId),
    cannedLanguages(desk.db, repId),
  ])
  const some = { responses: found.slice(0, most), cut: found.length > most, folders, languages, filter }
  return (
    <DeskPage {...parts} title={parts.ui.words.canned.title} place="settings" shape="page">
      <CannedPage ui={parts.ui} {...some} />
    </DeskPage>
  )
}

type Typed = Partial<CannedFormProps> & { values?: CannedTyped }

async function formPage(c: Context<Web>, desk: Desk, response: CannedResponse | undefined, typed: Typed = {}) {
  const empty = { title: '', body: '', folder: '', language: '', shared: may(c.get('rep').role, 'settings') }
  const values = typed.values ?? (response ? { ...response, shared: response.ownerId === null } : empty)
  const previewIssue = typed.previewIssue ?? (c.req.query('issue') ?? '').slice(0, 10)
  const [parts, folders, history, preview] = await Promise.all([
    pageParts(c, desk),
    cannedFolders(desk.db, c.get('rep').id),
    response ? cannedVersions(desk.db, response.id) : [],
    values.body.trim() ? previewOf(c, desk, values, previewIssue) : undefined,
  ])
  const mine = response ? mayWriteCanned(writer(c), response.ownerId) : true
  const title = response?.title ?? parts.ui.words.canned.add
  return (
    <DeskPage {...parts} title={title} place="settings" shape="page">
      <CannedFormPage
        ui={parts.ui}
        id={response?.id}
        version={response?.version ?? 0}
        values={values}
        files={response?.files ?? []}
        {...{ folders, history, preview, previewIssue, variables, mine: mine && parts.ui.may('work') }}
      />
    </DeskPage>
  )
}

/** With the data of the issue named, else of the newest open one. */
async function previewOf(
  c: Context<Web>,
  { db }: Desk,
  values: CannedTyped,
  issue: string,
): Promise<Preview | undefined> {
  const named = idIn(issue.replace(/^#/, ''))
  const newest = named ? undefined : (await listIssues(db, { status: 'open' }, { limit: 1 })).items[0]
  const issueId = named ?? newest?.id
  if (issueId === undefined) return undefined
  const filled = await fillCanned(db, values, { issueId, repId: c.get('rep').id })
  return 'problem' in filled ? filled : { issueId, ...filled }
}

async function save(c: Context<Web>, desk: Desk, response: CannedResponse | undefined) {
  const form = await formOf(c)
  const { file, files } = await bodyOf(c, true)
  const shared = may(c.get('rep').role, 'settings') ? form.shared !== undefined : response?.ownerId === null
  const { title = '', body, folder = '', language = '' } = form
  const values = { title, body: plainLines(body), folder, language, shared }
  const typed = { values, previewIssue: (form.issue ?? '').slice(0, 10) }
  const kept = [file].flat().flatMap((id) => idIn(String(id)) ?? [])
  if (form.deed === 'preview') {
    const problem = valuesProblem(values)
    return c.html(await formPage(c, desk, response, { ...typed, values: { ...values, problem } }), problem ? 422 : 200)
  }
  const added = [files].flat().filter((each): each is File => each instanceof File && each.size > 0)
  const uploads = await Promise.all(added.slice(0, 11).map(readFile))
  const done = await does(desk, async (tx) => {
    const attachmentIds = await keepUploads(tx, c.get('rep').id, uploads)
    const wish = { ...values, files: kept, attachmentIds, version: idIn(form.version) }
    return response ? changeCanned(tx, writer(c), response.id, wish) : makeCanned(tx, writer(c), wish)
  })
  if (typeof done === 'object' && 'changeId' in done) return settle(c, done)
  if (done === 'not found') throw new Refusal(404, 'missing')
  if (done === 'not yours') throw new Refusal(403, 'role')
  const trouble = done === 'stale' ? { stale: true } : { problem: done.problem }
  return c.html(
    await formPage(c, desk, response, { ...typed, values: { ...values, ...trouble } }),
    done === 'stale' ? 409 : 422,
  )
}
