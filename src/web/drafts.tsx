import { type Context, Hono } from 'hono'
import { DeskPage } from '../../templates/desk.tsx'
import { DraftsPage } from '../../templates/drafts.tsx'
import { type DraftKind, draftKinds } from '../database/tables-drafts.ts'
import { type DraftLine, dropDraft, getDraft, listDrafts, saveDraft } from '../letters/drafts.ts'
import { wasTaken } from '../letters/taken-drafts.ts'
import { fieldsOf } from './composer-form.ts'
import type { Desk, Web } from './desk.ts'
import { bodyOf, formOf } from './input.ts'
import { goOn, pageParts } from './page.ts'
import { Refusal } from './refusal.ts'

/** What this rep has begun to write: the list, and what composers save as it is typed. */
export function draftPages(desk: Desk): Hono<Web> {
  const { db } = desk
  return new Hono<Web>()
    .get('/drafts', async (c) => {
      const page = { cursor: c.req.query('cursor'), limit: 50 }
      const [parts, list] = await Promise.all([pageParts(c, desk), listDrafts(db, c.get('rep').id, page)])
      return c.html(
        <DeskPage {...parts} title={parts.ui.words.drafts.title} place="drafts" shape="page">
          <DraftsPage ui={parts.ui} {...list} />
        </DeskPage>,
      )
    })
    .get('/drafts/:place', async (c) => {
      const repId = c.get('rep').id
      const { place } = c.req.param()
      const mark = c.req.query('mark') ?? ''
      const taken = /^[\w-]{1,40}$/.test(mark) && (await wasTaken(db, { repId, place, mark }))
      const draft = await getDraft(db, repId, place)
      return c.json({ draft: draft ? shown(c, draft) : null, taken })
    })
    .post('/drafts/:place', (c) => save(c, desk))
    .post('/drafts/:place/discard', async (c) => {
      await db.transaction().execute((tx) => dropDraft(tx, c.get('rep').id, c.req.param('place')))
      return c.req.header('x-part') ? c.json({}) : goOn(c, '/drafts', { said: 'draftGone' })
    })
}

async function save(c: Context<Web>, { db }: Desk) {
  const form = await formOf(c)
  const wish = {
    repId: c.get('rep').id,
    place: c.req.param('place') ?? '',
    kind: kindOf(form.kind),
    fields: fieldsOf(form, await bodyOf(c, true)),
    version: /^\d{1,9}$/.test(form.version ?? '') ? Number(form.version) : 0,
    device: /^[\w-]{1,40}$/.test(form.device ?? '') ? form.device! : '',
  }
  const saved = await db.transaction().execute((tx) => saveDraft(tx, wish))
  if (saved === 'not found') throw new Refusal(404, 'missing')
  if (saved === 'gone') return c.json({ gone: true }, 410)
  if ('problem' in saved) return c.json({ problem: saved.problem }, 422)
  if ('conflict' in saved) return c.json({ draft: shown(c, saved.conflict) }, 409)
  return c.json({ version: saved.version, saved: c.get('ui').words.pen.saved(c.get('ui').dates.soon(saved.updatedAt)) })
}

function kindOf(text: string | undefined): DraftKind {
  return draftKinds.find((kind) => kind === text) ?? 'reply'
}

function shown(c: Context<Web>, { kind, fields, version, updatedAt }: DraftLine) {
  const { words, dates } = c.get('ui')
  return { kind, fields, version, saved: words.pen.saved(dates.soon(updatedAt)) }
}
