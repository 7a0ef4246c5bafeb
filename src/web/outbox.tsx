import { type Context, Hono } from 'hono'
import { DeskPage } from '../../templates/desk.tsx'
import { OutboxConfirm, type OutboxFilter, OutboxPage } from '../../templates/outbox.tsx'
import { letterStates } from '../database/tables.ts'
import { bulkLetters, type LetterDeed, letterDeeds, mostLetters } from '../letters/bulk-letters.ts'
import { countStates, letterKinds, listLetters } from '../letters/letters.ts'
import { listMailboxes } from '../mail/mailboxes.ts'
import { listReps } from '../reps/reps.ts'
import { localPath } from './base-path.ts'
import type { Desk, Web } from './desk.ts'
import { bodyOf, formOf, idIn } from './input.ts'
import { actorOf } from './issue-changes.tsx'
import { goOn, pageParts } from './page.ts'
import { Refusal } from './refusal.ts'

/** The outbox: letters by state, mailbox, rep and kind; what is done to many is asked for once more. */
export function outboxPages(desk: Desk): Hono<Web> {
  return new Hono<Web>()
    .get('/letters', (c) => list(c, desk))
    .post('/letters/bulk', async (c) => {
      const { back: from, deed: asked, sure, ids: listed } = await formOf(c)
      const back = localPath(from)
      const deed = letterDeeds.find((one) => one === asked)
      if (!deed) throw new Refusal(422, 'bad input')
      const ids = await idsOf(c, listed)
      if (ids.length === 0) return goOn(c, back, { said: 'noneSelected' })
      if (sure !== 'yes') return confirm(c, desk, { ids, deed, back })
      const done = await desk.db.transaction().execute((tx) => bulkLetters(tx, actorOf(c), { deed, ids }))
      return goOn(c, back, done.changeId === null ? { said: 'unchanged' } : { done: done.changeId })
    })
}

async function idsOf(c: Context<Web>, listed: string | undefined): Promise<number[]> {
  const { id } = await bodyOf(c, true)
  const texts = [...(listed?.split(',') ?? []), ...[id].flat().filter((one) => typeof one === 'string')]
  if (texts.length > mostLetters) throw new Refusal(422, 'bad input')
  return [...new Set(texts.flatMap((text) => idIn(text) ?? []))]
}

function filterOf(c: Context<Web>): OutboxFilter {
  const asked = (name: string) => c.req.query(name) ?? ''
  return {
    trouble: c.req.query('trouble') !== undefined,
    state: letterStates.find((state) => state === asked('state')) ?? '',
    mailbox: idIn(asked('mailbox')) ?? '',
    rep: idIn(asked('rep')) ?? '',
    kind: letterKinds.find((kind) => kind === asked('kind')) ?? '',
  }
}

async function list(c: Context<Web>, desk: Desk) {
  const { db } = desk
  const filter = filterOf(c)
  const { trouble, state, mailbox, rep, kind } = filter
  const narrowed = {
    trouble,
    ...{ state: state || undefined, mailboxId: mailbox || undefined, repId: rep || undefined, kind: kind || undefined },
  }
  const [parts, letters, counts, mailboxes, reps] = await Promise.all([
    pageParts(c, desk),
    listLetters(db, narrowed, { cursor: c.req.query('cursor'), limit: 50 }),
    countStates(db),
    listMailboxes(db),
    listReps(db),
  ])
  const words = parts.ui.words.letters
  const place = trouble ? 'failed' : 'letters'
  return c.html(
    <DeskPage {...parts} title={trouble ? words.trouble : words.title} place={place} shape="page">
      <OutboxPage ui={parts.ui} filter={filter} counts={counts} mailboxes={mailboxes} reps={reps} {...letters} />
    </DeskPage>,
  )
}

async function confirm(c: Context<Web>, desk: Desk, asked: { ids: number[]; deed: LetterDeed; back: string }) {
  const parts = await pageParts(c, desk)
  const title = parts.ui.words.outbox.confirm[asked.deed](asked.ids.length)
  return c.html(
    <DeskPage {...parts} title={title} place="letters" shape="page">
      <OutboxConfirm ui={parts.ui} {...asked} />
    </DeskPage>,
  )
}
