import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { inject, onTestFinished } from 'vitest'
import { type Connection, connect } from '../../src/database/connection.ts'

export type TestDatabase = Connection & { url: string }

/** A migrated, empty database of one's own, cloned from the template; dropped by `stop()`. */
export async function cloneDatabase(): Promise<TestDatabase> {
  const name = `test_${randomBytes(6).toString('hex')}`
  await admin(`create database ${name} template antfarm strategy file_copy`)
  const url = inject('clusterUrl').replace('/antfarm?', `/${name}?`)
  const connection = connect(url, { max: 6 })
  return {
    ...connection,
    url,
    async stop() {
      await connection.stop()
      await admin(`drop database ${name} with (force)`)
    },
  }
}

/** The same for one test: dropped when it is over. */
export async function testDatabase(): Promise<TestDatabase> {
  const database = await cloneDatabase()
  onTestFinished(() => database.stop())
  return database
}

async function admin(statement: string) {
  const client = new pg.Client({ connectionString: inject('clusterUrl').replace('/antfarm?', '/postgres?') })
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}
