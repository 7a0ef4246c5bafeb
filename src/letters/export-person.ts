import { strToU8 } from 'fflate'
import { sql } from 'kysely'
import { listCertificates } from '../certificates/certificates.ts'
import { loadBlob } from '../database/blobs.ts'
import type { Db } from '../database/connection.ts'
import { type Customer, findCustomer, recordIds } from '../desk/customer.ts'
import { listIssues } from '../desk/issues.ts'
import { contactsOf } from '../desk/person-history.ts'
import { notesOf } from '../people/person-notes.ts'
import { ordersOf } from '../shop/orders.ts'
import { spendOf } from '../shop/spend.ts'
import { viewsOf } from '../shop/views.ts'
import { type ZipFile, zipStream } from './zip.ts'

const contactsAtOnce = 50
const mailsAtOnce = 100
const mostOrders = 100_000

/**
 * All that the desk holds of a person, over all their records, as a zip file made while it is read: every mail as it
 * came, every letter as it was sent (.eml), the files of both within them, and everything else as JSON. Memory holds
 * one mail at a time. Undefined when there is no such record.
 */
export async function exportPerson(db: Db, id: number): Promise<ReadableStream<Uint8Array> | undefined> {
  const customer = await findCustomer(db, id)
  return customer && zipStream(files(db, customer))
}

async function* files(db: Db, customer: Customer): AsyncGenerator<ZipFile> {
  const people = recordIds(customer)
  const { person, records, shopUser, buyer } = customer
  yield json('person.json', { person, records, shopUser, notes: await notesOf(db, people) })
  yield { name: 'issues.json', packed: true, pieces: issues(db, people) }
  yield { name: 'history.json', packed: true, pieces: history(db, people) }
  const [orders, spend] = await Promise.all([ordersOf(db, buyer, mostOrders), spendOf(db, buyer)])
  yield json('orders.json', { orders, spend })
  yield json('looked-at.json', shopUser ? await viewsOf(db, shopUser.id) : [])
  yield { name: 'certificates.json', packed: true, pieces: certificates(db, people) }
  yield* rawFiles(db, people, 'mail')
  yield* rawFiles(db, people, 'letters')
}

function json(name: string, value: unknown): ZipFile {
  return { name, packed: true, pieces: [strToU8(`${JSON.stringify(value, null, 2)}\n`)] }
}

async function* issues(db: Db, people: readonly number[]): AsyncGenerator<Uint8Array> {
  yield* listed(async (cursor) => listIssues(db, { people, status: 'all' }, { cursor, limit: 200 }))
}

async function* history(db: Db, people: readonly number[]): AsyncGenerator<Uint8Array> {
  yield* listed(async (cursor) => contactsOf(db, people, { cursor, limit: contactsAtOnce }))
}

/** Never their codes: those are in the letters that brought them, as marks. */
async function* certificates(db: Db, people: readonly number[]): AsyncGenerator<Uint8Array> {
  yield* listed(async (cursor) => listCertificates(db, { people }, { cursor, limit: 200 }))
}

type Listed = Readonly<{ items: readonly unknown[]; next: string | null }>

/** One JSON array, a page at a time. */
async function* listed(page: (cursor: string | undefined) => Promise<Listed>): AsyncGenerator<Uint8Array> {
  let before = '[\n'
  let cursor: string | undefined
  for (;;) {
    const { items, next } = await page(cursor)
    if (items.length > 0) {
      yield strToU8(before + items.map((item) => JSON.stringify(item)).join(',\n'))
      before = ',\n'
    }
    if (next === null) break
    cursor = next
  }
  yield strToU8(before === '[\n' ? '[]\n' : '\n]\n')
}

type Raw = { id: number; at: Date; sha256: Buffer }

/** The bytes by interaction, oldest first; mail does not compress well and is stored as it is. */
async function* rawFiles(db: Db, people: readonly number[], kind: 'mail' | 'letters'): AsyncGenerator<ZipFile> {
  const table = kind === 'mail' ? sql`emails e join deliveries r on r.id = e.delivery_id` : sql`letters e`
  const key = kind === 'mail' ? sql`r.raw_sha256` : sql`e.raw_sha256`
  for (let last = 0; ; ) {
    const { rows } = await sql<Raw>`
      select e.id, n.occurred_at as at, ${key} as sha256 from interactions n join ${table} on e.interaction_id = n.id
      where n.user_identification_id = any(${[...people]}::int[]) and e.id > ${last}
      order by e.id limit ${mailsAtOnce}`.execute(db)
    for (const { id, at, sha256 } of rows) {
      const bytes = await loadBlob(db, sha256)
      if (bytes) yield { name: `${kind}/${at.toISOString().slice(0, 10)}-${id}.eml`, packed: false, pieces: [bytes] }
    }
    if (rows.length < mailsAtOnce) return
    last = rows.at(-1)!.id
  }
}
