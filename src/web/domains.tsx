import { type Context, Hono } from 'hono'
import { DeskPage } from '../../templates/desk.tsx'
import { DomainsPage } from '../../templates/domains.tsx'
import { dkimAlgorithms } from '../database/tables-outbox.ts'
import { checkDkimKey, createDkimKey, retireDkimKey, signingDomains } from '../letters/dkim-changes.ts'
import { dkimRecord } from '../letters/dkim-keys.ts'
import { domainLooks, type RecordLook, systemTxt } from '../letters/domain-records.ts'
import { listRelays } from '../letters/relays.ts'
import type { Desk, Web } from './desk.ts'
import { formOf, idOf } from './input.ts'
import { actorOf } from './issue-changes.tsx'
import { goOn, pageParts } from './page.ts'
import { Refusal } from './refusal.ts'

const home = '/settings/domains'

/** Keys that sign letters, and the DNS records of the domains that letters come from. Admins only (page-deeds.ts). */
export function domainPages(desk: Desk): Hono<Web> {
  const txt = desk.txt ?? systemTxt(desk.config.dnsServers)
  return new Hono<Web>()
    .get(home, async (c) => c.html(await page(c, desk)))
    .post(`${home}/look`, async (c) => {
      const { domain = '' } = await formOf(c)
      const known = (await signingDomains(desk.db)).find((one) => one.domain === domain)
      if (!known) throw new Refusal(404, 'missing')
      const hosts = (await listRelays(desk.db)).map(({ host }) => host)
      return c.html(await page(c, desk, new Map([[domain, await domainLooks(txt, domain, hosts)]])))
    })
    .post(`${home}/keys`, async (c) => {
      const { domain = '', algorithm = '' } = await formOf(c)
      const known = dkimAlgorithms.find((one) => one === algorithm)
      if (!known) throw new Refusal(422, 'bad input')
      const made = await createDkimKey(desk.db, actorOf(c), desk.secrets, { domain, algorithm: known })
      if ('problem' in made) throw new Refusal(422, 'bad input', made.problem)
      return goOn(c, home, { done: made.changeId })
    })
    .post(`${home}/keys/:id/check`, async (c) => {
      const done = await checkDkimKey(desk.db, actorOf(c), txt, idOf(c))
      if (done === 'not found') throw new Refusal(404, 'missing')
      return goOn(c, home, done.changeId === null ? {} : { done: done.changeId })
    })
    .post(`${home}/keys/:id/retire`, async (c) => {
      const done = await desk.db.transaction().execute((tx) => retireDkimKey(tx, actorOf(c), idOf(c)))
      if (done === 'not found') throw new Refusal(404, 'missing')
      return goOn(c, home, { done: done.changeId })
    })
}

async function page(c: Context<Web>, desk: Desk, looks: ReadonlyMap<string, readonly RecordLook[]> = new Map()) {
  const [parts, domains] = await Promise.all([pageParts(c, desk), signingDomains(desk.db)])
  const shown = domains.map(({ domain, keys }) => ({
    domain,
    keys: keys.map((key) => ({ ...key, record: dkimRecord(key) })),
  }))
  return (
    <DeskPage {...parts} title={parts.ui.words.domains.title} place="mailboxes" shape="page">
      <DomainsPage ui={parts.ui} domains={shown} looks={looks} />
    </DeskPage>
  )
}
