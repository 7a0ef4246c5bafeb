import { type Context, Hono } from 'hono'
import type { Draft } from '../../templates/composer.tsx'
import { addNote } from '../desk/notes.ts'
import { reply } from '../letters/reply.ts'
import { keepUploads, listUploads, type Upload } from '../mail/attachments.ts'
import type { Desk, Web } from './desk.ts'
import { bodyOf, formOf, idIn, idOf, plainLines } from './input.ts'
import { actorOf } from './issue-changes.tsx'
import { issueProps } from './issue-props.ts'
import { issuePage } from './issues.tsx'
import { goOn } from './page.ts'
import { Refusal } from './refusal.ts'

type Posted = Readonly<{
  text: string
  mode: 'reply' | 'note'
  close: boolean
  seen: number | undefined
  mark: string
  uploads: readonly number[]
  also: readonly number[]
  files: readonly File[]
}>

/** The composer: a letter to the customer or a note. What is refused comes back with everything that was typed. */
export function replyPages(desk: Desk): Hono<Web> {
  return new Hono<Web>().post('/issues/:id/replies', async (c) => {
    const posted = readComposer(await formOf(c), await bodyOf(c, true))
    if (posted.text.trim() === '') return again(c, desk, posted, { problem: c.get('ui').words.composer.emptyText })
    return posted.mode === 'note' ? note(c, desk, posted) : send(c, desk, posted)
  })
}

function readComposer(form: Record<string, string>, { upload, also, files }: Record<string, unknown>): Posted {
  const note = form.mode === 'note' ? form.deed !== 'send' && form.deed !== 'close' : form.deed === 'note'
  return {
    text: plainLines(form.text),
    mode: note ? 'note' : 'reply',
    close: form.deed === 'close',
    seen: /^\d{1,9}$/.test(form.seen ?? '') ? Number(form.seen) : undefined,
    uploads: [upload].flat().flatMap((id) => idIn(String(id)) ?? []),
    also: [also]
      .flat()
      .slice(0, 20)
      .flatMap((id) => idIn(String(id)) ?? []),
    files: [files].flat().filter((file) => file instanceof File && file.size > 0) as File[],
    mark: /^[\w-]{1,40}$/.test(form.mark ?? '') ? form.mark! : '',
  }
}

async function note(c: Context<Web>, { db }: Desk, { text, mark }: Posted) {
  const id = idOf(c)
  const added = await db.transaction().execute((tx) => addNote(tx, actorOf(c), id, text.trimEnd()))
  if (added === 'not found') throw new Refusal(404, 'missing')
  return goOn(c, `/issues/${id}`, { done: added.changeId, taken: mark })
}

async function send(c: Context<Web>, desk: Desk, posted: Posted) {
  const id = idOf(c)
  const { text, close, seen: seenActionId, also: alsoIssues } = posted
  const files = await Promise.all(posted.files.map(readFile))
  const { result, uploads } = await desk.db.transaction().execute(async (tx) => {
    // Kept also when the reply is refused: nobody should have to choose the files again.
    const attachmentIds = [...posted.uploads, ...(await keepUploads(tx, c.get('rep').id, files))]
    const letter = { text: text.trimEnd(), close, seenActionId, attachmentIds, alsoIssues }
    return { result: await reply(tx, desk, actorOf(c), id, letter), uploads: attachmentIds }
  })
  if (result === 'not found') throw new Refusal(404, 'missing')
  if ('problem' in result) return again(c, desk, { ...posted, uploads }, { problem: result.problem })
  if ('newer' in result) return again(c, desk, { ...posted, uploads }, { newer: true })
  return goOn(c, `/issues/${id}`, { done: result.changeId, taken: posted.mark })
}

async function readFile(file: File): Promise<Upload> {
  const filename = file.name.replace(/[\p{Cc}/\\]/gu, '_')
  return { filename, contentType: file.type, bytes: Buffer.from(await file.arrayBuffer()) }
}

/** The same page, with the words still in the composer: 409 when something newer came, else 422. */
async function again(c: Context<Web>, desk: Desk, { text, mode, uploads: ids, also }: Posted, draft: Partial<Draft>) {
  const uploads = await listUploads(desk.db, c.get('rep').id, ids)
  const issue = await issueProps(c, desk, idOf(c), { text, mode, uploads, ...draft })
  const ticked = issue.draft.also?.map((one) => ({ ...one, ticked: also.includes(one.id) }))
  const kept = { ...issue, draft: { ...issue.draft, ...(ticked && { also: ticked }) } }
  return c.html(await issuePage(c, desk, kept), draft.newer ? 409 : 422)
}
