import { type Context, Hono } from 'hono'
import { DeskPage } from '../../templates/desk.tsx'
import { ServicePage } from '../../templates/service.tsx'
import { partTitle, ServiceChart } from '../../templates/service-charts.tsx'
import type { ServiceProps } from '../../templates/service-props.ts'
import { deskZone, presets } from '../reports/period.ts'
import type { Query } from '../reports/report.ts'
import { readServiceAsk, type ServiceAsk, type ServicePart, serviceParts } from '../reports/service.ts'
import type { Desk, Web } from './desk.ts'
import { answerParts, type Part } from './later-part.tsx'
import { pageParts } from './page.ts'
import { viewerOf } from './report-lists.tsx'

/** How well people are served. */
export function servicePages(desk: Desk): Hono<Web> {
  return new Hono<Web>().get('/reports/service', (c) => answer(c, desk))
}

async function answer(c: Context<Web>, desk: Desk) {
  const { asked, faults } = readServiceAsk(c.req.query(), await deskZone(desk.readDb), viewerOf(c))
  const props = {
    ...{ ui: c.get('ui'), asked, presets, faults },
    address: (change: Query) => addressOf(asked, change),
  }
  return answerParts(c, desk, { parts: partsOf(desk, props), address: props.address }, async (children) => {
    const parts = await pageParts(c, desk)
    return (
      <DeskPage {...parts} title={parts.ui.words.service.title} place="reports" shape="page">
        <ServicePage {...props}>{children}</ServicePage>
      </DeskPage>
    )
  })
}

function partsOf({ readDb }: Desk, props: ServiceProps): Part[] {
  const { asked } = props
  return (Object.keys(serviceParts) as ServicePart[]).map((name) => ({
    ...{ name, title: partTitle(props, name) },
    part: async () => <ServiceChart {...props} part={{ [name]: await serviceParts[name](readDb, asked) }} />,
  }))
}

function addressOf({ preset, period: { from, to }, measure, by }: ServiceAsk, change: Query): string {
  const all = { ...(preset ? { period: preset } : { from, to }), measure, by, ...change }
  const named = Object.entries(all).filter((pair): pair is [string, string] => Boolean(pair[1]))
  return `/reports/service?${new URLSearchParams(named)}`
}
