import { OpenAPIHono, z } from '@hono/zod-openapi'
import { countErasure, erasePerson, whatStays } from '../campaigns/erase-person.ts'
import { readCounts } from '../desk/counts.ts'
import { findCustomer, recordIds } from '../desk/customer.ts'
import { notePerson } from '../desk/person-notes.ts'
import { exportPerson } from '../letters/export-person.ts'
import { notesOf } from '../people/person-notes.ts'
import { openProblems } from '../shop/problems.ts'
import { readAfter, spentOver } from '../shop/spend.ts'
import type { ApiEnv, ApiParts } from './env.ts'
import { byId, idText, paging, words } from './fields.ts'
import { once } from './idempotency.ts'
import { Refusal } from './problems.ts'
import { route } from './route.ts'
import { changed, pageOfShape } from './shapes.ts'
import { currency } from './shop-shapes.ts'
import { inTransaction } from './transaction.ts'

const whole = (max: number) =>
  z
    .string()
    .regex(/^\d{1,15}$/, 'must be a whole number')
    .transform(Number)
    .refine((n) => n <= max, `must be at most ${max}`)

const spent = route({
  method: 'get',
  path: '/people/spent',
  deed: 'read',
  summary:
    'Customers who spent more than `over` minor units within the last `days`, all orders together less refunds; the most first',
  query: z.object({
    over: whole(Number.MAX_SAFE_INTEGER),
    currency,
    days: whole(3650),
    limit: paging.limit,
    cursor: z
      .string()
      .refine((text) => readAfter(text) !== undefined, 'is not a cursor: send the `next` of the page before')
      .optional(),
  }),
  answer: pageOfShape(
    z.object({
      personId: z.int().nullable(),
      externalId: z.string().nullable(),
      name: z.string(),
      email: z.string(),
      orders: z.int(),
      spentMinor: z.int(),
      currency: z.string(),
      lastOrderAt: z.iso.datetime(),
    }),
  ),
})

const summary = route({
  method: 'get',
  path: '/summary',
  deed: 'read',
  summary: 'What waits, for the shop’s own admin page',
  answer: z.object({ openIssues: z.int(), unassigned: z.int(), problems: z.int() }),
})

const save = route({
  method: 'get',
  path: '/people/{id}/export',
  deed: 'read',
  summary: 'A zip file: every mail and letter as .eml, all else as JSON',
  params: byId,
  media: 'application/zip',
})

const counts = z.record(z.string(), z.int())

const erase = route({
  method: 'delete',
  path: '/people/{id}',
  deed: 'settings',
  summary: 'Erases a person for ever, with all their records; `confirm` repeats the id. It has no undo',
  params: byId,
  query: z.object({ confirm: idText.optional() }),
  answer: z.object({
    id: z.int(),
    erased: counts,
    stays: z.array(z.object({ what: z.string(), why: z.string() })),
    changeId: z.null(),
  }),
})

const noteShape = z.object({
  id: z.int(),
  personId: z.int(),
  text: z.string(),
  rep: z.string().nullable(),
  createdAt: z.iso.datetime(),
})

const notes = route({
  method: 'get',
  path: '/people/{id}/notes',
  deed: 'read',
  summary: 'What reps wrote down about a person, over all their records, newest first',
  params: byId,
  answer: z.object({ items: z.array(noteShape), next: z.null() }),
})

const addNote = route({
  method: 'post',
  path: '/people/{id}/notes',
  deed: 'people',
  summary: 'Writes a note on a person; undo takes it away',
  params: byId,
  body: z.strictObject({ text: words(4000) }),
  answer: z.object({ id: z.int(), ...changed }),
  status: 201,
})

const why: Readonly<Record<(typeof whatStays)[number], readonly [what: string, why: string]>> = {
  amounts: ['orders with number, dates, states, amounts and products', 'the books of the shop'],
  ids: ['numbers of records, issues and contacts with their dates', 'statistics and links'],
  hash: ['a keyed hash of each address', 'no mailing ever goes there again; it cannot be read back'],
  others: ['what others wrote and what was written to others', 'it is theirs, also where it names this person'],
  shop: ['what the shop keeps itself', 'erase it there too, or it will be told to the desk again'],
  backups: ['backups made before', 'a restored one erases this person again'],
}

function noCustomer(id: number): Refusal {
  return new Refusal(404, `There is no customer ${id}.`)
}

/** Comes before the routes of /people/{id}. */
export function customerRoutes(parts: ApiParts) {
  const { db } = parts
  return new OpenAPIHono<ApiEnv>()
    .openapi(spent, async (c) => {
      const { over, currency: code, days, cursor, limit } = c.req.valid('query')
      const wish = { overMinor: over, currency: code, days }
      const { items, next } = await spentOver(db, wish, { cursor, limit: limit ?? 100 })
      const shown = items.map(({ shopUserId: _, lastAt, ...one }) => ({ ...one, currency: code, lastOrderAt: lastAt }))
      return c.json({ items: shown, next })
    })
    .openapi(summary, async (c) => {
      const [{ open, unassigned }, problems] = await Promise.all([readCounts(db, null), openProblems(db)])
      return c.json({ openIssues: open, unassigned, problems })
    })
    .openapi(notes, async (c) => {
      const { id } = c.req.valid('param')
      const customer = await findCustomer(db, id)
      if (!customer) throw noCustomer(id)
      return c.json({ items: await notesOf(db, recordIds(customer)), next: null })
    })
    .openapi(addNote, (c) => {
      const { id } = c.req.valid('param')
      return once(c, db, {
        effect: async (tx) => {
          const done = await notePerson(tx, c.var.actor, id, c.req.valid('json').text)
          if (done === 'not found') throw noCustomer(id)
          if (done === 'empty') throw new Refusal(422, 'The note says nothing: write something.')
          return { id: done.noteId, changeId: done.changeId }
        },
      })
    })
    .route('/', wholePerson(parts))
}

function wholePerson({ db, secrets }: ApiParts) {
  return new OpenAPIHono<ApiEnv>()
    .openapi(save, async (c) => {
      const { id } = c.req.valid('param')
      const zip = await exportPerson(db, id)
      if (!zip) throw noCustomer(id)
      return c.body(zip, 200, {
        'Content-Type': 'application/zip',
        'Content-Disposition': `attachment; filename="customer-${id}.zip"`,
      })
    })
    .openapi(erase, async (c) => {
      const { id } = c.req.valid('param')
      const stays = whatStays.map((reason) => ({ what: why[reason][0], why: why[reason][1] }))
      if (c.req.valid('query').confirm !== id) throw await unconfirmed(db, id, stays)
      const done = await inTransaction(db, (tx) => erasePerson(tx, secrets, c.var.actor, id))
      if (done === 'not found') throw noCustomer(id)
      if (done === 'sending')
        throw new Refusal(409, `A letter to customer ${id} is on its way at this moment: try again in a minute.`, {
          retryAfter: 60,
        })
      return c.json({ id, erased: done.erased, stays, changeId: null })
    })
}

/** Says first what would go. */
async function unconfirmed(db: ApiParts['db'], id: number, stays: object[]): Promise<Refusal> {
  const customer = await findCustomer(db, id)
  if (!customer) return noCustomer(id)
  const goes = await countErasure(db, customer)
  return new Refusal(422, `This cannot be undone: send ?confirm=${id} to erase customer ${id}.`, { goes, stays })
}
