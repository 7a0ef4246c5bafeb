import { OpenAPIHono, z } from '@hono/zod-openapi'
import { issueFromWords, longestExcerpt } from '../desk/excerpt.ts'
import { splitIssue } from '../desk/split.ts'
import type { ApiEnv, ApiParts } from './env.ts'
import { byId, idText, text } from './fields.ts'
import { once } from './idempotency.ts'
import { Refusal } from './problems.ts'
import { route } from './route.ts'
import { changed } from './shapes.ts'

const byAction = byId.extend({ actionId: idText })
const subject = text(200).optional()

const excerpt = route({
  method: 'post',
  path: '/issues/{id}/actions/{actionId}/excerpt',
  deed: 'work',
  summary: 'Opens an issue about some words of what was said, which stays in its issue, too, with the words marked',
  params: byAction,
  body: z.strictObject({
    words: text(longestExcerpt),
    nth: z
      .int()
      .min(0)
      .max(9999)
      .optional()
      .openapi({ description: 'Which of several equal places is meant, counted from 0' }),
    subject,
  }),
  status: 201,
  answer: z.object({ issueId: z.int().openapi({ description: 'The new issue' }), ...changed }),
})

const split = route({
  method: 'post',
  path: '/issues/{id}/actions/{actionId}/split',
  deed: 'work',
  summary: 'Takes an action and everything after it out of an issue into a new one',
  params: byAction,
  body: z.strictObject({ subject }),
  status: 201,
  answer: z.object({ issueId: z.int().openapi({ description: 'The new issue' }), ...changed }),
})

/** One contact, several issues: parts of what was said become issues of their own. */
export function partRoutes({ db }: ApiParts) {
  return new OpenAPIHono<ApiEnv>()
    .openapi(excerpt, (c) => {
      const { id: issueId, actionId } = c.req.valid('param')
      const asked = { issueId, actionId, ...c.req.valid('json') }
      return once(c, db, {
        effect: async (tx) => {
          const { newIssueId, changeId } = done(await issueFromWords(tx, c.var.actor, asked), asked)
          return { issueId: newIssueId, changeId }
        },
      })
    })
    .openapi(split, (c) => {
      const { id: issueId, actionId } = c.req.valid('param')
      const asked = { issueId, actionId, ...c.req.valid('json') }
      return once(c, db, { effect: async (tx) => done(await splitIssue(tx, c.var.actor, asked), asked) })
    })
}

type Place = Readonly<{ issueId: number; actionId: number }>

/** What was done, or the refusal that the room's answer means. */
function done<T extends object>(result: T | { problem: string } | 'not found', { issueId, actionId }: Place): T {
  if (result === 'not found') throw new Refusal(404, `There is no action ${actionId} in issue ${issueId}.`)
  if ('problem' in result) throw new Refusal(422, String(result.problem))
  return result
}
