import { randomBytes } from 'node:crypto'
import type { Context } from 'hono'
import type { Child } from 'hono/jsx'
import type { JSX } from 'hono/jsx/jsx-runtime'
import { FailedPart, LaterPart, WithoutScript } from '../../templates/later-part.tsx'
import type { Query } from '../reports/report.ts'
import type { Desk, Web } from './desk.ts'

type Piece = JSX.Element | Promise<JSX.Element>

/** A part of a page that takes its time. */
export type Part = Readonly<{ name: string; title: string; part: () => Promise<JSX.Element> }>

type Parts = Readonly<{
  parts: readonly Part[]
  /** The path of the page with something else asked. */
  address: (change: Query) => string
}>

/**
 * A page whose parts take their time is there at once and fetches them by itself, by `part`; `whole=yes` has them all
 * in it. A part that fails says so in its place, and can be asked for again.
 */
export async function answerParts(
  c: Context<Web>,
  { log }: Desk,
  { parts, address }: Parts,
  page: (children: Child) => Promise<Piece>,
): Promise<Response> {
  const ui = c.get('ui')
  const asked = parts.find(({ name }) => name === c.req.query('part'))
  if (!asked) return c.html(await page(await childrenOf()))
  try {
    return await c.html(await asked.part())
  } catch (error) {
    const reference = randomBytes(4).toString('hex')
    log.error(
      { reference, path: c.req.path, part: asked.name, error: (error as Error).stack },
      'a part of a page broke',
    )
    return c.html(<FailedPart ui={ui} title={asked.title} path={address({ part: asked.name })} />, 503)
  }

  async function childrenOf() {
    if (c.req.query('whole') === 'yes') return wholeOf(parts)
    return [
      <WithoutScript ui={ui} path={address({ whole: 'yes' })} />,
      ...parts.map(({ name, title }) => <LaterPart ui={ui} title={title} path={address({ part: name })} />),
    ]
  }
}

/** One after the other: one reader does not take all connections. */
async function wholeOf(parts: readonly Part[]): Promise<Child[]> {
  const whole: Child[] = []
  for (const { part } of parts) whole.push(await part())
  return whole
}
