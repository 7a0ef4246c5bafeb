import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { changeRawKeeping } from '../../src/desk/keeping-changes.ts'
import { undoChange } from '../../src/desk/undo.ts'
import { rawMail } from '../../src/mail/ledger.ts'
import { ensureFirstMailbox } from '../../src/mail/mailboxes.ts'
import { dropOldRaw } from '../../src/mail/raw-keeping.ts'
import { askRefiling, claimRefiling, nextOfRefiling } from '../../src/mail/refilings.ts'
import { testDatabase } from '../support/database.ts'
import { fileMail } from '../web/mail.ts'

const actor = { kind: 'system', repId: null } as const

test('the bytes of long closed issues go where a time is set for them, and nothing else does', async () => {
  const { db } = await testDatabase()
  await ensureFirstMailbox(db, 'support@shop.test')
  const at = new Date(Date.now() - 800 * 86_400_000)
  const [old, open, young] = [
    await fileMail(db, { subject: 'Old', text: 'Old words.', at }),
    await fileMail(db, { subject: 'Open', at }),
    await fileMail(db, { subject: 'Closed of late', at }),
  ]
  const shared = await fileMail(db, { subject: 'Of two issues', at })
  await sql`insert into actions (interaction_id, issue_id) select interaction_id, ${open.issueId} from emails where id = ${shared.emailId}`.execute(
    db,
  )
  for (const { issueId } of [old, shared])
    await sql`update issues set closed_at = ${at} where id = ${issueId}`.execute(db)
  await sql`update issues set closed_at = now() where id = ${young.issueId}`.execute(db)
  const raw = async ({ emailId }: { emailId: number }) => {
    const { deliveryId } = await db
      .selectFrom('emails')
      .select('deliveryId')
      .where('id', '=', emailId)
      .executeTakeFirstOrThrow()
    return (await rawMail(db, deliveryId))?.toString()
  }
  expect(await dropOldRaw(db)).toBe(0)
  const changeId = await db.transaction().execute((tx) => changeRawKeeping(tx, actor, { months: 24 }))
  const blobs = async () =>
    Number((await sql<{ n: number }>`select count(*)::int as n from blobs`.execute(db)).rows[0]!.n)
  const before = await blobs()
  expect(await dropOldRaw(db)).toBe(1)
  expect(await dropOldRaw(db)).toBe(0)
  expect(await blobs()).toBe(before) // one went, one sentence came in its place
  expect(await raw(old)).toBeUndefined()
  for (const kept of [open, young, shared]) expect(await raw(kept)).toContain('Please help.')
  expect(await db.selectFrom('emails').select('text').where('id', '=', old.emailId).execute()).toEqual([
    { text: 'Old words.' },
  ])
  await sql`update emails set parser_version = 0`.execute(db)
  await db.transaction().execute((tx) => askRefiling(tx, { deliveryId: null, repId: null }))
  const again = await nextOfRefiling(db, (await claimRefiling(db))!, { parserVersion: 9, limit: 10 })
  expect(again.map(({ emailId }) => emailId)).toEqual([open.emailId, young.emailId, shared.emailId])
  expect(await db.transaction().execute((tx) => undoChange(tx, actor, changeId!))).toBe('undone')
})
