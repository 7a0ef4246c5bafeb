import { randomBytes } from 'node:crypto'
import { type Context, Hono } from 'hono'
import type { Draft } from '../../templates/composer-props.ts'
import { DeskPage } from '../../templates/desk.tsx'
import { NewLetterPage } from '../../templates/new-letter.tsx'
import { checkLetter } from '../letters/checks.ts'
import { getDraft, saveDraft, settleDraft } from '../letters/drafts.ts'
import { newLetter } from '../letters/new-letter.ts'
import { addressLine, splitAddresses } from '../letters/recipients.ts'
import { signatureOf } from '../letters/signatures.ts'
import { listUploads } from '../mail/attachments.ts'
import { listMailboxes } from '../mail/mailboxes.ts'
import { getPerson } from '../people/people.ts'
import { composerStart, filled, giftPrograms } from './composer-draft.ts'
import { type Posted, readComposer } from './composer-form.ts'
import type { Desk, Web } from './desk.ts'
import { idIn } from './input.ts'
import { actorOf } from './issue-changes.tsx'
import { goOn, pageParts } from './page.ts'
import { giftOf, letterOf, reread, withFiles } from './replies.tsx'

/** A letter to somebody first, which makes an issue. `?person=`, `?order=` and `?to=` say to whom and about what. */
export function newLetterPages(desk: Desk): Hono<Web> {
  return new Hono<Web>()
    .get('/letters/new', async (c) => {
      const place = placeOf(c.req.query('draft')) ?? `new-${randomBytes(6).toString('hex')}`
      return c.html(await page(c, desk, await startDraft(c, desk, place)))
    })
    .post('/letters', async (c) => {
      const typed = await readComposer(c)
      return typed.deed === 'draft' ? keep(c, desk, typed) : send(c, desk, typed)
    })
}

function placeOf(text: string | undefined): string | undefined {
  return /^new-[a-z0-9-]{1,40}$/.test(text ?? '') ? text : undefined
}

async function startDraft(c: Context<Web>, { db }: Desk, place: string): Promise<Draft> {
  const repId = c.get('rep').id
  const [kept, mailboxes, programs, person] = await Promise.all([
    getDraft(db, repId, place),
    listMailboxes(db),
    giftPrograms(c, db),
    getPerson(db, idIn(c.req.query('person')) ?? 0),
  ])
  const mailbox = mailboxes.find((one) => one.id === kept?.fields.mailboxId) ?? mailboxes[0]
  const [signature, uploads] = await Promise.all([
    signatureOf(db, repId, mailbox?.id ?? 0),
    listUploads(db, repId, kept?.fields.uploads ?? []),
  ])
  const name = `${person?.firstNames ?? ''} ${person?.lastName ?? ''}`.trim()
  return {
    ...composerStart(c, place, signature),
    programs,
    to: person?.emails[0] ? addressLine({ name, address: person.emails[0] }) : (c.req.query('to') ?? '').slice(0, 300),
    ...(person && { personId: person.id }),
    orderId: c.req.query('order')?.slice(0, 100),
    ...(mailbox && { mailboxId: mailbox.id }),
    mailboxes: mailboxes.map(({ id, address }) => ({ id, address })),
    ...filled(kept, { uploads, files: [], also: [] }),
    mode: 'new',
  }
}

async function page(c: Context<Web>, desk: Desk, draft: Draft) {
  const parts = await pageParts(c, desk)
  return (
    <DeskPage {...parts} title={parts.ui.words.newLetter.title} place="letters" shape="page">
      <NewLetterPage ui={parts.ui} draft={draft} />
    </DeskPage>
  )
}

async function send(c: Context<Web>, desk: Desk, typed: Posted) {
  const posted = { ...(await withFiles(c, desk, typed)), place: placeOf(typed.place) ?? 'new-1' }
  const { composer, pen } = c.get('ui').words
  if (posted.fields.text.trim() === '') return again(c, desk, posted, { problem: composer.emptyText })
  if (posted.sendAt === 'bad') return again(c, desk, posted, { problem: pen.badTime })
  const gift = await giftOf(c, desk, posted)
  if (gift && 'problem' in gift) return again(c, desk, posted, gift)
  const found = await checkLetter(desk.db, checked(c, posted), desk)
  const findings = posted.anyway ? found.filter((one) => one.stop) : reread(c, posted, found)
  if (findings.length > 0) return again(c, desk, posted, { findings })
  const result = await desk.db.transaction().execute(async (tx) => {
    const { fields, orderId, version, device, place } = posted
    const { personId, mailboxId } = fields
    const letter = {
      ...letterOf({ ...posted, kind: 'new' }),
      personId,
      mailboxId,
      orderId,
      emptySubject: true,
      certificate: gift,
    }
    const done = await newLetter(tx, desk, actorOf(c), letter)
    if ('letterId' in done) await settleDraft(tx, c.get('rep').id, { place, version, device })
    return done
  })
  if ('problem' in result) return again(c, desk, posted, { problem: result.problem })
  return goOn(c, `/issues/${result.issueId}`, { done: result.changeId, taken: posted.mark })
}

function checked(c: Context<Web>, { fields }: Posted) {
  const list = (text: string | undefined) => splitAddresses(text ?? '')
  return {
    repId: c.get('rep').id,
    personId: fields.personId,
    mailboxId: fields.mailboxId,
    ...{ to: list(fields.to), cc: list(fields.cc), bcc: list(fields.bcc) },
    subject: fields.subject ?? '',
    text: fields.text,
    certificate: fields.gift !== undefined,
    ...{ language: fields.language, ignored: fields.ignored },
    attachmentIds: fields.uploads ?? [],
    alsoIssues: [],
  }
}

async function again(c: Context<Web>, desk: Desk, posted: Posted, shown: Partial<Draft>) {
  const start = await startDraft(c, desk, posted.place)
  const uploads = await listUploads(desk.db, c.get('rep').id, posted.fields.uploads ?? [])
  const typed = filled({ ...posted, kind: 'new' }, { uploads, files: [], also: [] })
  const draft: Draft = { ...start, ...typed, orderId: posted.orderId, version: posted.version, again: true, ...shown }
  return c.html(await page(c, desk, draft), 422)
}

async function keep(c: Context<Web>, desk: Desk, typed: Posted) {
  const place = placeOf(typed.place) ?? 'new-1'
  const { fields, version } = await withFiles(c, desk, typed)
  const wish = { repId: c.get('rep').id, place, kind: 'new' as const, fields, version, device: '' }
  const saved = await desk.db.transaction().execute((tx) => saveDraft(tx, wish))
  const problem = typeof saved === 'object' && 'problem' in saved ? saved.problem : undefined
  if (problem) return again(c, desk, { ...typed, place }, { problem })
  return goOn(c, `/letters/new?draft=${place}`, { said: 'saved' })
}
