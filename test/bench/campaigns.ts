import { loadavg } from 'node:os'
import pg from 'pg'
import type { Audience } from '../../src/campaigns/audience.ts'
import { connect, type Database } from '../../src/database/connection.ts'
import { startEmbedded } from '../../src/database/embedded.ts'
import { measureAudiences } from './campaign-audiences.ts'
import { measureMemory, measureSending, measureSnapshots } from './campaign-sending.ts'
import { fillShop, shopOf } from './campaigns-data.ts'
import { madeSet } from './desk-set.ts'
import type { Size } from './run.ts'

const people: Record<Size, number> = { s: 20_000, m: 200_000, l: 200_000 }
const atOnce: Record<Size, number> = { s: 100_000, m: 1_000_000, l: 1_000_000 }
const limits = { snapshotSeconds: 15, share: 0.8, memoryMiB: 300 }

/** Four clauses that some 100,000 of 200,000 people meet. */
const many: Audience = {
  all: [{ lastVisit: {} }, { not: { inClass: 'class 1' } }, { orders: { max: 50 } }, { not: { received: 3 } }],
}

/** Audiences estimated, recipients chosen with certificates, letters sent, at a size and (audiences) at a tenth of it. */
export async function run(size: Size, say: (line: string) => void): Promise<object> {
  const scale = { people: people[size] }
  say(`${JSON.stringify(shopOf(scale))}; load ${loadavg()[0]!.toFixed(1)}`)
  const small = await open({ people: scale.people / 10 }, say)
  const large = await open(scale, say)
  try {
    const estimate = await measureAudiences(
      { ...scale, db: large.db },
      { people: scale.people / 10, db: small.db },
      say,
    )
    const snapshot = await large.copied(({ db }) => measureSnapshots(db, many, say))
    say(
      `snapshot of ${snapshot.recipients} with certificates: ${snapshot.seconds.toFixed(1)} s (limit ${limits.snapshotSeconds} s)`,
    )
    const sending = await small.copied(({ db }) => measureSending(db, size, say))
    const memory = await small.copied((copy) => measureMemory(copy, atOnce[size]))
    say(`sending at ${(sending.share * 100).toFixed(0)} % of bare nodemailer (at least ${limits.share * 100} %)`)
    say(`worker's memory with ${atOnce[size]} recipients: ${memory.toFixed(0)} MiB (limit ${limits.memoryMiB} MiB)`)
    return { ...scale, load: loadavg(), estimate, snapshot, sending, memory, limits }
  } finally {
    await small.stop()
    await large.stop()
  }
}

type Copy = Readonly<{ db: Database; url: string }>

async function open(scale: { people: number }, say: (line: string) => void) {
  const wish = {
    ...{ name: `campaigns-${scale.people}-`, of: `the shop of ${scale.people} people`, sources: ['campaigns-data.ts'] },
    fill: (db: Database) => fillShop(db, scale, say),
  }
  const server = await startEmbedded(await madeSet(wish, say))
  let connection = connect(server.url)
  return {
    get db() {
      return connection.db
    },
    /** Work that leaves traces is done on a copy, which goes afterwards. */
    async copied<T>(work: (copy: Copy) => Promise<T>): Promise<T> {
      const own = new URL(server.url)
      const urlOf = (name: string) => String(Object.assign(new URL(own), { pathname: `/${name}` }))
      await connection.stop()
      await admin(urlOf('postgres'), 'drop database if exists scratch with (force)')
      await admin(urlOf('postgres'), `create database scratch template "${own.pathname.slice(1)}" strategy file_copy`)
      const copy = connect(urlOf('scratch'), { max: 6 })
      try {
        return await work({ db: copy.db, url: urlOf('scratch') })
      } finally {
        await copy.stop()
        await admin(urlOf('postgres'), 'drop database scratch with (force)')
        connection = connect(server.url)
      }
    },
    async stop() {
      await connection.stop()
      await server.stop()
    },
  }
}

async function admin(url: string, statement: string) {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}
