import { createWriteStream } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import pg from 'pg'
import { to as copyTo } from 'pg-copy-streams'

/** The first line of a backup, before it is compressed. */
export const backupMagic = 'ANTFARM BACKUP 1'

/** What a backup says of itself. `secret` only where it was asked for: whoever has the file has the desk then. */
export type BackupHead = Readonly<{
  madeAt: string
  migrations: readonly string[]
  /** By name: the last number given. */
  sequences: Readonly<Record<string, string>>
  secret?: string
}>

export type TableHead = Readonly<{ table: string; columns: readonly string[] }>
export type BackupEnd = Readonly<{ tables: number; rows: number }>

/**
 * Writes every table into one file (mode 0600), as they are at one moment, while the desk runs: COPY in one snapshot,
 * so that it needs no client tools and works on any PostgreSQL. The file is there when all is in it, and not before.
 */
export async function backup(url: string, file: string, { secret }: { secret?: string } = {}): Promise<BackupEnd> {
  const client = new pg.Client({ connectionString: url, application_name: 'antfarm backup' })
  await client.connect()
  const partial = `${file}.partial`
  const done = { tables: 0, rows: 0 }
  try {
    await client.query('begin isolation level repeatable read read only')
    await client.query('set local statement_timeout = 0')
    await pipeline(
      Readable.from(contents(client, done, secret)),
      createGzip({ level: 4 }),
      createWriteStream(partial, { mode: 0o600 }),
    )
    await rename(partial, file)
    return done
  } finally {
    await client.end()
    await rm(partial, { force: true })
  }
}

async function* contents(client: pg.Client, done: { tables: number; rows: number }, secret: string | undefined) {
  yield line(backupMagic)
  yield line(JSON.stringify(await headOf(client, secret)))
  for (const head of await tablesOf(client)) {
    yield line(JSON.stringify(head))
    const columns = head.columns.map(pg.escapeIdentifier).join(', ')
    const copy = client.query(copyTo(`copy ${pg.escapeIdentifier(head.table)} (${columns}) to stdout (format binary)`))
    for await (const chunk of copy as AsyncIterable<Buffer>) yield framed(chunk)
    yield framed(Buffer.alloc(0))
    done.tables += 1
    done.rows += copy.rowCount ?? 0
  }
  yield line(JSON.stringify({ end: done }))
}

function line(text: string): Buffer {
  return Buffer.from(`${text}\n`)
}

/** A chunk behind its length; an empty one ends a table. */
function framed(chunk: Buffer): Buffer {
  const length = Buffer.alloc(4)
  length.writeUInt32BE(chunk.length)
  return Buffer.concat([length, chunk])
}

async function headOf(client: pg.Client, secret: string | undefined): Promise<BackupHead> {
  const migrations = await client.query<{ name: string }>('select name from kysely_migration order by name')
  const sequences = await client.query<{ name: string; last: string }>(`select sequencename as name,
    coalesce(last_value, 0)::text as last from pg_sequences where schemaname = 'public' order by 1`)
  return {
    madeAt: new Date().toISOString(),
    migrations: migrations.rows.map(({ name }) => name),
    sequences: Object.fromEntries(sequences.rows.map(({ name, last }) => [name, last])),
    ...(secret && { secret }),
  }
}

/** Tables of the desk with the columns that are not made from others. What runs jobs is made anew at the next start. */
export async function tablesOf(client: pg.ClientBase): Promise<TableHead[]> {
  const { rows } = await client.query<TableHead>(`
    select c.table_name as table, array_agg(c.column_name::text order by c.ordinal_position) as columns
    from information_schema.columns c join information_schema.tables t using (table_schema, table_name)
    where c.table_schema = 'public' and t.table_type = 'BASE TABLE' and c.is_generated = 'NEVER'
      and c.table_name not like 'kysely_migration%' group by 1 order by 1`)
  return rows
}
