import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { connect } from '../../src/database/connection.ts'
import { openReader } from '../../src/database/replica.ts'
import { freePort } from '../support/app.ts'
import { testDatabase } from '../support/database.ts'

test('a connection whose server takes no writes any more is given up for another', async () => {
  const { url } = await testDatabase()
  const { db, stop } = connect(url, { max: 1 })
  await sql`create table written (n int)`.execute(db)
  await sql`set default_transaction_read_only = on`.execute(db)
  const write = () => db.transaction().execute((tx) => sql`insert into written values (1)`.execute(tx))
  await expect(write()).rejects.toMatchObject({ code: '25006' })
  await write()
  expect((await sql`select n from written`.execute(db)).rows).toEqual([{ n: 1 }])
  await stop()
})

test('who reads from a replica that is away is answered by the primary', async () => {
  const main = await testDatabase()
  const away = new URL(main.url)
  away.search = ''
  away.host = `127.0.0.1:${await freePort()}`
  const reader = openReader(main, connect(away.href))
  expect((await sql`select 1 as n`.execute(reader.db)).rows).toEqual([{ n: 1 }])
  expect(await reader.fromPrimary(() => sql`select 1 as n`.execute(reader.db))).toMatchObject({ rows: [{ n: 1 }] })
  await reader.stop()
})
