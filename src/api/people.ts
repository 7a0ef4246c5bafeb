import { OpenAPIHono, z } from '@hono/zod-openapi'
import { withCampaignLetters } from '../campaigns/read-letters.ts'
import { matchesOf } from '../desk/matches.ts'
import { changePerson } from '../desk/person-changes.ts'
import { personHistory } from '../desk/person-history.ts'
import { getPerson, listPeople } from '../people/people.ts'
import { recordsOf } from '../people/records.ts'
import { toInteraction, toPerson } from './answers.ts'
import type { ApiEnv, ApiParts } from './env.ts'
import { byId, id, pageOf, paging, text, words } from './fields.ts'
import { stale } from './issues.ts'
import { Refusal } from './problems.ts'
import { route } from './route.ts'
import { changed, interactionShape, issueShape, pageOfShape, personShape } from './shapes.ts'
import { inTransaction } from './transaction.ts'

const list = route({
  method: 'get',
  path: '/people',
  deed: 'read',
  summary: 'People, newest record first',
  query: z.object({ email: text(254).optional(), name: text(200).optional(), q: text(200).optional(), ...paging }),
  answer: pageOfShape(personShape),
})

const read = route({
  method: 'get',
  path: '/people/{id}',
  deed: 'read',
  summary: 'One user identification record',
  params: byId,
  answer: personShape,
})

const history = route({
  method: 'get',
  path: '/people/{id}/history',
  deed: 'read',
  summary: 'Everything ever said to or by a person, over all their records, newest first; their newest 100 issues',
  params: byId,
  query: z.object(paging),
  answer: pageOfShape(interactionShape).extend({ issues: z.array(issueShape) }),
})

const change = route({
  method: 'patch',
  path: '/people/{id}',
  deed: 'people',
  summary: 'Changes a record; `emails` are all of its addresses',
  params: byId,
  body: z.strictObject({
    firstNames: text(200).optional(),
    lastName: text(200).optional(),
    emails: z.array(words(254)).max(50).optional(),
    phone: text(100).optional(),
    postalCode: text(40).optional(),
    other: text(2000).optional(),
    version: id.optional(),
  }),
  answer: personShape.extend(changed),
})

export function peopleRoutes({ db }: ApiParts) {
  return new OpenAPIHono<ApiEnv>()
    .openapi(list, async (c) => {
      const query = c.req.valid('query')
      const { items, next } = await listPeople(db, query, pageOf(query))
      return c.json({ items: items.map(toPerson), next })
    })
    .openapi(read, async (c) => {
      const personId = c.req.valid('param').id
      const person = await getPerson(db, personId)
      if (!person) throw new Refusal(404, `There is no customer ${personId}.`)
      return c.json({ ...toPerson(person), ...(await matchesOf(db, person)) })
    })
    .openapi(history, async (c) => {
      const personId = c.req.valid('param').id
      const found = await recordsOf(db, personId)
      if (!found) throw new Refusal(404, `There is no customer ${personId}.`)
      const ids = found.records.map((record) => record.id)
      const { issues, items, next } = await personHistory(db, ids, pageOf(c.req.valid('query')))
      const shown = await withCampaignLetters(db, items)
      return c.json({ issues, items: shown.map(toInteraction), next })
    })
    .openapi(change, async (c) => {
      const personId = c.req.valid('param').id
      const patch = c.req.valid('json')
      const { person, changeId } = await inTransaction(db, async (tx) => {
        const result = await changePerson(tx, c.var.actor, personId, patch)
        if (result === 'not found') throw new Refusal(404, `There is no customer ${personId}.`)
        if ('problem' in result) throw new Refusal(422, result.problem)
        if ('conflict' in result) throw stale(`Customer ${personId}`, result.conflict)
        return result
      })
      return c.json({ ...toPerson(person), changeId })
    })
}
