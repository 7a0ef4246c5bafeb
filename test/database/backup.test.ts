import { randomBytes } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import { sql } from 'kysely'
import { expect, it, onTestFinished } from 'vitest'
import { erasePerson } from '../../src/campaigns/erase-person.ts'
import { backup } from '../../src/database/backup.ts'
import { connect, type Database } from '../../src/database/connection.ts'
import { restore } from '../../src/database/restore.ts'
import { ensureFirstMailbox } from '../../src/mail/mailboxes.ts'
import { isRealOne } from '../../src/settings/instance.ts'
import { antfarm } from '../support/command.ts'
import { testDatabase } from '../support/database.ts'
import { fileMail } from '../web/mail.ts'

function folder(): string {
  const made = mkdtempSync(join(tmpdir(), 'antfarm-backup-'))
  onTestFinished(() => rmSync(made, { recursive: true }))
  return made
}

/** Every table's rows, as one sum; what belongs to the place (settings) apart. */
async function sums(db: Database): Promise<Record<string, string>> {
  const { rows } = await sql<{ table: string }>`select table_name as table from information_schema.tables
    where table_schema = 'public' and table_type = 'BASE TABLE' and table_name not like 'kysely%' and table_name <> 'settings' order by 1`.execute(
    db,
  )
  const all: Record<string, string> = {}
  for (const { table } of rows) {
    const { rows: sum } = await sql<{
      sum: string
    }>`select count(*) || ' ' || coalesce(md5(string_agg(t::text, '|' order by t::text)), '') as sum
      from ${sql.table(table)} t`.execute(db)
    all[table] = sum[0]!.sum
  }
  return all
}

it('a restored desk has every row and every byte of mail, also when mail came while it was saved', async () => {
  const [here, there] = [await testDatabase(), await testDatabase()]
  await ensureFirstMailbox(here.db, 'support@shop.test')
  const file = join(folder(), 'desk.backup')
  for (let n = 0; n < 5; n++)
    await fileMail(here.db, { subject: `Ants ${n}`, text: randomBytes(40_000).toString('hex') })
  const before = await sums(here.db)
  const saving = backup(here.url, file)
  await sql`select pg_sleep(0.05)`.execute(here.db)
  await here.db.transaction().execute((tx) => fileMail(tx, { subject: 'Came meanwhile', from: 'late@example.test' }))
  const saved = await saving
  expect(saved.rows).toBeGreaterThan(20)
  expect(statSync(file).mode & 0o777).toBe(0o600)
  await sql`select 1`.execute(there.db)
  await expect(restore(there.url, file)).rejects.toThrow('stop it, then restore')
  await there.db.destroy()
  await restore(there.url, file)
  const again = connect(there.url, { name: 'test' })
  onTestFinished(() => again.stop())
  const after = await sums(again.db)
  const late = after.emails !== before.emails // it may have come before the snapshot, then whole
  if (!late) expect(after).toEqual(before)
  else expect(after).toEqual(await sums(here.db))
  expect((await fileMail(again.db, { subject: 'After' })).emailId).toBeGreaterThan(5)
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from pg_constraint where contype = 'f'`.execute(
    again.db,
  )
  const { rows: had } = await sql<{
    n: number
  }>`select count(*)::int as n from pg_constraint where contype = 'f'`.execute(here.db)
  expect(rows).toEqual(had)
  await expect(restore(there.url, file)).rejects.toThrow('add --replace')
})

it('what is no backup, or not all of one, or a newer one, changes nothing', async () => {
  const { url, db } = await testDatabase()
  await ensureFirstMailbox(db, 'support@shop.test')
  await fileMail(db)
  const file = join(folder(), 'desk.backup')
  await backup(url, file)
  await db.destroy()
  const whole = gunzipSync(readFileSync(file))
  const asIf = (bytes: Buffer) => {
    const other = join(folder(), 'other.backup')
    writeFileSync(other, gzipSync(bytes))
    return restore(url, other, { replace: true })
  }
  await expect(restore(url, join(folder(), 'none'))).rejects.toThrow('There is no file')
  await expect(asIf(Buffer.from('PK\n'))).rejects.toThrow('is no backup')
  await expect(asIf(Buffer.from(whole.toString('latin1').replace('0001-desk', '9999-desk'), 'latin1'))).rejects.toThrow(
    'newer Antfarm',
  )
  const { db: still, stop } = connect(url, { name: 'test' })
  onTestFinished(() => stop())
  expect(await still.selectFrom('emails').select('subject').execute()).toHaveLength(1)
  await expect(asIf(whole.subarray(0, whole.length - 400))).rejects.toThrow(/cut short|damaged/)
  expect(await still.selectFrom('emails').select('subject').execute()).toHaveLength(1)
})

it('the commands save with the secret, restore on another machine, send nothing there, and erase again', async () => {
  const [from, to] = [await testDatabase(), await testDatabase()]
  const [old, fresh] = [folder(), folder()]
  const here = { DATABASE_URL: from.url, DATA_DIR: old }
  const there = { DATABASE_URL: to.url, DATA_DIR: fresh }
  await antfarm(here, 'create-admin', '--email', 'ana@shop.test', '--password', 'formic acid 99', '--name', 'Ana')
  const { personId } = await fileMail(from.db)
  const file = join(old, 'desk.backup')
  expect(await antfarm(here, 'backup', file, '--with-secret')).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('The secret is in it'),
  })
  await to.db.destroy()
  const restored = await antfarm(there, 'restore', file)
  expect(restored).toMatchObject({ code: 0, stderr: '' })
  expect(readFileSync(join(fresh, 'secret'), 'utf8')).toBe(readFileSync(join(old, 'secret'), 'utf8'))
  const again = connect(to.url, { name: 'test' })
  onTestFinished(() => again.stop())
  expect(await isRealOne(again.db, readFileSync(join(old, 'instance'), 'utf8'))).toBe(false)
  const secrets = { current: readFileSync(join(fresh, 'secret'), 'utf8').trim(), old: [] }
  await again.db.transaction().execute((tx) => erasePerson(tx, secrets, { kind: 'system', repId: null }, personId))
  expect(await antfarm(there, 'restore', file)).toMatchObject({ code: 1, stderr: expect.stringContaining('--replace') })
  const replaced = await antfarm(there, 'restore', file, '--replace')
  expect(replaced).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('1 people who were erased since are erased again'),
  })
  expect(await again.db.selectFrom('userIdentificationEmails').selectAll().execute()).toEqual([])
}, 120_000)
