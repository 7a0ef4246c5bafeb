import { Hono } from 'hono'
import { sql } from 'kysely'
import { type Found, FoundItems } from '../../templates/palette.tsx'
import type { Database } from '../database/connection.ts'
import { getIssue, listIssues } from '../desk/issues.ts'
import { listPeople } from '../people/people.ts'
import type { Desk, Web } from './desk.ts'
import { idIn } from './input.ts'

/** What the palette finds beyond the page itself: issues by number or words, people, orders by number. */
export function palettePages({ db }: Desk): Hono<Web> {
  return new Hono<Web>().get('/palette', async (c) => {
    const q = (c.req.query('q') ?? '').trim().slice(0, 200)
    const found = q === '' ? [] : await find(db, q)
    return c.html(<FoundItems ui={c.get('ui')} found={found} />)
  })
}

const few = 5

async function find(db: Database, q: string): Promise<Found[]> {
  const number = idIn(q.replace(/^#/, ''))
  // A word of one or two letters is in half of everything: it would be searched for long and tell nothing.
  const [numbered, issues, people, orders] = await Promise.all([
    number === undefined ? undefined : getIssue(db, number),
    q.length < 3 || number !== undefined
      ? []
      : listIssues(db, { q, status: 'all' }, { limit: few }).then((l) => l.items),
    q.length < 3 ? [] : listPeople(db, { q }, { limit: few }).then((list) => list.items),
    ordersNamed(db, q),
  ])
  return [
    ...[...(numbered ? [numbered] : []), ...issues].map((issue) => ({
      ...{ group: 'issues' as const, path: `/issues/${issue.id}` },
      ...{ text: `#${issue.id} ${issue.subject}`, more: issue.person.name },
    })),
    ...people.map((person) => ({
      ...{ group: 'people' as const, path: `/people/${person.id}` },
      text: `${person.firstNames} ${person.lastName}`.trim() || person.emails[0] || `#${person.id}`,
      more: person.emails[0] ?? person.phone,
    })),
    ...orders.map(({ number, state }) => ({
      ...{ group: 'orders' as const, path: `/orders/${encodeURIComponent(number)}`, text: number, more: state },
    })),
  ]
}

/** By the whole number, over its index. */
async function ordersNamed(db: Database, q: string): Promise<{ number: string; state: string }[]> {
  const { rows } = await sql<{ number: string; state: string }>`
    select number, state from shop_orders where number = ${q.replace(/^#/, '')} limit ${few}`.execute(db)
  return rows
}
