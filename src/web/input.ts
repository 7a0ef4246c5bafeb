import type { Context } from 'hono'
import type { Web } from './desk.ts'
import { Refusal } from './refusal.ts'

/** The id in the address; anything else is a page that does not exist. */
export function idOf(c: Context<Web>, name = 'id'): number {
  const text = c.req.param(name) ?? ''
  const id = /^\d{1,10}$/.test(text) ? Number(text) : 0
  if (id < 1 || id > 2 ** 31 - 1) throw new Refusal(404, 'missing')
  return id
}

/** A posted form as texts; files and repeated names are left out. NUL cannot be stored and is taken out. */
export async function formOf(c: Context<Web>): Promise<Record<string, string>> {
  const body = await c.req.parseBody()
  const entries = Object.entries(body).filter((entry): entry is [string, string] => typeof entry[1] === 'string')
  return Object.fromEntries(entries.map(([name, text]) => [name, text.replaceAll('\u0000', '')]))
}

/** Browsers post line ends as CRLF (HTML standard, form submission); we keep LF. */
export function plainLines(text: string | undefined): string {
  return (text ?? '').replace(/\r\n?/g, '\n')
}
