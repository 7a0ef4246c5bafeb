import { type Context, Hono } from 'hono'
import type { Draft } from '../../templates/composer-props.ts'
import type { Tx } from '../database/connection.ts'
import { addNote } from '../desk/notes.ts'
import { checkLetter } from '../letters/checks.ts'
import { saveDraft, settleDraft } from '../letters/drafts.ts'
import { enclosedBytes, mostEnclosed } from '../letters/enclosures.ts'
import type { Finding } from '../letters/finding.ts'
import { forward } from '../letters/forward.ts'
import type { CertificateWish } from '../letters/letter-certificate.ts'
import { addressLine, splitAddresses, usualRecipients } from '../letters/recipients.ts'
import { reply } from '../letters/reply.ts'
import { keepUploads, listUploads } from '../mail/attachments.ts'
import { filled, giftPrograms } from './composer-draft.ts'
import { type Posted, readComposer, readFile } from './composer-form.ts'
import type { Desk, Web } from './desk.ts'
import { readGrant } from './grants.tsx'
import { idOf } from './input.ts'
import { actorOf } from './issue-changes.tsx'
import { issueProps } from './issue-props.ts'
import { issuePage } from './issues.tsx'
import { goOn } from './page.ts'
import { Refusal } from './refusal.ts'

/** The composer: a letter to the customer, a forward or a note. What is refused comes back with everything typed. */
export function replyPages(desk: Desk): Hono<Web> {
  return new Hono<Web>().post('/issues/:id/replies', async (c) => {
    const posted = await readComposer(c)
    if (posted.deed === 'draft') return keep(c, desk, posted)
    if (posted.fields.text.trim() === '' && posted.kind !== 'forward')
      return again(c, desk, posted, { problem: c.get('ui').words.composer.emptyText })
    return posted.kind === 'note' ? note(c, desk, posted) : send(c, desk, posted)
  })
}

async function note(c: Context<Web>, { db }: Desk, posted: Posted) {
  const id = idOf(c)
  const added = await db.transaction().execute(async (tx) => {
    const done = await addNote(tx, actorOf(c), id, posted.fields.text.trimEnd())
    if (done !== 'not found') await settle(c, tx, posted)
    return done
  })
  if (added === 'not found') throw new Refusal(404, 'missing')
  return goOn(c, `/issues/${id}`, { done: added.changeId, taken: posted.mark })
}

async function send(c: Context<Web>, desk: Desk, typed: Posted) {
  const posted = await withFiles(c, desk, typed)
  const problem = await problemOf(c, desk, posted)
  if (problem) return again(c, desk, posted, { problem })
  const gift = await giftOf(c, desk, posted)
  if (gift && 'problem' in gift) return again(c, desk, posted, gift)
  const findings = await findingsOf(c, desk, posted)
  if (findings.length > 0) return again(c, desk, posted, { findings })
  const id = idOf(c)
  const result = await desk.db.transaction().execute(async (tx) => {
    const done = await write(c, desk, tx, { ...posted, gift })
    if (typeof done === 'object' && 'letterId' in done) await settle(c, tx, posted)
    return done
  })
  if (result === 'not found') throw new Refusal(404, 'missing')
  if ('problem' in result) return again(c, desk, posted, { problem: result.problem })
  if ('newer' in result)
    return again(c, desk, posted, { findings: await findingsOf(c, desk, { ...posted, anyway: false }) })
  return goOn(c, placeAfter(posted, id), { done: result.changeId, taken: posted.mark })
}

/** Files that came with the form are kept also when the letter is refused: nobody should have to choose them again. */
export async function withFiles(c: Context<Web>, { db }: Desk, posted: Posted): Promise<Posted> {
  if (posted.files.length === 0) return posted
  const files = await Promise.all(posted.files.map(readFile))
  const kept = await db.transaction().execute((tx) => keepUploads(tx, c.get('rep').id, files))
  return { ...posted, files: [], fields: { ...posted.fields, uploads: [...(posted.fields.uploads ?? []), ...kept] } }
}

/** The certificate that goes along; its limits are asked when it is granted. */
export async function giftOf(
  c: Context<Web>,
  { db }: Desk,
  { fields: { gift }, kind }: Posted,
): Promise<CertificateWish | { problem: string } | undefined> {
  if (!gift || kind === 'forward' || kind === 'note') return undefined
  const wish = readGrant(c, await giftPrograms(c, db), gift)
  if ('problem' in wish) return wish
  const { program, amountMinor, expiresOn } = wish
  return { programId: program.id, currency: program.currency, amountMinor, expiresOn }
}

/** What stands in a letter's way whatever the rep thinks of it. */
async function problemOf(c: Context<Web>, { db }: Desk, posted: Posted): Promise<string | undefined> {
  const { pen } = c.get('ui').words
  const { uploads = [], to } = posted.fields
  if (posted.sendAt === 'bad') return pen.badTime
  if ((await enclosedBytes(db, uploads)) > mostEnclosed) return pen.tooMuch
  if (posted.kind !== 'forward') return undefined
  const usual = await usualRecipients(db, idOf(c))
  const same = !to?.trim() || to === usual.to.map(addressLine).join(', ')
  return same ? pen.forwardWhom : undefined
}

/** What is shown before it goes: everything at first, once it was seen only what cannot go so. */
async function findingsOf(c: Context<Web>, desk: Desk, posted: Posted) {
  const { fields, kind, anyway } = posted
  const found = await checkLetter(
    desk.db,
    {
      repId: c.get('rep').id,
      issueId: idOf(c),
      forward: kind === 'forward',
      ...addresses(posted),
      subject: fields.subject ?? '…',
      text: fields.text,
      certificate: fields.gift !== undefined,
      attachmentIds: [...(fields.uploads ?? []), ...(kind === 'forward' ? (fields.files ?? []) : [])],
      alsoIssues: fields.also ?? [],
      seenActionId: posted.seen,
      ...{ language: fields.language, ignored: fields.ignored },
    },
    desk,
  )
  return anyway ? found.filter((one) => one.stop) : reread(c, posted, found)
}

/** What was corrected without script is read once more before it goes. */
export function reread(c: Context<Web>, { corrections }: Posted, found: readonly Finding[]): readonly Finding[] {
  if (corrections === 0 || found.length > 0) return found
  return [{ kind: 'spelling', text: c.get('ui').words.spelling.reread(corrections) }]
}

function addresses({ fields: { to, cc, bcc } }: Posted) {
  const list = (text: string | undefined) => (text === undefined ? undefined : splitAddresses(text))
  return { to: list(to), cc: list(cc), bcc: list(bcc) }
}

/** The letter in the words of the rooms. */
export function letterOf(posted: Posted) {
  const { fields, deed, place, kind, mark, cancelIfReplied } = posted
  return {
    ...addresses(posted),
    text: fields.text.trimEnd(),
    subject: fields.subject,
    attachmentIds: fields.uploads ?? [],
    format: 'markdown' as const,
    signature: fields.signature ?? false,
    close: deed === 'close' || deed === 'close-next',
    sendAt: posted.sendAt === 'bad' ? undefined : posted.sendAt,
    cancelIfReplied,
    kept: { place, kind, mark, fields },
  }
}

function write(c: Context<Web>, desk: Desk, tx: Tx, posted: Posted & { gift: CertificateWish | undefined }) {
  const { fields } = posted
  const kept = { ...letterOf(posted).kept, place: `issue-${idOf(c)}` }
  const letter = { ...letterOf(posted), kept }
  if (posted.kind === 'forward')
    return forward(tx, desk, actorOf(c), { ...letter, issueId: idOf(c), files: fields.files })
  const answer = {
    ...letter,
    certificate: posted.gift,
    quote: fields.quote,
    alsoIssues: fields.also,
    seenActionId: posted.seen,
  }
  return reply(tx, desk, actorOf(c), idOf(c), answer)
}

function settle(c: Context<Web>, tx: Tx, { version, device }: Posted) {
  return settleDraft(tx, c.get('rep').id, { place: `issue-${idOf(c)}`, version, device })
}

function placeAfter({ deed, next }: Posted, id: number): string {
  if (deed !== 'next' && deed !== 'close-next') return `/issues/${id}`
  return next === undefined ? '/issues' : `/issues/${next}`
}

/** Without script a draft is saved by a button. */
async function keep(c: Context<Web>, desk: Desk, typed: Posted) {
  const { kind, fields, version } = await withFiles(c, desk, typed)
  const place = `issue-${idOf(c)}`
  const wish = { repId: c.get('rep').id, place, kind, fields, version, device: '' }
  const saved = await desk.db.transaction().execute((tx) => saveDraft(tx, wish))
  if (typeof saved === 'object' && 'problem' in saved) return again(c, desk, typed, { problem: saved.problem })
  if (typeof saved === 'object' && 'conflict' in saved)
    return again(c, desk, { ...typed, version: saved.conflict.version }, { problem: c.get('ui').words.pen.conflict })
  return goOn(c, `/issues/${idOf(c)}`, { said: 'saved' })
}

/** The same page, with the words still in the composer: 409 when something newer came, else 422. */
async function again(c: Context<Web>, desk: Desk, posted: Posted, shown: Partial<Draft>) {
  const uploads = await listUploads(desk.db, c.get('rep').id, posted.fields.uploads ?? [])
  const issue = await issueProps(c, desk, idOf(c))
  const typed = filled(posted, { uploads, files: issue.draft.files, also: issue.draft.also })
  const draft = { ...issue.draft, ...typed, version: posted.version, again: true, ...shown }
  const status = shown.findings?.some((one) => one.kind === 'newer') ? 409 : 422
  return c.html(await issuePage(c, desk, { ...issue, draft }), status)
}
