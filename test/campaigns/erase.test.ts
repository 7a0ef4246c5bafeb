import { unzipSync } from 'fflate'
import { sql } from 'kysely'
import { expect, it } from 'vitest'
import { erasePerson } from '../../src/campaigns/erase-person.ts'
import { sendOnceMore } from '../../src/campaigns/once-more.ts'
import { countsOf } from '../../src/campaigns/recipients.ts'
import { replayErasures } from '../../src/campaigns/replay-erasures.ts'
import { storeBlobs } from '../../src/database/blobs.ts'
import type { Database } from '../../src/database/connection.ts'
import { addNote } from '../../src/desk/notes.ts'
import { commentOrder } from '../../src/desk/order-comments.ts'
import { changePerson } from '../../src/desk/person-changes.ts'
import { notePerson } from '../../src/desk/person-notes.ts'
import { undo } from '../../src/desk/undo.ts'
import { exportPerson } from '../../src/letters/export-person.ts'
import { ensureFirstMailbox } from '../../src/mail/mailboxes.ts'
import { recountMail } from '../../src/mail/recount.ts'
import { listErasures, wasErased } from '../../src/people/erasures.ts'
import { findOrder, putOrders } from '../../src/shop/orders.ts'
import { putShopUsers } from '../../src/shop/users.ts'
import { system } from '../desk/support.ts'
import { testDatabase } from '../support/database.ts'
import { fileMail } from '../web/mail.ts'

const secrets = { current: 'a secret that is long enough for tests', old: [] }
const who = { from: 'quilla@erased.example', name: 'Quilla Zanzibarre' }
/** All that could tell of her, wherever it might stand. */
const traces = /quilla|zanzibarre|xylophonist|marmalade|hexagonal|5550199|wobbly|Lane 77|persnickety/i

/** Mail, a letter, a note, changes, an order and a registered user, all of Quilla; and a mail of somebody else. */
async function deskWithQuilla(db: Database) {
  await ensureFirstMailbox(db, 'support@shop.test')
  const { issueId, personId, emailId } = await fileMail(db, {
    ...who,
    subject: 'My xylophonist order',
    text: 'The marmalade jar is hexagonal.',
  })
  await sql`insert into attachments (email_id, filename, content_type, size, sha256)
    select ${emailId}, 'marmalade.txt', 'text/plain', 9, ${(await storeBlobs(db, [Buffer.from('hexagonal')]))[0]!}`.execute(
    db,
  )
  const other = await fileMail(db, { from: 'other@kept.example', name: 'Otto Kept', text: 'I stay.' })
  await putShopUsers(db as never, [
    { externalId: 'u1', email: who.from, firstNames: 'Quilla', lastName: 'Zanzibarre', registeredAt: new Date(0) },
  ])
  await sql`update user_identifications set shop_user_id = (select id from shop_users where external_id = 'u1')
    where id = ${personId}`.execute(db)
  await putOrders(db as never, [
    {
      ...{ externalId: 'o1', user: 'u1', email: who.from, number: 'A-1', state: 'shipped', placedAt: new Date() },
      ...{ currency: 'EUR', totalMinor: 4200, lines: [{ product: 'p1', quantity: 1, amountMinor: 4200 }] },
      shipping: { addresses: [{ kind: 'delivery', lines: ['Quilla Zanzibarre', 'Lane 77'] }] },
    },
  ])
  await db.transaction().execute(async (tx) => {
    await changePerson(tx, system, personId, { phone: '+44 5550199', other: 'wobbly' })
    await notePerson(tx, system, personId, 'Likes marmalade.')
    await commentOrder(tx, system, { orderId: 1, comment: 'Quilla wants it hexagonal.' })
    await addNote(tx, system, issueId, 'She is persnickety about marmalade.')
  })
  await sql`update actions set follow_up = 'Ring Quilla about her jar' where issue_id = ${issueId}`.execute(db)
  await aLetter(db, personId, issueId)
  return { personId, issueId, otherId: other.personId }
}

async function aLetter(db: Database, personId: number, issueId: number) {
  const [raw] = await storeBlobs(db, [Buffer.from(`To: ${who.from}\r\n\r\nDear Quilla\r\n`)])
  await sql`
    with n as (insert into interactions (user_identification_id, mailbox_id, originator, channel)
      values (${personId}, 1, 'rep', 'email') returning id),
    a as (insert into actions (interaction_id, issue_id) select id, ${issueId} from n)
    insert into letters (interaction_id, mailbox_id, envelope_from, to_list, subject, text, message_id, message_id_key, raw_sha256, state)
    select id, 1, 'support@shop.test', ${JSON.stringify([{ name: 'Quilla', address: who.from }])}, 'Re: My xylophonist order',
      'Dear Quilla', 'x@shop.test', 'x', ${raw}, 'sent' from n`.execute(db)
}

/** Every table as text. */
async function dump(db: Database): Promise<string> {
  const { rows } = await sql<{ name: string }>`
    select c.oid::regclass::text as name from pg_class c join pg_namespace s on s.oid = c.relnamespace
    where c.relkind = 'r' and s.nspname = 'public'`.execute(db)
  const texts = await Promise.all(
    rows.map(async ({ name }) => {
      const { rows } = await sql<{ text: string | null }>`
        select string_agg(t::text, E'\n') as text from ${sql.raw(name)} t`.execute(db)
      return `${name}\n${rows[0]?.text ?? ''}`
    }),
  )
  const { rows: blobs } = await sql<{ text: string }>`select encode(bytes, 'escape') as text from blobs`.execute(db)
  return [...texts, ...blobs.map((blob) => blob.text)].join('\n')
}

const erase = (db: Database, id: number) => db.transaction().execute((tx) => erasePerson(tx, secrets, system, id))

it('leaves nothing of an erased person in any table, and everything of others', async () => {
  const { db } = await testDatabase()
  const { personId } = await deskWithQuilla(db)
  expect(await dump(db)).toMatch(traces)
  expect(await erase(db, personId)).toMatchObject({
    erased: { records: 1, mails: 1, letters: 1, attachments: 1, notes: 1 },
  })
  const left = await dump(db)
  expect(left.split('\n').filter((line) => traces.test(line))).toEqual([])
  expect(left).toContain('I stay.')
  expect(left).toContain('other@kept.example')
})

it('keeps amounts, dates and numbers of orders, and a ledger that misses nothing', async () => {
  const { db } = await testDatabase()
  const { personId } = await deskWithQuilla(db)
  await erase(db, personId)
  expect(await findOrder(db, 'A-1')).toMatchObject({ totalMinor: 4200, state: 'shipped', email: '', comment: '' })
  expect(await recountMail(db, 1)).toMatchObject({ received: 2, filed: 2, missing: 0 })
})

it('keeps a hash by which an address is known as erased, and no address', async () => {
  const { db } = await testDatabase()
  const { personId } = await deskWithQuilla(db)
  await erase(db, personId)
  expect(await wasErased(db, secrets, 'QUILLA@erased.example')).toBe(true)
  expect(await wasErased(db, { current: 'another secret, also long enough', old: [] }, who.from)).toBe(false)
  expect(await wasErased(db, secrets, 'other@kept.example')).toBe(false)
})

it('cannot be undone, nor can what lost its words', async () => {
  const { db } = await testDatabase()
  const { personId } = await deskWithQuilla(db)
  const { changeId } = (await erase(db, personId)) as { changeId: number }
  const kinds = await db.selectFrom('changes').select(['id', 'kind']).execute()
  for (const { id } of kinds.filter(({ id, kind }) => id === changeId || kind === 'erased'))
    expect(await db.transaction().execute((tx) => undo(tx, system, id))).toMatchObject({ conflict: expect.any(String) })
})

it('waits while a letter is on its way', async () => {
  const { db } = await testDatabase()
  const { personId } = await deskWithQuilla(db)
  await sql`update letters set state = 'sending', lease_until = now() + interval '1 minute'`.execute(db)
  expect(await erase(db, personId)).toBe('sending')
})

/** Two campaigns with a row of hers and one of somebody else each, in these states. */
async function inCampaigns(db: Database, personId: number, states: readonly string[]) {
  for (const [at, state] of states.entries()) {
    const { rows } = await sql<{
      id: number
    }>`insert into campaigns (name, state, subject, text, mailbox_id, basis, audience)
      values ('Spring', 'paused', 'Ants', 'New ants.', 1, 'consent', '{"onList": "news"}') returning id`.execute(db)
    const { id } = rows[0]!
    await sql`with r as (
        insert into campaign_recipients (campaign_id, address_key, address, domain, user_identification_id, vars, state, reason, reply)
        values (${id}, ${who.from}, ${who.from}, 'erased.example', ${at === 0 ? null : personId}, '{"firstNames": "Quilla"}', ${state},
          'Quilla is away', '550 quilla is away'), (${id}, 'other@kept.example', 'other@kept.example', 'kept.example', null, '{}', 'sent', null, null)
        returning id, address_key, campaign_id),
      a as (insert into campaign_attempts (recipient_id, attempt, outcome, reason)
        select id, 1, 'deferred', '450 quilla is away' from r where address_key = ${who.from})
      insert into campaign_events (campaign_id, recipient_id, kind, detail)
      select campaign_id, id, 'bounce', 'quilla: mailbox full' from r where address_key = ${who.from}`.execute(db)
    await sql`insert into campaign_counts (campaign_id, name, delta) values (${id}, 'total', 2), (${id}, 'sent', 1),
      (${id}, ${state}, ${['deferred', 'uncertain'].includes(state) ? 1 : 0})`.execute(db)
    await sql`insert into campaign_log (campaign_id, deed, detail) values (${id}, 'tested', ${who.from})`.execute(db)
  }
}

it('blanks rows of campaigns, skips who waits, and keeps the counts', async () => {
  const { db } = await testDatabase()
  const { personId } = await deskWithQuilla(db)
  await inCampaigns(db, personId, ['skipped', 'deferred', 'uncertain'])
  expect(await dump(db)).toMatch(/quilla is away/)
  await erase(db, personId)
  const left = await dump(db)
  expect(left.split('\n').filter((line) => traces.test(line))).toEqual([])
  expect(left).toContain('other@kept.example')
  expect(await countsOf(db, 2)).toMatchObject({
    states: { deferred: 0, skipped: 1, sent: 1, pending: 0 },
    skips: { erased: 1 },
  })
  const again = await db.transaction().execute((tx) => sendOnceMore(tx, secrets, system, { id: 3, state: 'uncertain' }))
  expect(again).toEqual({ problem: 'Nobody is uncertain any more.' })
})

it('waits while a letter of a campaign is on its way', async () => {
  const { db } = await testDatabase()
  const { personId } = await deskWithQuilla(db)
  await inCampaigns(db, personId, ['skipped', 'handed'])
  expect(await erase(db, personId)).toBe('sending')
})

it('is done again after a restore of an older backup, and to nobody else', async () => {
  const { db } = await testDatabase()
  const { personId } = await deskWithQuilla(db)
  await erase(db, personId)
  const known = await listErasures(db)
  const { db: restored } = await testDatabase()
  const older = await deskWithQuilla(restored)
  expect(await replayErasures(restored, secrets, [...known, { ...known[0]!, personId: older.otherId }])).toBe(1)
  expect(await replayErasures(restored, secrets)).toBe(0)
  const left = await dump(restored)
  expect(left).not.toMatch(traces)
  expect(left).toContain('other@kept.example')
})

it('names in a test every table that holds bytes of blobs, so that none is forgotten', async () => {
  const { db } = await testDatabase()
  const { rows } = await sql<{ name: string }>`
    select distinct conrelid::regclass::text as name from pg_constraint where contype = 'f' and confrelid = 'blobs'::regclass
    order by 1`.execute(db)
  const tables = ['attachments', 'canned_files', 'deliveries', 'dictionaries', 'letters']
  expect(rows.map((row) => row.name)).toEqual(tables)
})

it('exports every mail and letter as it was, and all else as JSON', async () => {
  const { db } = await testDatabase()
  const { personId } = await deskWithQuilla(db)
  const zip = await exportPerson(db, personId)
  const files = unzipSync(new Uint8Array(await new Response(zip).arrayBuffer()))
  const text = (name: string) => Buffer.from(files[name]!).toString()
  const names = Object.keys(files)
  expect(names.filter((name) => /^mail\/.*\.eml$/.test(name))).toHaveLength(1)
  expect(text(names.find((name) => name.startsWith('mail/'))!)).toContain('The marmalade jar is hexagonal.')
  expect(text(names.find((name) => name.startsWith('letters/'))!)).toContain('Dear Quilla')
  expect(JSON.parse(text('person.json'))).toMatchObject({ person: { id: personId }, shopUser: { externalId: 'u1' } })
  expect(JSON.parse(text('history.json'))).toHaveLength(3)
  expect(JSON.parse(text('orders.json'))).toMatchObject({ orders: [{ number: 'A-1' }], spend: [{ spentMinor: 4200 }] })
  expect(JSON.parse(text('issues.json'))).toHaveLength(1)
})
