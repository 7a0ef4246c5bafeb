import type { Context, MiddlewareHandler } from 'hono'
import type { Web } from './desk.ts'
import { Refusal } from './refusal.ts'

/** The id in the address; anything else is a page that does not exist. */
export function idOf(c: Context<Web>, name = 'id'): number {
  const id = idIn(c.req.param(name))
  if (id === undefined) throw new Refusal(404, 'missing')
  return id
}

/** A whole number that the database can hold as an id; undefined for anything else. */
export function idIn(text: string | undefined): number | undefined {
  const id = /^\d{1,10}$/.test(text ?? '') ? Number(text) : 0
  return id >= 1 && id <= 2 ** 31 - 1 ? id : undefined
}

/** NUL cannot be stored or searched for: an address that has one is nobody's link. */
export const refuseNul: MiddlewareHandler<Web> = (c, next) => {
  if (/%00/.test(c.req.url)) throw new Refusal(400, 'bad input')
  return next()
}

/** A posted form as texts; files and repeated names are left out. NUL cannot be stored and is taken out. */
export async function formOf(c: Context<Web>): Promise<Record<string, string>> {
  const entries = Object.entries(await bodyOf(c)).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string',
  )
  return Object.fromEntries(entries.map(([name, text]) => [name, text.replaceAll('\u0000', '')]))
}

/** Everything posted, repeated names as lists where `all`; a broken form is the sender's fault, not ours. */
export async function bodyOf(c: Context<Web>, all = false): Promise<Record<string, unknown>> {
  try {
    return await c.req.parseBody({ all })
  } catch (error) {
    if (error instanceof TypeError) throw new Refusal(400, 'bad input')
    throw error
  }
}

/** Browsers post line ends as CRLF (HTML standard, form submission); we keep LF. */
export function plainLines(text: string | undefined): string {
  return (text ?? '').replace(/\r\n?/g, '\n')
}
