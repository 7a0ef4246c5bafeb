import { type Context, Hono } from 'hono'
import { mostEnclosed } from '../letters/enclosures.ts'
import { keepUploads } from '../mail/attachments.ts'
import { readFile } from './composer-form.ts'
import type { Desk, Web } from './desk.ts'
import { bodyOf } from './input.ts'
import { Refusal } from './refusal.ts'

/** Takes a file of a composer before the letter goes, so that its progress shows; answers what was kept, as JSON. */
export function uploadPages({ db }: Desk): Hono<Web> {
  return new Hono<Web>().post('/attachments', async (c: Context<Web>) => {
    const file = Object.values(await bodyOf(c)).find((part) => part instanceof File)
    const { pen } = c.get('ui').words
    if (!file || file.size === 0) throw new Refusal(422, 'bad input', pen.uploadFailed(file?.name ?? ''))
    const { dates } = c.get('ui')
    if (file.size > mostEnclosed) return c.json({ problem: pen.tooLarge(file.name, dates.size(file.size)) }, 413)
    const upload = await readFile(file)
    const [id] = await db.transaction().execute((tx) => keepUploads(tx, c.get('rep').id, [upload]))
    return c.json({ id, size: upload.bytes.length, sizeText: dates.size(upload.bytes.length), contentType: file.type })
  })
}
