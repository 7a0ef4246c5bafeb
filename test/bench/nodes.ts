import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { serversMissing } from '../support/postgres-servers.ts'
import { connectSmtp } from '../support/smtp-client.ts'
import { makeMails } from './load.ts'
import { peakMiB } from './memory.ts'
import { type Nodes, startNodes } from './nodes-cluster.ts'
import { judgeNodes, type Verdict } from './nodes-judge.ts'
import { type Load, startLoad, watchPage } from './nodes-load.ts'
import type { Size } from './run.ts'

const plans: Record<Size, Plan> = {
  s: { quick: true, mails: 3, letters: 1, warmSeconds: 2, revive: false },
  m: { quick: false, mails: 6, letters: 2, warmSeconds: 15, revive: true },
  l: { quick: false, mails: 12, letters: 4, warmSeconds: 60, revive: true },
}

/** Lanes of mail and letters, seconds of load before and after each blow, and whether dead nodes are started again. */
export type Plan = Readonly<{ quick: boolean; mails: number; letters: number; warmSeconds: number; revive: boolean }>

/** Seconds from the moment the primary went away to the first that happened after it was back. */
export type Recovery = Readonly<{ accepted: number; filed: number; written: number; sent: number; live: number }>

export type Outcome = Verdict & Readonly<{ recovery: Recovery; liveMs: number; promotedSeconds: number }>

/**
 * Two web, two inbound and two worker processes on a primary with a replica behind a pooler. Under load a worker and an
 * inbound node are killed, then the primary; counts what became of every mail and letter that was promised.
 */
export async function run(size: Size, say: (line: string) => void): Promise<object> {
  const missing = serversMissing()
  if (missing) {
    say(`left out: ${missing}`)
    return { missing }
  }
  const nodes = await startNodes(plans[size].quick)
  try {
    const outcome = await strike(nodes, plans[size], say)
    // Those that live: who was killed has told nothing.
    const peaks = [...nodes.web, ...nodes.inbound, ...nodes.worker].flatMap(({ pid }) => peakMiB(pid) ?? [])
    return { ...outcome, memoryMiB: Math.max(...peaks) }
  } finally {
    await nodes.stop()
  }
}

/** What `run` does on nodes that are there already. */
export async function strike(nodes: Nodes, plan: Plan, say: (line: string) => void): Promise<Outcome> {
  const pages = nodes.web.map(({ httpPort }) => watchPage(httpPort, nodes.cookie))
  const liveMs = await untilEveryPageHears(nodes, pages)
  const load = startLoad(nodes, plan)
  try {
    const struck = await blows(nodes, plan, { load, pages })
    await load.stop()
    const outcome = { ...(await judgeNodes(nodes, load, plan.quick)), ...struck, liveMs }
    sayOutcome(outcome, say)
    return outcome
  } finally {
    load.abandon()
    for (const page of pages) page.stop()
  }
}

type Watched = Readonly<{ load: Load; pages: readonly Page[] }>

async function blows(
  nodes: Nodes,
  plan: Plan,
  watched: Watched,
): Promise<Pick<Outcome, 'recovery' | 'promotedSeconds'>> {
  await sleep(plan.warmSeconds * 1000)
  await Promise.all([nodes.worker[0].stop('SIGKILL'), nodes.inbound[0].stop('SIGKILL')])
  await sleep(plan.warmSeconds * 1000)
  const away = await nodes.servers.failOver()
  const back = new Date()
  if (plan.revive) await Promise.all([nodes.revive('worker', 0), nodes.revive('inbound', 0)])
  const recovery = await untilRecovered(nodes, { ...watched, away, back })
  await sleep(plan.warmSeconds * 1000)
  return { recovery, promotedSeconds: (back.getTime() - away.getTime()) / 1000 }
}

type Page = ReturnType<typeof watchPage>

/** One mail, kept by one node and filed by another: ms until both pages knew. */
async function untilEveryPageHears(nodes: Nodes, pages: readonly Page[]): Promise<number> {
  const client = await connectSmtp(nodes.inbound[1].smtpPort)
  // A stream that is not open yet hears nothing: mails come until both are.
  for (let n = 0; n < 60; n++) {
    const begin = Date.now()
    await client.send({ from: 'first@load.test', to: 'support@localhost' }, makeMails(1, 4, `hello-${n}`)[0]!)
    for (let tries = 0; tries < 100; tries++) {
      if (pages.every(({ heard }) => heard.some((at) => at.getTime() >= begin))) {
        client.quit()
        return Date.now() - begin
      }
      await sleep(20)
    }
  }
  throw new Error(
    `the open pages of two nodes heard nothing:\n${nodes.web.map((app) => app.output().slice(-2000)).join('\n')}`,
  )
}

type Blow = Watched & Readonly<{ away: Date; back: Date }>

async function untilRecovered(nodes: Nodes, { load, pages, away, back }: Blow): Promise<Recovery> {
  const client = new pg.Client({ connectionString: nodes.servers.primaryUrl() })
  await client.connect()
  const first = (times: Iterable<Date>) => [...times].filter((at) => at > back).sort((a, b) => +a - +b)[0]
  const seconds = (at: Date) => (at.getTime() - away.getTime()) / 1000
  try {
    for (const end = Date.now() + 120_000; Date.now() < end; await sleep(100)) {
      const { rows } = await client.query<{ at: Date | null }>(
        'select min(settled_at) as at from deliveries where settled_at > $1',
        [back],
      )
      const accepted = first(load.mails.values())
      const written = first(load.letters.values())
      const sent = first([...nodes.taken.values()].flat())
      const live = pages.map(({ heard }) => first(heard))
      const filed = rows[0]?.at
      if (accepted && written && sent && filed && live[0] && live[1])
        return {
          accepted: seconds(accepted),
          filed: seconds(filed),
          written: seconds(written),
          sent: seconds(sent),
          live: Math.max(...live.map((at) => seconds(at!))),
        }
    }
  } finally {
    await client.end()
  }
  throw new Error(`the nodes did not come back within two minutes:\n${lastSeen(nodes, load, pages)}`)
}

/** When each of the ways last worked, and what the nodes said. */
function lastSeen(nodes: Nodes, load: Load, pages: readonly Page[]): string {
  const last = (times: Iterable<Date>) => [...times].sort((a, b) => +b - +a)[0]
  const seen = {
    mails: last(load.mails.values()),
    letters: last(load.letters.values()),
    sent: last([...nodes.taken.values()].flat()),
    live: pages.map(({ heard }) => last(heard)),
  }
  const said = [...nodes.web, ...nodes.inbound, ...nodes.worker].map((app) => app.output().slice(-1500))
  return [JSON.stringify(seen), ...said].join('\n----\n')
}

function sayOutcome(outcome: Outcome, say: (line: string) => void) {
  const { accepted, filed, lost, twice, copies, letters, recovery, drainedSeconds } = outcome
  say(
    `mails: accepted ${accepted}, filed ${filed}, lost ${lost.length}, twice ${twice.length} (${copies} sent again by their senders)`,
  )
  say(
    `letters: written ${letters.written}, taken ${letters.taken}, lost ${letters.lost.length}, twice in the stated window ${letters.marked}, else ${letters.wrong.length}`,
  )
  const took = Object.entries(recovery).map(([name, seconds]) => `${name} ${seconds.toFixed(1)} s`)
  say(
    `primary away to promoted ${outcome.promotedSeconds.toFixed(1)} s; to the first ${took.join(', ')}; backlog empty ${drainedSeconds.toFixed(1)} s after the load`,
  )
  say(`a mail kept by one node is seen in pages of two others after ${outcome.liveMs} ms`)
  for (const one of [...lost, ...twice, ...letters.lost, ...letters.wrong].slice(0, 20)) say(`WRONG ${one}`)
}
