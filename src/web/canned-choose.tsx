import { type Context, Hono } from 'hono'
import { CannedChoosePage, type Choosing } from '../../templates/canned-choose.tsx'
import { DeskPage } from '../../templates/desk.tsx'
import { findCanned, getCanned } from '../desk/canned.ts'
import { fillCanned, insertIntoLetter } from '../letters/canned.ts'
import { type DraftLine, getDraft, saveDraft } from '../letters/drafts.ts'
import { valuesIn } from './canned-picker.tsx'
import { readComposer } from './composer-form.ts'
import type { Desk, Web } from './desk.ts'
import { formOf, idIn } from './input.ts'
import { goOn, pageParts } from './page.ts'
import { Refusal } from './refusal.ts'
import { withFiles } from './replies.tsx'

const home = '/canned/choose'

/** The picker without script: what was typed is kept as a draft, a page offers the responses, one goes below it. */
export function cannedChoosePages(desk: Desk): Hono<Web> {
  return new Hono<Web>()
    .post(home, (c) => keep(c, desk))
    .get(home, async (c) => c.html(await page(c, desk, await draftAt(c, desk, c.req.query('place')))))
    .post(`${home}/insert`, (c) => insert(c, desk))
}

async function keep(c: Context<Web>, desk: Desk) {
  const { place, kind, fields, version, device } = await withFiles(c, desk, await readComposer(c))
  const wish = { repId: c.get('rep').id, place, kind, fields, version, device }
  const saved = await desk.db.transaction().execute(async (tx) => {
    const first = await saveDraft(tx, wish)
    if (first === 'gone') return saveDraft(tx, { ...wish, version: 0 })
    if (typeof first === 'string' || !('conflict' in first)) return first
    // Nobody can be shown two drafts here: both stand in one, the other's first.
    const { fields: theirs, version: newest } = first.conflict
    const text = theirs.text.includes(fields.text) ? theirs.text : `${theirs.text}\n\n${fields.text}`
    return saveDraft(tx, { ...wish, version: newest, fields: { ...theirs, ...fields, text } })
  })
  if (typeof saved === 'string' || 'conflict' in saved) throw new Refusal(404, 'missing')
  if ('problem' in saved) throw new Refusal(422, 'bad input', saved.problem)
  return goOn(c, home, { place })
}

async function insert(c: Context<Web>, desk: Desk) {
  const repId = c.get('rep').id
  const form = await formOf(c)
  const draft = await draftAt(c, desk, form.place)
  const response = await getCanned(desk.db, repId, idIn(form.canned) ?? 0)
  if (!response) return goOn(c, home, { place: draft.place })
  const { personId, mailboxId } = draft.fields
  const about = { repId, issueId: draft.issueId ?? undefined, personId, mailboxId }
  const given = valuesIn(form)
  const first = await fillCanned(desk.db, response, about, given)
  if ('problem' in first) throw new Refusal(422, 'bad input', first.problem)
  if (!form.anyway && first.missing.some(({ asked }) => asked))
    return c.html(await page(c, desk, draft, { id: response.id, title: response.title, missing: first.missing }))
  await desk.db.transaction().execute(async (tx) => {
    const done = await insertIntoLetter(tx, response, about, given)
    if ('problem' in done) throw new Refusal(422, 'bad input', done.problem)
    const text = [draft.fields.text.trimEnd(), done.text].filter(Boolean).join('\n\n')
    const uploads = [...(draft.fields.uploads ?? []), ...done.attachmentIds]
    await saveDraft(tx, { ...draft, repId, fields: { ...draft.fields, text, uploads } })
  })
  return goOn(c, backTo(draft))
}

async function draftAt(c: Context<Web>, { db }: Desk, place = ''): Promise<DraftLine> {
  const draft = await getDraft(db, c.get('rep').id, place)
  if (!draft) throw new Refusal(404, 'missing')
  return draft
}

function backTo({ place, issueId }: DraftLine): string {
  return issueId === null ? `/letters/new?draft=${place}` : `/issues/${issueId}#composer`
}

async function page(c: Context<Web>, desk: Desk, draft: DraftLine, asking?: Choosing['asking']) {
  const q = (c.req.query('q') ?? '').slice(0, 200)
  const [parts, found] = await Promise.all([
    pageParts(c, desk),
    findCanned(desk.db, c.get('rep').id, { q }, { limit: 100 }),
  ])
  const { ui } = parts
  return (
    <DeskPage {...parts} title={ui.words.canned.chooseTitle} place="letters" shape="page">
      <CannedChoosePage ui={ui} {...{ q, found, asking, place: draft.place, back: backTo(draft) }} />
    </DeskPage>
  )
}
