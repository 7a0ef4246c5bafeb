import { sql } from 'kysely'
import { expect, it } from 'vitest'
import { getIssue } from '../../src/desk/issues.ts'
import { mergeIssues } from '../../src/desk/merge.ts'
import { relateIssues, tiesOf, watchIssue } from '../../src/desk/ties.ts'
import { undoChange } from '../../src/desk/undo.ts'
import { testDatabase } from '../support/database.ts'
import { anIssue, aRep } from '../support/desk.ts'
import { customerWrites, type Database, idOf, inTx, system } from './support.ts'

it('the paper clip goes with the mail when issues are merged, and back', async () => {
  const { db } = await testDatabase()
  const [from, into] = [await anIssue(db), await anIssue(db)]
  await customerWrites(db, from)
  await withFile(db)
  const merge = await inTx(db, (tx) => mergeIssues(tx, system, from, into))
  expect(await getIssue(db, into)).toMatchObject({ hasAttachment: true })
  expect(await inTx(db, (tx) => undoChange(tx, system, idOf(merge)))).toBe('undone')
  expect(await getIssue(db, into)).toMatchObject({ hasAttachment: false })
  expect(await getIssue(db, from)).toMatchObject({ hasAttachment: true })
})

it('watchers and relations go along with a merged issue, and back', async () => {
  const { db } = await testDatabase()
  const [from, into, other] = [await anIssue(db), await anIssue(db), await anIssue(db)]
  const [rosa, rob] = [await aRep(db), await aRep(db, 'Rob')]
  const watch = (repId: number, id: number) => inTx(db, (tx) => watchIssue(tx, { kind: 'rep', repId }, id, true))
  const relate = (issueId: number, related: number) =>
    inTx(db, (tx) => relateIssues(tx, system, { issueId, other: related, related: true }))
  await watch(rosa, from)
  await watch(rob, from)
  await watch(rob, into)
  await relate(from, other)
  await relate(from, into)
  const before = [await tiesOf(db, from), await tiesOf(db, into)]
  const merge = await inTx(db, (tx) => mergeIssues(tx, system, from, into))
  expect(await tiesOf(db, into)).toMatchObject({ related: [{ id: other }], watchers: [{ id: rob }, { id: rosa }] })
  expect(await tiesOf(db, from)).toEqual({ related: [], watchers: [] })
  expect(await inTx(db, (tx) => undoChange(tx, system, idOf(merge)))).toBe('undone')
  expect([await tiesOf(db, from), await tiesOf(db, into)]).toEqual(before)
})

/** Makes the only interaction a mail with a file. */
async function withFile(db: Database) {
  await sql`insert into mailboxes (address, address_key) values ('s@shop.test', 's@shop.test')`.execute(db)
  await sql`insert into blobs values ('\\x00', 0, '')`.execute(db)
  await sql`insert into deliveries (mailbox_id, source, recipient, raw_sha256) values (1, 'smtp', 's@shop.test', '\\x00')`.execute(
    db,
  )
  await sql`insert into emails (delivery_id, mailbox_id, interaction_id, fingerprint, message_id, message_id_key, parser_version, received_at)
    values (1, 1, 1, '\\x01', 'a@b', '\\x01', 1, now())`.execute(db)
  await sql`insert into attachments (email_id, filename, content_type, size, sha256) values (1, 'a.pdf', 'application/pdf', 0, '\\x00')`.execute(
    db,
  )
}
