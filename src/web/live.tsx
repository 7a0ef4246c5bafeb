import { type Context, Hono } from 'hono'
import { type SSEStreamingApi, streamSSE } from 'hono/streaming'
import { BoardParts } from '../../templates/board.tsx'
import { Context as ContextPanel } from '../../templates/context.tsx'
import { Entries, IssueHead } from '../../templates/issue.tsx'
import { Rows } from '../../templates/issues.tsx'
import { Banners, type Place, RailLinks } from '../../templates/rail.tsx'
import { boardProps } from './board.tsx'
import type { Desk, Web } from './desk.ts'
import { idIn } from './input.ts'
import { listProps } from './issue-lists.ts'
import { issueProps } from './issue-props.ts'
import { railState } from './rail-state.ts'

const heartbeat = 25_000 // ms: proxies cut streams that are silent for half a minute

/**
 * What keeps an open page fresh: /events says which issues were touched, /missed which were since a time, /live answers
 * the parts of a page as they are now. The page puts them in their places itself, never the composer, never under the pointer or the focus.
 */
export function livePages(desk: Desk): Hono<Web> {
  const open = new Map<number, number>()
  return new Hono<Web>()
    .get('/events', (c) => events(c, desk, open))
    .get('/missed', (c) => {
      const since = Number(c.req.query('since'))
      return c.json(since > 0 && desk.live ? desk.live.since(since) : [])
    })
    .get('/live', (c) => parts(c, desk))
}

/** One browser holds one stream; without locks each tab holds one. More than this is a flood. */
const streamsOfOneRep = 50

function events(c: Context<Web>, desk: Desk, open: Map<number, number>) {
  const repId = c.get('rep').id
  const count = open.get(repId) ?? 0
  if (count >= streamsOfOneRep) return c.body(null, 429, { 'Retry-After': '30' })
  open.set(repId, count + 1)
  c.header('X-Accel-Buffering', 'no')
  c.header('Cache-Control', 'no-store, no-transform')
  return streamSSE(c, async (stream) => {
    await follow(stream, desk, { headers: c.req.raw.headers, since: Number(c.req.query('since')) })
    open.set(repId, (open.get(repId) ?? 1) - 1)
  })
}

/** Until the reader leaves, is signed out, or the desk stops. */
function follow(
  stream: SSEStreamingApi,
  { live, auth }: Desk,
  { headers, since }: { headers: Headers; since: number },
): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      clearInterval(beat)
      leave?.()
      leaveCampaigns?.()
      resolve()
    }
    const write = (event: string, data: string) => stream.writeSSE({ event, data, retry: 2000 }).catch(end)
    const beat = setInterval(() => {
      auth.session(headers).then((session) => (session && !session.stepDue ? write('beat', '') : end()), end)
    }, heartbeat)
    const leave = live?.subscribe(
      (issues) => void write('touched', JSON.stringify(issues)),
      end,
      (notices) => void write('present', JSON.stringify(notices)),
    )
    const leaveCampaigns = live?.onCampaigns(() => void write('campaigns', ''))
    stream.onAbort(end)
    void write('hello', '')
    const missed = since > 0 ? live?.since(since) : []
    if (missed === null || missed?.length) void write('touched', JSON.stringify(missed))
  })
}

/** `issue` asks for that issue's parts, `list` for the rows of the list in `view` or `q`. */
async function parts(c: Context<Web>, desk: Desk) {
  const ui = c.get('ui')
  // Only compared with those of the links: one that there is not highlights none.
  const place = (c.req.query('place') ?? 'open') as Place
  const issueId = idIn(c.req.query('issue'))
  const [state, list, issue, board] = await Promise.all([
    railState(desk, c.get('rep').id),
    c.req.query('list') === undefined ? undefined : listProps(c, desk),
    issueId === undefined ? undefined : issueProps(c, desk, issueId),
    place === 'board' ? boardProps(c, desk) : undefined,
  ])
  return c.html(
    <>
      <RailLinks ui={ui} state={state} place={place} />
      <Banners ui={ui} state={state} />
      {board && <BoardParts {...board} state={state} />}
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
