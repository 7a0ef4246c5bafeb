import { type Context, Hono } from 'hono'
import type { Draft } from '../../templates/composer.tsx'
import { addNote } from '../desk/notes.ts'
import { reply } from '../letters/reply.ts'
import type { Desk, Web } from './desk.ts'
import { formOf, idOf, plainLines } from './input.ts'
import { actorOf } from './issue-changes.tsx'
import { issueProps } from './issue-props.ts'
import { issuePage } from './issues.tsx'
import { goOn } from './page.ts'
import { Refusal } from './refusal.ts'

type Posted = Readonly<{ text: string; mode: 'reply' | 'note'; close: boolean; seen: number | undefined; mark: string }>

/** The composer: a letter to the customer or a note. What is refused comes back with everything that was typed. */
export function replyPages(desk: Desk): Hono<Web> {
  return new Hono<Web>().post('/issues/:id/replies', async (c) => {
    const posted = readComposer(await formOf(c))
    if (posted.text.trim() === '') return again(c, desk, posted, { problem: c.get('ui').words.composer.emptyText })
    return posted.mode === 'note' ? note(c, desk, posted) : send(c, desk, posted)
  })
}

function readComposer(form: Record<string, string>): Posted {
  const note = form.mode === 'note' ? form.deed !== 'send' && form.deed !== 'close' : form.deed === 'note'
  return {
    text: plainLines(form.text),
    mode: note ? 'note' : 'reply',
    close: form.deed === 'close',
    seen: /^\d{1,9}$/.test(form.seen ?? '') ? Number(form.seen) : undefined,
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
  const { text, close, seen: seenActionId } = posted
  const result = await desk.db
    .transaction()
    .execute((tx) => reply(tx, desk, actorOf(c), id, { text: text.trimEnd(), close, seenActionId }))
  if (result === 'not found') throw new Refusal(404, 'missing')
  if ('problem' in result) return again(c, desk, posted, { problem: result.problem })
  if ('newer' in result) return again(c, desk, posted, { newer: true })
  return goOn(c, `/issues/${id}`, { done: result.changeId, taken: posted.mark })
}

/** The same page, with the words still in the composer: 409 when something newer came, else 422. */
async function again(c: Context<Web>, desk: Desk, { text, mode }: Posted, draft: Partial<Draft>) {
  const issue = await issueProps(c, desk, idOf(c), { text, mode, ...draft })
  return c.html(await issuePage(c, desk, issue), draft.newer ? 409 : 422)
}
