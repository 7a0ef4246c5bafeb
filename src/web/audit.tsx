import { type Context, Hono } from 'hono'
import { AuditPage } from '../../templates/audit.tsx'
import { DeskPage } from '../../templates/desk.tsx'
import { type AuditPart, auditHeaders, auditLines, auditParts } from '../reports/audit.ts'
import { csvStreams } from '../reports/csv-stream.ts'
import { latestSignIns } from '../reps/sign-ins.ts'
import type { Desk, Web } from './desk.ts'
import { pageParts } from './page.ts'

const day = 24 * 60 * 60_000
const shown = 50

/** The latest tries to sign in, and the audit as a file. For those who may change settings. */
export function auditPages(desk: Desk): Hono<Web> {
  const files = csvStreams()
  return new Hono<Web>()
    .get('/settings/audit', async (c) => c.html(await page(c, desk)))
    .get('/settings/audit/export', (c) => {
      const part = auditParts.find((one) => one === c.req.query('part')) ?? 'all'
      const to = dateOf(c.req.query('to'))
      const ask = { part: part satisfies AuditPart, from: dateOf(c.req.query('from')), to: to && new Date(+to + day) }
      const stream = files.open(auditLines(desk.db, ask))
      if (!stream) return c.text(c.get('ui').words.reportLists.busy, 503, { 'Retry-After': '60' })
      return c.body(stream as ReadableStream, 200, auditHeaders)
    })
}

async function page(c: Context<Web>, desk: Desk) {
  const [parts, items] = await Promise.all([pageParts(c, desk), latestSignIns(desk.db, shown)])
  return (
    <DeskPage {...parts} title={parts.ui.words.audit.title} place="settings" shape="page">
      <AuditPage ui={parts.ui} items={items} parts={auditParts} />
    </DeskPage>
  )
}

/** A day as the browser's own field sends it; anything else is no limit. */
function dateOf(text = ''): Date | undefined {
  return /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text)) ? new Date(text) : undefined
}
