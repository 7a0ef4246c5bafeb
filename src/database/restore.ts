import { once } from 'node:events'
import type { Writable } from 'node:stream'
import { finished } from 'node:stream/promises'
import pg from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import { type BackupHead, tablesOf } from './backup.ts'
import { BadBackup, readBackup } from './backup-reader.ts'
import { connect } from './connection.ts'
import { knownMigrations, migrateTo } from './migrate.ts'

export type Restored = Readonly<{ head: BackupHead; tables: number }>

/**
 * Puts a backup in the place of a database without people, mail or reps, or of any with `replace`; the schema becomes
 * that of the backup, and the next start brings it up to date. Rows come in one transaction, with every foreign key
 * checked at its end. Throws with the remedy; the file is read to its end first, so that a damaged one changes nothing.
 */
export async function restore(url: string, file: string, { replace = false } = {}): Promise<Restored> {
  await readWhole(file)
  const { head, tables } = await readBackup(file)
  const unknown = head.migrations.filter((name) => !knownMigrations().includes(name))
  if (unknown.length > 0)
    throw new BadBackup(`${file} was made by a newer Antfarm (${unknown[0]}): install that version first.`)
  const client = new pg.Client({ connectionString: url, application_name: 'antfarm restore' })
  await client.connect()
  try {
    await refuseWhileRunning(client)
    if (!replace) await refuseUnlessEmpty(client)
    await client.query('set statement_timeout = 0; drop schema if exists graphile_worker cascade')
    await client.query('drop schema public cascade; create schema public')
    await makeSchema(url, head.migrations.at(-1))
    return { head, tables: await load(client, head, tables()) }
  } finally {
    await client.end()
  }
}

/** Throws for a file that is cut short: what is here must not be given up for it. */
async function readWhole(file: string) {
  const { tables } = await readBackup(file)
  for await (const { rows } of tables()) for await (const _ of rows);
}

async function refuseWhileRunning(client: pg.Client) {
  const { rows } = await client.query(`select from pg_stat_activity
    where datname = current_database() and application_name = 'antfarm' limit 1`)
  if (rows.length > 0) throw new Error('The desk is running on this database: stop it, then restore.')
}

async function refuseUnlessEmpty(client: pg.Client) {
  for (const table of ['reps', 'user_identifications', 'deliveries']) {
    const { rows } = await client.query<{ there: boolean }>('select to_regclass($1) is not null as there', [
      `public.${table}`,
    ])
    const used = rows[0]!.there && (await client.query(`select from ${table} limit 1`)).rows.length > 0
    if (used)
      throw new Error('There is a desk in this database. Restore into an empty one, or add --replace to give it up.')
  }
}

async function makeSchema(url: string, last: string | undefined) {
  if (!last) throw new BadBackup('The backup has no schema.')
  const { db, stop } = connect(url, { max: 2, statementTimeout: 0 })
  try {
    await migrateTo(db, last)
  } finally {
    await stop()
  }
}

type Tables = ReturnType<Awaited<ReturnType<typeof readBackup>>['tables']>

async function load(client: pg.Client, head: BackupHead, tables: Tables): Promise<number> {
  await client.query('begin')
  try {
    const here = await tablesOf(client)
    const back = await withoutRules(client, here)
    await client.query(`truncate ${here.map(({ table }) => pg.escapeIdentifier(table)).join(', ')}`)
    let count = 0
    for await (const { table, columns, rows } of tables) {
      if (!here.some((one) => one.table === table)) throw new BadBackup(`The backup has a table ${table} too many.`)
      const names = columns.map(pg.escapeIdentifier).join(', ')
      const into = client.query(copyFrom(`copy ${pg.escapeIdentifier(table)} (${names}) from stdin (format binary)`))
      await fill(into, rows)
      count += 1
    }
    for (const statement of back) await client.query(statement)
    for (const [name, last] of Object.entries(head.sequences))
      await client.query('select setval($1, greatest($2::bigint, 1), $2::bigint > 0)', [
        `public.${pg.escapeIdentifier(name)}`,
        last,
      ])
    await client.query('commit')
    await client.query('analyze')
    return count
  } catch (error) {
    await client.query('rollback').catch(() => undefined)
    throw error
  }
}

/** Where the backup ends in the middle of a table the copying is given up: nothing else could be said to the database. */
async function fill(into: Writable, rows: AsyncIterable<Uint8Array>) {
  try {
    for await (const chunk of rows) if (!into.write(chunk)) await Promise.race([once(into, 'drain'), finished(into)])
    into.end()
  } catch (error) {
    into.on('error', () => undefined).destroy()
    throw error
  }
  await finished(into)
}

/** Takes off foreign keys and triggers, which a table alone cannot satisfy; answers what puts them back, and checks. */
async function withoutRules(client: pg.Client, tables: readonly { table: string }[]): Promise<string[]> {
  const { rows } = await client.query<{ off: string; on: string }>(`
    select format('alter table %s drop constraint %I', conrelid::regclass, conname) as off,
      format('alter table %s add constraint %I %s', conrelid::regclass, conname, pg_get_constraintdef(oid)) as on
    from pg_constraint where contype = 'f' and connamespace = 'public'::regnamespace order by conrelid, conname`)
  const names = tables.map(({ table }) => pg.escapeIdentifier(table))
  for (const { off } of rows) await client.query(off)
  for (const name of names) await client.query(`alter table ${name} disable trigger user`)
  return [...names.map((name) => `alter table ${name} enable trigger user`), ...rows.map(({ on }) => on)]
}
