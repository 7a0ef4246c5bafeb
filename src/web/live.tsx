import { type Context, Hono } from 'hono'
import { streamSSE } from 'hono/streaming'
import { Context as ContextPanel } from '../../templates/context.tsx'
import { Entries, IssueHead } from '../../templates/issue.tsx'
import { Rows } from '../../templates/issues.tsx'
import { Banners, type Place, RailLinks } from '../../templates/rail.tsx'
import type { Desk, Web } from './desk.ts'
import { listProps } from './issue-lists.ts'
import { issueProps } from './issue-props.ts'
import { railState } from './rail-state.ts'

const heartbeat = 25_000 // ms: proxies cut streams that are silent for half a minute

/**
 * What keeps an open page fresh: /events says which issues were touched, /live answers the parts of a page as they are
 * now. The page puts them in their places itself, never the composer, never under the pointer or the focus.
 */
export function livePages(desk: Desk): Hono<Web> {
  return new Hono<Web>().get('/events', (c) => events(c, desk)).get('/live', (c) => parts(c, desk))
}

function events(c: Context<Web>, { live, auth }: Desk) {
  c.header('X-Accel-Buffering', 'no')
  c.header('Cache-Control', 'no-store, no-transform')
  const headers = c.req.raw.headers
  return streamSSE(c, async (stream) => {
    await new Promise<void>((end) => {
      stream.onAbort(end)
      const leave = live?.subscribe(
        (issues) => void stream.writeSSE({ event: 'touched', data: JSON.stringify(issues) }).catch(end),
        end,
      )
      const beat = setInterval(() => void stillSignedIn().catch(end), heartbeat)
      stream.onAbort(() => clearInterval(beat))
      void stream.writeSSE({ event: 'hello', data: '', retry: 2000 }).catch(end)

      async function stillSignedIn() {
        if (!(await auth.session(headers))) return finish()
        await stream.writeSSE({ event: 'beat', data: '' })
      }
      function finish() {
        clearInterval(beat)
        leave?.()
        end()
      }
      stream.onAbort(() => leave?.())
    })
  })
}

const places: readonly string[] = [
  'open',
  'mine',
  'unassigned',
  'look',
  'closed',
  'all',
  'failed',
  'letters',
  'held',
  'mail',
  'people',
]

/** `issue` asks for that issue's parts, `list` for the rows of the list in `view` or `q`. */
async function parts(c: Context<Web>, desk: Desk) {
  const ui = c.get('ui')
  const asked = c.req.query('place') ?? ''
  const place = (places.includes(asked) ? asked : 'open') as Place
  const issueId = Number(c.req.query('issue')) || undefined
  const [state, list, issue] = await Promise.all([
    railState(desk, c.get('rep').id),
    c.req.query('list') === undefined ? undefined : listProps(c, desk),
    issueId === undefined ? undefined : issueProps(c, desk, issueId),
  ])
  return c.html(
    <>
      <RailLinks ui={ui} state={state} place={place} />
      <Banners ui={ui} state={state} />
      {list && <Rows {...list} current={issueId} />}
      {issue && (
        <>
          <IssueHead {...issue} />
          <Entries {...issue} />
          <ContextPanel {...issue} />
        </>
      )}
    </>,
  )
}
