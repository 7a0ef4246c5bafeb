import { simpleParser } from 'mailparser'
import { expect, test } from 'vitest'
import { erasePerson } from '../../src/campaigns/erase-person.ts'
import { loadBlob } from '../../src/database/blobs.ts'
import type { Tx } from '../../src/database/connection.ts'
import type { DraftFields } from '../../src/database/tables-drafts.ts'
import { checkLetter } from '../../src/letters/checks.ts'
import { getDraft, listDrafts, saveDraft, settleDraft } from '../../src/letters/drafts.ts'
import type { CheckedDraft } from '../../src/letters/finding.ts'
import { forward } from '../../src/letters/forward.ts'
import { cancelLetter, getLetter } from '../../src/letters/letters.ts'
import { markdownHtml, markdownText } from '../../src/letters/markdown.ts'
import { reply } from '../../src/letters/reply.ts'
import { reschedule } from '../../src/letters/schedule.ts'
import { cancelReplied } from '../../src/letters/sending.ts'
import { setSignature } from '../../src/letters/signatures.ts'
import { undoAnything } from '../../src/letters/undo.ts'
import { heldSeconds } from '../../src/letters/write.ts'
import { keepUploads } from '../../src/mail/attachments.ts'
import { dropStale } from '../../src/settings/stale.ts'
import { deskWith, openDesk, openedByMail, secrets } from './desk.ts'

type Desk = Awaited<ReturnType<typeof openDesk>>
const relay = 'smtp://127.0.0.1:9'
const inTx = <T>({ db }: Desk, deed: (tx: Tx) => Promise<T>) => db.transaction().execute(deed)

async function mailOf({ db }: Desk, letterId: number) {
  const { rawSha256 } = await db
    .selectFrom('letters')
    .select('rawSha256')
    .where('id', '=', letterId)
    .executeTakeFirstOrThrow()
  return simpleParser((await loadBlob(db, rawSha256))!)
}

test('marks become HTML and everything else is text, whatever it holds', () => {
  const html = markdownHtml(
    'Hi **bold** *it* `a<b`\n<img src=x onerror=alert(1)>\n\n- one\n- two\n\n> said\n\n3. third',
  )
  expect(html).toContain(
    '<strong>bold</strong> <em>it</em> <code>a&#60;b</code><br>\n&#60;img src=x onerror=alert(1)&#62;',
  )
  expect(html).toMatch(/<ul[^>]*><li>one<\/li><li>two<\/li><\/ul>/)
  expect(html).toMatch(/<blockquote[^>]*><p[^>]*>said<\/p><\/blockquote>/)
  expect(html).toContain('<ol start="3"')
  expect(markdownHtml('[x](javascript:alert(1)) [y](https://a.test/"onclick=1)')).not.toMatch(
    /href="(javascript|[^"]*"on)/,
  )
  expect(markdownHtml('snake_case_word 2*3*4 https://shop.test/a_b_c.')).toContain('<a href="https://shop.test/a_b_c">')
  expect(markdownHtml('snake_case_word 2*3*4')).not.toContain('<em>')
  expect(markdownText('See [the page](https://a.test/x) ![ant.png](attachment:7)')).toBe(
    'See the page <https://a.test/x> [ant.png]',
  )
})

test.each(['**a', '[a](', '![', '> ', '`', '_a '])('a hundred thousand %s take no time worth a word', (piece) => {
  const started = performance.now()
  markdownHtml(piece.repeat(100_000 / piece.length))
  expect(performance.now() - started).toBeLessThan(5000)
})

test('a letter carries both parts, its picture in place, the signatures and the mail that it answers', async () => {
  const desk = await openDesk()
  await inTx(desk, async (tx) => {
    await setSignature(tx, desk.actor, { repId: desk.actor.repId }, 'Ana\nAnts & more')
    await setSignature(tx, desk.actor, { mailboxId: desk.mailbox.id }, 'The Ant Shop')
  })
  const [id] = await inTx(desk, (tx) =>
    keepUploads(tx, desk.actor.repId, [{ filename: 'ant.png', contentType: 'image/png', bytes: Buffer.from('png') }]),
  )
  const text = `**Look:** ![ant](attachment:${id})`
  const written = await desk.write(relay, { text, attachmentIds: [id!], format: 'markdown', signature: true })
  const mail = await mailOf(desk, written.letterId)
  expect(mail.text).toContain('**Look:** [ant]\n\n-- \nAna\nAnts & more\nThe Ant Shop\n\nOn ')
  expect(mail.html).toMatch(/<strong>Look:<\/strong> <img src="(cid:|data:)/)
  expect(mail.attachments).toMatchObject([{ filename: 'ant.png', cid: `file-${id}@shop.test`, related: true }])
  const bare = await desk.write(relay, { text: 'Bye', format: 'markdown', quote: false })
  expect((await mailOf(desk, bare.letterId)).text?.trim()).toBe('Bye')
})

test('a forward takes the mail and its files along, and lets nobody take part', async () => {
  const desk = await openDesk()
  const email = await desk.db.selectFrom('emails').select('id').executeTakeFirstOrThrow()
  const [bill, foreign] = await inTx(desk, (tx) =>
    keepUploads(tx, null, [
      { filename: 'bill.pdf', contentType: 'application/pdf', bytes: Buffer.from('pdf') },
      { filename: 'foreign.pdf', contentType: 'application/pdf', bytes: Buffer.from('x') },
    ]),
  )
  await desk.db.updateTable('attachments').set({ emailId: email.id }).where('id', '=', bill!).execute()
  const send = (files: number[]) =>
    inTx(desk, (tx) =>
      forward(tx, deskWith(relay), desk.actor, {
        issueId: desk.issueId,
        text: '',
        to: ['Carrier <help@carrier.test>'],
        files,
      }),
    )
  expect(await send([foreign!])).toEqual({ problem: expect.stringContaining('of no message') })
  const sent = await send([bill!])
  if (typeof sent !== 'object' || !('letterId' in sent)) throw new Error(JSON.stringify(sent))
  const mail = await mailOf(desk, sent.letterId)
  expect(mail.subject).toBe('Fwd: Where is my farm?')
  expect(mail.text).toMatch(/Forwarded message[\s\S]*From: María <maria@example.test>[\s\S]*It was to come on Monday\./)
  expect(mail.attachments.map((file) => file.filename)).toEqual(['bill.pdf'])
  const guests = await desk.db.selectFrom('issueParticipants').select('address').execute()
  expect(guests).toEqual([{ address: 'maria@example.test' }])
})

const fields = (text: string, more: Partial<DraftFields> = {}): DraftFields => ({ text, ...more })

function save(desk: Desk, text: string, version: number, device: string) {
  const wish = { repId: desk.actor.repId, place: `issue-${desk.issueId}`, kind: 'reply' as const }
  return inTx(desk, (tx) => saveDraft(tx, { ...wish, fields: fields(text), version, device }))
}

test('a draft is never written over by another device, and both stay', async () => {
  const desk = await openDesk()
  expect(await save(desk, 'One', 0, 'laptop')).toMatchObject({ version: 1 })
  expect(await save(desk, 'One two', 0, 'laptop')).toMatchObject({ version: 2 })
  expect(await save(desk, 'Elsewhere', 1, 'phone')).toMatchObject({
    conflict: { fields: { text: 'One two' }, version: 2 },
  })
  expect(await save(desk, 'Elsewhere', 2, 'phone')).toMatchObject({ version: 3 })
  const place = `issue-${desk.issueId}`
  await inTx(desk, (tx) => settleDraft(tx, desk.actor.repId, { place, version: 2, device: 'laptop' }))
  expect(await getDraft(desk.db, desk.actor.repId, place)).toMatchObject({ fields: { text: 'Elsewhere' } })
  await inTx(desk, (tx) => settleDraft(tx, desk.actor.repId, { place, version: 3, device: '' }))
  expect(await save(desk, 'Late', 3, 'phone')).toBe('gone')
  const elsewhere = await inTx(desk, (tx) =>
    saveDraft(tx, {
      repId: desk.actor.repId,
      place: 'issue-0; drop',
      kind: 'reply',
      fields: fields('x'),
      version: 0,
      device: '',
    }),
  )
  expect(elsewhere).toEqual({ problem: expect.stringContaining('no place') })
})

test('a letter taken back is a draft again as it was typed, with its files, below it what was begun since', async () => {
  const desk = await openDesk()
  const [id] = await inTx(desk, (tx) =>
    keepUploads(tx, desk.actor.repId, [{ filename: 'a.png', contentType: 'image/png', bytes: Buffer.from('a') }]),
  )
  const typed = fields(`*Hi* ![a](attachment:${id})`, { uploads: [id!], subject: 'Mine', cc: 'bo@example.test' })
  const kept = { place: `issue-${desk.issueId}`, kind: 'reply' as const, mark: 'm', fields: typed }
  const written = await desk.write(relay, { text: typed.text, attachmentIds: [id!], format: 'markdown', kept }, 60)
  await save(desk, 'Since then', 0, 'laptop')
  await inTx(desk, (tx) => cancelLetter(tx, desk.actor, written.letterId))
  const draft = (await getDraft(desk.db, desk.actor.repId, kept.place))!
  const copy = draft.fields.uploads![0]!
  expect(draft.fields).toMatchObject({ subject: 'Mine', cc: 'bo@example.test' })
  expect(draft.fields.text).toBe(`*Hi* ![a](attachment:${copy})\n\nSince then`)
  await desk.db
    .updateTable('attachments')
    .set({ createdAt: new Date(0) })
    .execute()
  await dropStale(desk.db)
  const again = await desk.write(relay, { text: draft.fields.text, attachmentIds: [copy], format: 'markdown' })
  expect((await mailOf(desk, again.letterId)).attachments).toHaveLength(1)
})

test('a letter stays a little longer than its undo is shown', async () => {
  const desk = await openDesk()
  expect([heldSeconds(10), heldSeconds(0)]).toEqual([13, 0])
  const { letterId } = await desk.write(relay, {}, 10)
  const { dueAt, createdAt } = (await getLetter(desk.db, letterId))!
  expect(+dueAt - +createdAt).toBeGreaterThanOrEqual(13_000)
})

test('a scheduled letter gets another time in its bytes too, goes at once, or not at all when they write first', async () => {
  const desk = await openDesk()
  const monday = new Date(Date.now() + 3 * 86_400_000)
  const { letterId, messageId } = await desk.write(relay, { sendAt: monday, cancelIfReplied: true })
  const friday = new Date(Math.floor(Date.now() / 1000) * 1000 + 5 * 86_400_000)
  const moved = await inTx(desk, (tx) => reschedule(tx, desk.actor, letterId, { sendAt: friday }))
  expect((await getLetter(desk.db, letterId))!.dueAt).toEqual(friday)
  const mail = await mailOf(desk, letterId)
  expect([mail.date, mail.messageId]).toEqual([friday, `<${messageId}>`])
  if (typeof moved !== 'object' || !('changeId' in moved)) throw new Error(JSON.stringify(moved))
  await inTx(desk, (tx) => undoAnything(tx, desk.actor, moved.changeId!))
  expect((await getLetter(desk.db, letterId))!.dueAt).toEqual(monday)
  const past = { sendAt: new Date(0) }
  expect(await inTx(desk, (tx) => reschedule(tx, desk.actor, letterId, past))).toHaveProperty('problem')
  await inTx(desk, (tx) => reschedule(tx, desk.actor, letterId, { sendAt: new Date(Date.now() + 1000) }))
  await openedByMail(desk.db, {
    mailboxId: desk.mailbox.id,
    personId: desk.personId,
    subject: 'Re',
    issueId: desk.issueId,
  })
  await cancelReplied(desk.db)
  expect(await getLetter(desk.db, letterId)).toMatchObject({ state: 'cancelled' })
  expect(await inTx(desk, (tx) => reschedule(tx, desk.actor, letterId, { sendAt: 'now' }))).toBe('not waiting')
})

async function found(desk: Desk, draft: Partial<CheckedDraft>) {
  const whole = { repId: desk.actor.repId, subject: 'Re', text: 'Hello', attachmentIds: [], alsoIssues: [], ...draft }
  return (await checkLetter(desk.db, whole, deskWith(relay))).map(({ kind }) => kind)
}

test('a letter is looked at once before it goes, for everything that is often forgotten', async () => {
  const desk = await openDesk()
  const { issueId } = desk
  expect(await found(desk, { issueId, to: ['María <maria@example.test>'] })).toEqual([])
  expect(await found(desk, { issueId, subject: ' ' })).toEqual(['subject'])
  for (const text of ['See attached.', 'Voir ci-joint', 'Adjunto la foto', 'In de bijlage', 'Im Anhang', 'In allegato'])
    expect(await found(desk, { issueId, text }), text).toEqual(['file'])
  expect(await found(desk, { issueId, text: 'Fine\n> attached', to: [] })).toEqual([])
  expect(await found(desk, { issueId, text: 'See attached.', attachmentIds: [1] })).toEqual([])
  expect(await found(desk, { issueId, cc: ['new@other.test'] })).toEqual(['recipient'])
  expect(await found(desk, { to: ['maria@example.test'] })).toEqual([])
  expect(await found(desk, { to: ['nobody@other.test'] })).toEqual(['recipient'])
  expect(await found(desk, { issueId, seenActionId: 1 })).toEqual([])
  await openedByMail(desk.db, { mailboxId: desk.mailbox.id, personId: desk.personId, subject: 'Re', issueId })
  expect(await found(desk, { issueId, seenActionId: 1 })).toEqual(['newer'])
  const second = await openedByMail(desk.db, { mailboxId: desk.mailbox.id, personId: desk.personId, subject: 'Two' })
  await desk.db
    .insertInto('actions')
    .columns(['interactionId', 'issueId'])
    .expression((e) =>
      e
        .selectFrom('actions')
        .select((s) => ['interactionId', s.val(second).$castTo<number>().as('issueId')])
        .where('issueId', '=', issueId)
        .orderBy('id', 'desc')
        .limit(1),
    )
    .execute()
  expect(await found(desk, { issueId })).toEqual(['open issue'])
  expect(await found(desk, { issueId, alsoIssues: [second] })).toEqual([])
})

test.each([
  ['to', { to: ['a@b.test\r\nBcc: x@y.test'] }],
  ['cc', { cc: ['"A\nB" <a@b.test>'] }],
  ['bcc', { bcc: ['a@b.test>\r\nX: 1'] }],
  ['subject', { subject: 'Hi\r\nBcc: x@y.test' }],
])('a line break in %s is refused', async (_, input) => {
  const desk = await openDesk()
  const done = await inTx(desk, (tx) => reply(tx, deskWith(relay), desk.actor, desk.issueId, { text: 'Hi', ...input }))
  expect(done).toHaveProperty('problem')
})

test('hostile names of files and of people end as plain data', async () => {
  const desk = await openDesk()
  const names = ['..\\..\\etc\\passwd', 'a\r\nBcc: x@y.test', '\u202Egpj.exe', '"quo"te;.txt', 'ü'.repeat(400)]
  const ids = await inTx(desk, (tx) =>
    keepUploads(
      tx,
      desk.actor.repId,
      names.map((filename) => ({ filename, contentType: 'text/html\r\nX: 1', bytes: Buffer.from('x') })),
    ),
  )
  const written = await desk.write(relay, { attachmentIds: ids, signature: true })
  const mail = await mailOf(desk, written.letterId)
  expect(mail.attachments).toHaveLength(names.length)
  expect(mail.headers.has('bcc')).toBe(false)
  expect(mail.headers.has('x')).toBe(false)
  for (const { filename } of mail.attachments) expect(filename).not.toMatch(/[\r\n/\\]/)
})

test('drafts go with the person whom they name', async () => {
  const desk = await openDesk()
  await save(desk, 'Dear María', 0, 'laptop')
  const other = { repId: desk.actor.repId, kind: 'new' as const, version: 0, device: '' }
  await inTx(desk, async (tx) => {
    await saveDraft(tx, { ...other, place: 'new-a', fields: fields('x', { to: 'Maria@Example.test' }) })
    await saveDraft(tx, { ...other, place: 'new-b', fields: fields('y', { to: 'bo@example.test' }) })
  })
  await inTx(desk, (tx) => erasePerson(tx, secrets, desk.actor, desk.personId))
  const { items } = await listDrafts(desk.db, desk.actor.repId, { limit: 10 })
  expect(items.map((draft) => draft.place)).toEqual(['new-b'])
})

test('a letter that goes after all takes its draft along again', async () => {
  const desk = await openDesk()
  const place = `issue-${desk.issueId}`
  const kept = { place, kind: 'reply' as const, mark: 'm', fields: fields('Once') }
  const { changeId } = await desk.write(relay, { text: 'Once', kept }, 60)
  const undone = await inTx(desk, (tx) => undoAnything(tx, desk.actor, changeId))
  expect(await getDraft(desk.db, desk.actor.repId, place)).toMatchObject({ fields: { text: 'Once' } })
  if (typeof undone !== 'object' || !('changeId' in undone)) throw new Error(JSON.stringify(undone))
  await inTx(desk, (tx) => undoAnything(tx, desk.actor, undone.changeId))
  expect(await getDraft(desk.db, desk.actor.repId, place)).toBeUndefined()
})
