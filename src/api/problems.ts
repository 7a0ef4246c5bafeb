import type { Context } from 'hono'
import { HTTPException } from 'hono/http-exception'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import type { ZodError } from 'zod'
import type { ApiEnv } from './env.ts'

/** A refused request: thrown at this door only, since it must also end the transaction that is open. */
export class Refusal extends Error {
  readonly status: ContentfulStatusCode
  readonly extra: Readonly<Record<string, unknown>>

  constructor(status: ContentfulStatusCode, detail: string, extra: Readonly<Record<string, unknown>> = {}) {
    super(detail)
    this.status = status
    this.extra = extra
  }
}

const titles: Partial<Record<number, string>> = {
  400: 'The request cannot be read',
  401: 'No valid API key',
  403: 'Not allowed',
  404: 'Not found',
  409: 'Conflict',
  413: 'Too large',
  415: 'Wrong content type',
  422: 'The request cannot be done',
  500: 'Something broke',
  503: 'Busy',
}

/** An answer by RFC 9457; `detail` names the thing and the remedy. */
export function problem(
  status: ContentfulStatusCode,
  detail: string,
  extra: Readonly<Record<string, unknown>> = {},
): Response {
  const headers = new Headers({ 'Content-Type': 'application/problem+json' })
  if (status === 401) headers.set('WWW-Authenticate', 'Bearer realm="antfarm"')
  if (extra.retryAfter !== undefined) headers.set('Retry-After', String(extra.retryAfter))
  const body = { type: 'about:blank', title: titles[status] ?? 'Problem', status, detail, ...extra }
  return new Response(JSON.stringify(body), { status, headers })
}

/** Names every wrong field; a wrong id in the path is a thing that is not there. */
export function invalid(target: string, error: ZodError): Response {
  const errors = error.issues.flatMap((issue) => fieldErrors(target === 'json' ? 'body' : target, issue))
  const sentence = errors.map(({ field, message }) => `${field}: ${message}`).join('; ')
  if (target === 'param') return problem(404, `There is no such thing: ${sentence}.`)
  return problem(422, `Correct ${errors.length === 1 ? 'this field' : 'these fields'}: ${sentence}.`, { errors })
}

function fieldErrors(whole: string, issue: ZodError['issues'][number]): { field: string; message: string }[] {
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => ({
      field: [...issue.path, key].join('.'),
      message: 'is not known here: leave it out (openapi.json names all fields)',
    }))
  return [{ field: issue.path.join('.') || whole, message: issue.message }]
}

/** Node's codes, and PostgreSQL's classes for connections, resources and a stop (but not for a statement's timeout). */
const awayCodes = /^(ECONN|EPIPE|ENOENT$|08|53|57P)/
/** The driver's own errors have no code. */
const awayWords = /^(Connection terminated|timeout exceeded when trying to connect)/

/** Whatever a route threw, as a problem; the unexpected is logged and tells the caller nothing of the inside. */
export function failed(
  error: Error,
  c: Context<ApiEnv>,
  log: { error: (what: object, text: string) => void },
): Response {
  if (error instanceof Refusal) return problem(error.status, error.message, error.extra)
  if (error instanceof HTTPException) return httpProblem(error)
  const code = String((error as { code?: unknown }).code ?? '')
  if (['40001', '40P01', '55P03'].includes(code))
    return problem(503, 'Somebody else works on the same thing at this moment: send it again.', { retryAfter: 1 })
  if (awayCodes.test(code) || (code === '' && awayWords.test(error.message)))
    return problem(503, 'The database does not answer at this moment: send it again, with the same Idempotency-Key.', {
      retryAfter: 5,
    })
  log.error({ error: error.stack, method: c.req.method, route: c.req.path }, 'an API call broke')
  return problem(500, 'It is our fault and in the log; nothing was changed. Try again later.')
}

function httpProblem(error: HTTPException): Response {
  if (error.status === 415)
    return problem(415, 'Send Content-Type: application/json (multipart/form-data for attachments).')
  if (error.status === 400) return problem(400, 'The body is not valid JSON (or not the multipart form it says it is).')
  return problem(error.status as ContentfulStatusCode, error.message)
}
