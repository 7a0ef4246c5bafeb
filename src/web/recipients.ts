import { Hono } from 'hono'
import { addressLine } from '../letters/recipients.ts'
import { listPeople } from '../people/people.ts'
import { listReps } from '../reps/reps.ts'
import type { Desk, Web } from './desk.ts'

const few = 8

/** People and colleagues whom a few letters may mean, as a rep would type them; for a composer's fields. */
export function recipientPages({ db }: Desk): Hono<Web> {
  return new Hono<Web>().get('/recipients', async (c) => {
    const q = (c.req.query('q') ?? '').trim().slice(0, 100)
    if (q.length < 2) return c.json([])
    const [people, reps] = await Promise.all([
      q.length < 3 ? { items: [] } : listPeople(db, { q }, { limit: few }),
      listReps(db),
    ])
    const known = people.items.flatMap(({ firstNames, lastName, emails }) =>
      emails.slice(0, 3).map((address) => addressLine({ name: `${firstNames} ${lastName}`.trim(), address })),
    )
    const wanted = q.toLowerCase()
    const staff = reps
      .filter(({ name, email, deactivatedAt }) => !deactivatedAt && `${name} ${email}`.toLowerCase().includes(wanted))
      .map(({ name, email }) => addressLine({ name, address: email }))
    return c.json([...new Set([...known, ...staff])].slice(0, few))
  })
}
