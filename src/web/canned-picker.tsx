import { type Context, Hono } from 'hono'
import { CannedAsk, CannedOptions, FileChip } from '../../templates/canned-picker.tsx'
import { type CannedResponse, findCanned, getCanned } from '../desk/canned.ts'
import { fillCanned, insertIntoLetter } from '../letters/canned.ts'
import { type About, personLanguage } from '../letters/variables.ts'
import { listUploads } from '../mail/attachments.ts'
import type { Desk, Web } from './desk.ts'
import { formOf, idIn, idOf } from './input.ts'
import { Refusal } from './refusal.ts'

const shown = 30

/** What the composer's picker asks: what the words find, and the text of one for the letter at hand. */
export function cannedPicker(desk: Desk): Hono<Web> {
  return new Hono<Web>()
    .get('/canned', async (c) => {
      const prefer = await personLanguage(desk.db, idIn(c.req.query('issue')))
      const q = (c.req.query('q') ?? '').slice(0, 200)
      const found = await findCanned(desk.db, c.get('rep').id, { q }, { limit: shown, prefer })
      return c.html(<CannedOptions ui={c.get('ui')} found={found} />)
    })
    .post('/canned/:id/insert', (c) => insert(c, desk))
}

/** First asks for what is missing; told to insert it anyway, it counts the use and makes its files uploads. */
async function insert(c: Context<Web>, { db }: Desk) {
  const ui = c.get('ui')
  const repId = c.get('rep').id
  const response = await cannedOf(c, db)
  const form = await formOf(c)
  const about: About = { repId, issueId: idIn(form.issue), personId: idIn(form.person) }
  const given = valuesIn(form)
  const first = await fillCanned(db, response, about, given)
  if ('problem' in first) return c.json(first)
  if (!form.anyway && first.missing.some((value) => value.asked)) {
    const ask = <CannedAsk ui={ui} title={response.title} missing={first.missing} />
    return c.json({ ask: String(ask) })
  }
  const done = await db.transaction().execute((tx) => insertIntoLetter(tx, response, about, given))
  if ('problem' in done) return c.json(done)
  const files = await listUploads(db, repId, done.attachmentIds)
  return c.json({ text: done.text, files: files.map((file) => String(<FileChip ui={ui} file={file} />)).join('') })
}

/** What was typed into "value NAME" fields; an empty one is none. */
export function valuesIn(form: Record<string, string>): Record<string, string> {
  const given = Object.entries(form).filter(([name, value]) => name.startsWith('value ') && value.trim() !== '')
  return Object.fromEntries(given.map(([name, value]) => [name.slice('value '.length), value.trim()]))
}

export async function cannedOf(c: Context<Web>, db: Desk['db']): Promise<CannedResponse> {
  const response = await getCanned(db, c.get('rep').id, idOf(c))
  if (!response) throw new Refusal(404, 'missing')
  return response
}
