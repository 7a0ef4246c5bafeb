import { createRoute, z } from '@hono/zod-openapi'
import type { Deed } from '../reps/roles.ts'
import { need } from './auth.ts'

const problemShape = z
  .object({ type: z.string(), title: z.string(), status: z.int(), detail: z.string() })
  .loose()
  .openapi('Problem')

function problemAnswer(description: string): { description: string } {
  return { description, content: { 'application/problem+json': { schema: problemShape } } } as { description: string }
}

/** What every route may answer. */
export const problems: Readonly<Record<400 | 401 | 403 | 404 | 409 | 413 | 415 | 422 | 503, { description: string }>> =
  {
    400: problemAnswer('The body is not JSON'),
    401: problemAnswer('No valid API key'),
    403: problemAnswer('The role of the key may not do this'),
    404: problemAnswer('Not found'),
    409: problemAnswer('Somebody else was quicker, or the same request is in flight'),
    413: problemAnswer('More than 4 MiB; 26 MiB for an upload'),
    415: problemAnswer('Neither JSON nor, for an upload, multipart/form-data'),
    422: problemAnswer('A field is wrong; `errors` names every one'),
    503: problemAnswer('Busy: Retry-After says when to send it again'),
  }

type Wish<P extends string, Params, Query, Body> = Readonly<{
  method: 'get' | 'post' | 'put' | 'patch' | 'delete'
  path: P
  deed: Deed
  summary: string
  params?: Params
  query?: Query
  body?: Body
  answer?: z.ZodType
  /** What it answers with where that is not JSON. */
  media?: string
  status?: 200 | 201
}>

/** A route of the API with what all share: the role it takes, JSON in and out, problems. */
export function route<
  P extends string,
  Params extends z.ZodObject = z.ZodObject<Record<never, never>>,
  Query extends z.ZodObject = z.ZodObject<Record<never, never>>,
  Body extends z.ZodType = z.ZodObject<Record<never, never>>,
>({ method, path, deed, summary, params, query, body, answer, media, status }: Wish<P, Params, Query, Body>) {
  const headers = method === 'post' ? z.object({ 'idempotency-key': z.string().optional() }) : z.object({})
  return createRoute({
    method,
    path,
    summary,
    security: [{ key: [] }],
    'x-deed': deed,
    middleware: [need(deed)] as const,
    request: {
      headers,
      params: params ?? (z.object({}) as unknown as Params),
      query: query ?? (z.object({}) as unknown as Query),
      ...((body && { body: { required: true, content: { 'application/json': { schema: body } } } }) as {
        body: { required: true; content: { 'application/json': { schema: Body } } }
      }),
    },
    responses: {
      [status ?? 200]: {
        description: 'Done',
        content: { [media ?? 'application/json']: { schema: answer ?? z.string() } },
      } as {
        description: string
      },
      ...problems,
    },
  })
}
