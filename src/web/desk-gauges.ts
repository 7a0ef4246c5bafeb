import { sql } from 'kysely'
import { Gauge, type Registry } from 'prom-client'
import type { Db } from '../database/connection.ts'
import { onScrape } from './on-scrape.ts'

const name = (rest: string) => `antfarm_${rest}`

/**
 * What the database knows of the whole desk, so that it is the same on every node: alert on one of them, or on the
 * largest. Each collects on a scrape by one statement over a bounded part of its table.
 */
export function deskGauges(db: Db, registry: Registry): void {
  filingTimes(db, registry)
  letterStates(db, registry)
  campaignProgress(db, registry)
  connections(db, registry)
}

/** Of the last 2000 mails, those of the last five minutes: how long each waited between being kept and being filed. */
function filingTimes(db: Db, registry: Registry) {
  const registers = [registry]
  const seconds = new Gauge({
    name: name('mail_filing_seconds'),
    help: 'From keeping a mail to filing it, over the last five minutes',
    labelNames: ['quantile'],
    registers,
    async collect() {
      this.reset()
      const { rows } = await sql<{ mid: number | null; late: number | null }>`
        select percentile_cont(0.5) within group (order by took) as mid, percentile_cont(0.95) within group (order by took) as late
        from (select extract(epoch from settled_at - received_at)::float as took, received_at from deliveries order by id desc limit 2000) d
        where received_at > now() - interval '5 minutes' and took is not null`.execute(db)
      const { mid, late } = rows[0]!
      if (mid !== null) seconds.set({ quantile: '0.5' }, mid)
      if (late !== null) seconds.set({ quantile: '0.95' }, late)
    },
  })
}

const watched = ['scheduled', 'queued', 'sending', 'deferred', 'failed', 'bounced', 'uncertain', 'undelivered'] as const

/** All but those that went well: they are the desk's whole history. */
function letterStates(db: Db, registry: Registry) {
  const letters = new Gauge({
    name: name('letters'),
    help: 'Letters by state; those that were sent or cancelled are not counted',
    labelNames: ['state'],
    registers: [registry],
    async collect() {
      const { rows } = await sql<{ state: string; count: number }>`
        select state, count(*)::int as count from letters where state = any(${watched as unknown as string[]}) group by state`.execute(
        db,
      )
      for (const state of watched) letters.set({ state }, rows.find((row) => row.state === state)?.count ?? 0)
    },
  })
  const late = new Gauge({
    name: name('letters_late_seconds'),
    help: 'How long the letter that is most overdue waits for being sent',
    registers: [registry],
    async collect() {
      const { rows } = await sql<{ late: number }>`
        select greatest(0, extract(epoch from now() - min(due_at)))::float as late from letters
        where state in ('scheduled', 'queued', 'sending', 'deferred')`.execute(db)
      late.set(rows[0]!.late)
    },
  })
}

/** Of campaigns that run: the rate is the counter’s growth, rate(antfarm_campaign_letters{state="sent"}[5m]). */
function campaignProgress(db: Db, registry: Registry) {
  const letters = new Gauge({
    name: name('campaign_letters'),
    help: 'Letters of campaigns that run, by campaign and by what became of them (total: all recipients)',
    labelNames: ['campaign', 'state'],
    registers: [registry],
    async collect() {
      this.reset()
      const { rows } = await sql<{ campaign: number; state: string; count: number }>`
        select n.campaign_id as campaign, n.name as state, sum(n.delta)::int as count
        from campaigns c join campaign_counts n on n.campaign_id = c.id
        where c.state = 'running' and n.name in ('total', 'sent', 'failed', 'deferred', 'uncertain', 'hard', 'complaint')
        group by 1, 2 limit 700`.execute(db)
      for (const { campaign, state, count } of rows) letters.set({ campaign: String(campaign), state }, count)
    },
  })
}

/** Of all nodes together, as the database sees them: how near it is to its limit. */
function connections(db: Db, registry: Registry) {
  const registers = [registry]
  const most = new Gauge({ name: name('database_connections_max'), help: 'How many the database allows', registers })
  const open = new Gauge({
    name: name('database_connections'),
    help: 'Connections to this database by state',
    labelNames: ['state'],
    registers,
  })
  onScrape([most, open], async () => {
    const { rows } = await sql<{ state: string; count: number; most: number }>`
      select coalesce(state, 'other') as state, count(*)::int as count, current_setting('max_connections')::int as most
      from pg_stat_activity where datname = current_database() group by 1`.execute(db)
    open.reset()
    for (const { state, count } of rows) open.set({ state }, count)
    most.set(rows[0]?.most ?? 0)
  })
}
