import { pino } from 'pino'
import { expect, it, onTestFinished } from 'vitest'
import { tellMentioned } from '../../src/desk/rep-notices.ts'
import { startNoticeMails } from '../../src/letters/notice-mails.ts'
import { ensureFirstMailbox } from '../../src/mail/mailboxes.ts'
import { setOwnLanguage } from '../../src/reps/rep-settings.ts'
import { claimInstance } from '../../src/settings/instance.ts'
import { testDatabase } from '../support/database.ts'
import { anIssue, aRep } from '../support/desk.ts'
import { startRelay } from '../support/relay.ts'

it('notices go by mail to those who asked, in their language, in one mail that cannot be answered, unless read before', async () => {
  const { db } = await testDatabase()
  await ensureFirstMailbox(db, 'support@shop.test')
  await claimInstance(db, 'this one')
  const got: { from: string; to: string[]; raw: string }[] = []
  const relay = await startRelay((letter) =>
    got.push({ from: letter.from, to: [...letter.to], raw: letter.raw.toString() }),
  )
  onTestFinished(() => relay.stop())
  const [asked, quiet] = [await aRep(db, 'Ana Formica', 'ana@desk.test'), await aRep(db, 'Bo Boss', 'bo@desk.test')]
  await db.insertInto('noticeSettings').values({ repId: asked, byMail: true }).execute()
  await setOwnLanguage(db, asked, 'fr')
  const ids = [await anIssue(db), await anIssue(db), await anIssue(db)]
  const system = { kind: 'system', repId: null } as const
  for (const issueId of ids) {
    const actionId = await anAction(db, issueId)
    await db.transaction().execute((tx) => tellMentioned(tx, system, { repIds: [asked, quiet], issueId, actionId }))
  }
  await db.updateTable('notices').set({ readAt: new Date(), mailDueAt: null }).where('issueId', '=', ids[2]!).execute()
  await db
    .updateTable('notices')
    .set({ mailDueAt: new Date(0) })
    .where('mailDueAt', 'is not', null)
    .execute()
  const config = { relayUrl: relay.url, publicUrl: 'https://desk.test', basePath: '/' }
  const worker = startNoticeMails({
    db,
    config,
    secrets: { current: 'x'.repeat(32), old: [] },
    instance: 'this one',
    log: pino({ level: 'silent' }),
  })
  onTestFinished(() => worker.stop())
  await expect.poll(() => got.length, { timeout: 5000 }).toBe(1)
  expect(got[0]).toMatchObject({ from: '', to: ['ana@desk.test'] })
  expect(got[0]!.raw).toContain('Le programme vous a mentionn')
  expect(got[0]!.raw).toMatch(/^Auto-Submitted: auto-generated/m)
  expect(got[0]!.raw).not.toMatch(/^Reply-To:/im)
  expect(got[0]!.raw).toContain(`https://desk.test/issues/${ids[0]}`)
  expect(got[0]!.raw).not.toContain(`/issues/${ids[2]}\r`)
  await expect
    .poll(async () => (await db.selectFrom('notices').select('id').where('mailedAt', 'is not', null).execute()).length)
    .toBe(2)
  expect(await db.selectFrom('letters').select('id').execute()).toEqual([])
})

async function anAction(db: Awaited<ReturnType<typeof testDatabase>>['db'], issueId: number): Promise<number> {
  const { personId } = await db
    .selectFrom('issues')
    .select('userIdentificationId as personId')
    .where('id', '=', issueId)
    .executeTakeFirstOrThrow()
  const { id } = await db
    .insertInto('interactions')
    .values({ userIdentificationId: personId, originator: 'rep', channel: 'note' })
    .returning('id')
    .executeTakeFirstOrThrow()
  return (
    await db.insertInto('actions').values({ interactionId: id, issueId }).returning('id').executeTakeFirstOrThrow()
  ).id
}
