import { describe, expect, it } from 'vitest'
import { dismissMatch, matchPerson } from '../../src/desk/match-changes.ts'
import { candidatesFor, matchesOf } from '../../src/desk/matches.ts'
import { mergePeople } from '../../src/desk/merge-people.ts'
import { undoChange } from '../../src/desk/undo.ts'
import { identify } from '../../src/people/identify.ts'
import { getPerson } from '../../src/people/people.ts'
import { listProposals, proposeMatches } from '../../src/people/proposals.ts'
import { putShopUsers } from '../../src/shop/users.ts'
import { testDatabase } from '../support/database.ts'
import { anIssue, aPerson } from '../support/desk.ts'
import { type Database, idOf, inTx, system } from './support.ts'

const registeredAt = new Date('2025-01-01T00:00:00Z')

async function aShopUser(
  db: Database,
  email: string,
  name = 'Ann Lee',
  more: { phone?: string; postalCode?: string } = {},
) {
  const [firstNames = '', lastName = ''] = name.split(' ')
  const externalId = `u-${email}`
  await inTx(db, (tx) => putShopUsers(tx, [{ externalId, email, firstNames, lastName, registeredAt, ...more }]))
  const row = await db
    .selectFrom('shopUsers')
    .select('id')
    .where('externalId', '=', externalId)
    .executeTakeFirstOrThrow()
  return row.id
}

async function matches(db: Database, personId: number) {
  const person = await getPerson(db, personId)
  return (await matchesOf(db, person!)).matches
}

describe('matching', () => {
  it('is positive for an address that one registered user has', async () => {
    const { db } = await testDatabase()
    const id = await aShopUser(db, 'Ann@Lee.test')
    const found = await candidatesFor(db, { email: 'ann@LEE.test', lastName: 'Nobody' })
    expect(found).toMatchObject({ positive: { shopUser: { id }, personId: null, reasons: ['email'] }, candidates: [] })
  })

  it('finds candidates by every clue, whatever way it is written, the likeliest first', async () => {
    const { db } = await testDatabase()
    const zoe = await aPerson(db, 'zoe@muller.test', 'Zoë Müller')
    await db
      .updateTable('userIdentifications')
      .set({ phone: '+44 20 7946 0018', postalCode: 'AB1 2CD', other: 'Ordered 12 red kettles' })
      .where('id', '=', zoe)
      .execute()
    await aPerson(db, 'other@person.test', 'Peter Quint')
    const clues = [
      [{ firstNames: 'zoe', lastName: 'muller' }, 'name'],
      [{ firstNames: 'Zoe', lastName: 'Müler' }, 'similar name'],
      [{ lastName: 'mül' }, 'last name'],
      [{ firstNames: 'Zo' }, 'first names'],
      [{ phone: '020 7946-0018' }, 'phone'],
      [{ postalCode: 'ab12cd' }, 'postal code'],
      [{ other: 'RED kettle' }, 'other'],
      [{ email: 'ZOE@muller.test' }, 'email'],
    ] as const
    for (const [clue, reason] of clues) {
      const { candidates } = await candidatesFor(db, clue)
      expect(candidates, reason).toMatchObject([{ person: { id: zoe }, reasons: [reason] }])
    }
    expect((await candidatesFor(db, { firstNames: 'Maria', lastName: 'Xu' })).candidates).toEqual([])
    for (const odd of ['%', '_', '\\', "'", '*'.repeat(300)])
      expect(
        (await candidatesFor(db, { lastName: odd.repeat(2), other: odd.repeat(3), phone: odd })).candidates,
      ).toEqual([])
  })

  it('shows a matched record as its registered user, once, and never more than twenty', async () => {
    const { db } = await testDatabase()
    const user = await aShopUser(db, 'ann@shop.test')
    const record = await aPerson(db, 'ann@home.test')
    await inTx(db, (tx) => matchPerson(tx, system, record, user))
    for (let n = 0; n < 25; n++) await aPerson(db, `ann${n}@crowd.test`)
    const { candidates } = await candidatesFor(db, { firstNames: 'Ann', lastName: 'Lee' })
    expect(candidates.length).toBe(20)
    expect(candidates.filter((one) => one.shopUser)).toMatchObject([{ shopUser: { id: user }, personId: record }])
    expect(await candidatesFor(db, { email: 'ann@home.test' })).toMatchObject({ positive: { shopUser: { id: user } } })
  })

  it('looks for a registered user at every view, and proposes who registers later', async () => {
    const { db } = await testDatabase()
    const person = await aPerson(db, 'ann@late.test')
    expect(await matches(db, person)).toEqual([])
    const user = await aShopUser(db, 'ann@late.test')
    expect(await matches(db, person)).toMatchObject([{ shopUser: { id: user }, reasons: ['email', 'name'] }])
    await proposeMatches(db)
    expect(await listProposals(db)).toMatchObject([{ person: { id: person }, shopUserId: user, reasons: ['email'] }])
    const change = idOf(await inTx(db, (tx) => dismissMatch(tx, system, person, user)))
    await proposeMatches(db)
    expect([await matches(db, person), await listProposals(db)]).toEqual([[], []])
    await inTx(db, (tx) => undoChange(tx, system, change))
    expect(await matches(db, person)).toHaveLength(1)
  })

  it('is confirmed and taken back, for ever', async () => {
    const { db } = await testDatabase()
    const [person, user] = [await aPerson(db, 'a@b.test'), await aShopUser(db, 'x@y.test')]
    const shopUser = async () => (await matchesOf(db, (await getPerson(db, person))!)).shopUser?.id
    const matched = idOf(await inTx(db, (tx) => matchPerson(tx, system, person, user)))
    expect(await shopUser()).toBe(user)
    expect(await inTx(db, (tx) => undoChange(tx, system, matched))).toBe('undone')
    expect(await shopUser()).toBeUndefined()
    const again = idOf(await inTx(db, (tx) => matchPerson(tx, system, person, user)))
    await inTx(db, (tx) => matchPerson(tx, system, person, null))
    expect(await inTx(db, (tx) => undoChange(tx, system, again))).toEqual({ conflict: expect.stringContaining('anew') })
  })

  it('comes with the first mail from a registered address, but for a forged one', async () => {
    const { db } = await testDatabase()
    const [one, two] = [await aShopUser(db, 'one@shop.test'), await aShopUser(db, 'two@shop.test')]
    await proposeMatches(db)
    const senders = [
      { name: 'One', address: 'ONE@shop.test' },
      { name: 'Two', address: 'two@shop.test', forged: true },
      { name: 'Three', address: 'three@shop.test' },
    ]
    const ids = await inTx(db, (tx) => identify(tx, senders))
    const rows = await db.selectFrom('userIdentifications').select(['id', 'shopUserId']).orderBy('id').execute()
    expect(rows.map((row) => row.shopUserId)).toEqual([one, null, null])
    expect(await listProposals(db)).toMatchObject([{ person: { id: ids[1] }, shopUserId: two }])
  })
})

describe('two records of one person', () => {
  it('become one with all that they hold, and two again', async () => {
    const { db } = await testDatabase()
    const [from, into] = [await aPerson(db, 'ann@old.test'), await aPerson(db, 'ann@new.test', 'Ann Lee')]
    await db.updateTable('userIdentifications').set({ phone: '12345678' }).where('id', '=', from).execute()
    const issue = await anIssue(db, { personId: from })
    const owner = () =>
      db.selectFrom('issues').select('userIdentificationId as id').where('id', '=', issue).executeTakeFirstOrThrow()
    const change = idOf(await inTx(db, (tx) => mergePeople(tx, system, from, into)))
    expect(await owner()).toEqual({ id: into })
    expect(await getPerson(db, into)).toMatchObject({ emails: ['ann@new.test', 'ann@old.test'], phone: '12345678' })
    expect((await candidatesFor(db, { lastName: 'Lee' })).candidates).toHaveLength(1)
    expect(await inTx(db, (tx) => undoChange(tx, system, change))).toBe('undone')
    expect(await owner()).toEqual({ id: from })
    expect(await getPerson(db, into)).toMatchObject({ emails: ['ann@new.test'], phone: '' })
    expect(await getPerson(db, from)).toMatchObject({ emails: ['ann@old.test'], phone: '12345678' })
  })

  it('stay two where they are two registered users, or one is merged already', async () => {
    const { db } = await testDatabase()
    const [a, b, c] = [await aPerson(db, 'a@a.test'), await aPerson(db, 'b@b.test'), await aPerson(db, 'c@c.test')]
    const users = [await aShopUser(db, 'ua@shop.test'), await aShopUser(db, 'ub@shop.test')]
    await inTx(db, (tx) => matchPerson(tx, system, a, users[0]!))
    await inTx(db, (tx) => matchPerson(tx, system, b, users[1]!))
    expect(await inTx(db, (tx) => mergePeople(tx, system, a, b))).toEqual({
      problem: expect.stringContaining('two registered'),
    })
    const change = idOf(await inTx(db, (tx) => mergePeople(tx, system, c, a)))
    expect(await inTx(db, (tx) => mergePeople(tx, system, c, b))).toEqual({
      problem: expect.stringContaining('already'),
    })
    expect(await inTx(db, (tx) => undoChange(tx, system, change))).toBe('undone')
  })
})
