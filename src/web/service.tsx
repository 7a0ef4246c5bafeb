import { type Context, Hono } from 'hono'
import { DeskPage } from '../../templates/desk.tsx'
import { ServicePage } from '../../templates/service.tsx'
import { deskZone, presets } from '../reports/period.ts'
import type { Query } from '../reports/report.ts'
import { readService, readServiceAsk, type ServiceAsk } from '../reports/service.ts'
import type { Desk, Web } from './desk.ts'
import { pageParts } from './page.ts'
import { viewerOf } from './report-lists.tsx'

/** How well people are served. */
export function servicePages(desk: Desk): Hono<Web> {
  return new Hono<Web>().get('/reports/service', async (c) => c.html(await page(c, desk)))
}

async function page(c: Context<Web>, desk: Desk) {
  const [parts, zone] = await Promise.all([pageParts(c, desk), deskZone(desk.readDb)])
  const { asked, faults } = readServiceAsk(c.req.query(), zone, viewerOf(c))
  const service = await readService(desk.readDb, asked)
  return (
    <DeskPage {...parts} title={parts.ui.words.service.title} place="reports" shape="page">
      <ServicePage
        ui={parts.ui}
        asked={asked}
        presets={presets}
        faults={faults}
        service={service}
        address={(change) => addressOf(asked, change)}
      />
    </DeskPage>
  )
}

function addressOf({ preset, period: { from, to }, measure, by }: ServiceAsk, change: Query): string {
  const all = { ...(preset ? { period: preset } : { from, to }), measure, by, ...change }
  const named = Object.entries(all).filter((pair): pair is [string, string] => Boolean(pair[1]))
  return `/reports/service?${new URLSearchParams(named)}`
}
