import { OpenAPIHono, z } from '@hono/zod-openapi'
import { answersOf, listAnswers } from '../desk/csat-answers.ts'
import { listCsat, setCsat } from '../desk/csat-settings.ts'
import type { ApiEnv, ApiParts } from './env.ts'
import { byId, pageOf, paging, time, words } from './fields.ts'
import { Refusal } from './problems.ts'
import { route } from './route.ts'
import { changed, pageOfShape } from './shapes.ts'
import { inTransaction } from './transaction.ts'

const answer = z
  .object({
    ...{ id: z.int(), issueId: z.int(), question: z.string(), score: z.int(), choices: z.int(), comment: z.string() },
    rep: z.object({ id: z.int(), name: z.string() }).nullable().openapi({ description: 'Who had closed the issue' }),
    ...{ at: z.iso.datetime(), changedAt: z.iso.datetime() },
  })
  .openapi('CsatAnswer')
const settings = {
  way: z.enum(['off', 'line', 'letter']),
  choices: z.int().openapi({ description: '2, 3 or 5' }),
  question: words(200),
  quietDays: z.int(),
}
const shape = z.object({ mailboxId: z.int(), address: z.string(), ...settings })
const path = '/mailboxes/{id}/csat'

const ofIssue = route({
  method: 'get',
  path: '/issues/{id}/csat',
  deed: 'read',
  summary: 'How the customer says that it went; all in one page',
  params: byId,
  answer: pageOfShape(answer),
})
const list = route({
  method: 'get',
  path: '/csat-answers',
  deed: 'read',
  summary: 'Answers to the question at closing, newest first',
  query: z.object({ from: time.optional(), to: time.optional(), ...paging }),
  answer: pageOfShape(answer),
})
const read = route({
  method: 'get',
  path,
  deed: 'settings',
  summary: 'What a mailbox asks when an issue is closed',
  params: byId,
  answer: shape,
})
const set = route({
  method: 'put',
  path,
  deed: 'settings',
  summary: 'Sets what a mailbox asks when an issue is closed: in the closing letter, by a letter of its own, or not',
  params: byId,
  body: z.strictObject(settings),
  answer: shape.extend(changed),
})

export function csatRoutes({ db }: ApiParts) {
  const lineOf = async (mailboxId: number) => {
    const line = (await listCsat(db)).find((one) => one.mailboxId === mailboxId)
    if (!line) throw new Refusal(404, `There is no mailbox ${mailboxId}.`)
    return line
  }
  return new OpenAPIHono<ApiEnv>()
    .openapi(ofIssue, async (c) => c.json({ items: await answersOf(db, c.req.valid('param').id), next: null }))
    .openapi(list, async (c) => {
      const { from, to, ...query } = c.req.valid('query')
      return c.json(await listAnswers(db, { from, to }, pageOf(query)))
    })
    .openapi(read, async (c) => c.json(await lineOf(c.req.valid('param').id)))
    .openapi(set, async (c) => {
      const mailboxId = c.req.valid('param').id
      const { changeId } = await inTransaction(db, async (tx) => {
        const result = await setCsat(tx, c.var.actor, mailboxId, c.req.valid('json'))
        if (result === 'not found') throw new Refusal(404, `There is no mailbox ${mailboxId}.`)
        if ('problem' in result) throw new Refusal(422, result.problem)
        return result
      })
      return c.json({ ...(await lineOf(mailboxId)), changeId })
    })
}
