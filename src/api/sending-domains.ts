import { OpenAPIHono, z } from '@hono/zod-openapi'
import { dkimAlgorithms } from '../database/tables-outbox.ts'
import { checkDkimKey, createDkimKey, retireDkimKey, signingDomains } from '../letters/dkim-changes.ts'
import { type DkimKey, dkimRecord } from '../letters/dkim-keys.ts'
import { domainLooks, systemTxt } from '../letters/domain-records.ts'
import { listRelays } from '../letters/relays.ts'
import type { ApiEnv, ApiParts } from './env.ts'
import { byId, text } from './fields.ts'
import { once } from './idempotency.ts'
import { Refusal } from './problems.ts'
import { route } from './route.ts'
import { changed, pageOfShape } from './shapes.ts'

const deed = 'settings'
const keyShape = z
  .object({
    id: z.int(),
    ...{ domain: z.string(), selector: z.string(), algorithm: z.enum(dkimAlgorithms) },
    state: z.enum(['made', 'active', 'retired']),
    record: z.object({ name: z.string(), value: z.string() }).openapi({ description: 'The TXT record to publish' }),
    finding: z.string().nullable(),
    checkedAt: z.iso.datetime().nullable(),
    createdAt: z.iso.datetime(),
  })
  .openapi('DkimKey')

const list = route({
  method: 'get',
  path: '/sending-domains',
  deed,
  summary: 'The domains that letters come from, with the keys that sign them',
  answer: pageOfShape(z.object({ domain: z.string(), keys: z.array(keyShape) })),
})
const look = route({
  method: 'post',
  path: '/sending-domains/look',
  deed,
  summary: 'Asks the DNS for the SPF and DMARC records of a domain',
  body: z.strictObject({ domain: text(253) }),
  answer: z.object({
    records: z.array(
      z.object({
        kind: z.enum(['dkim', 'spf', 'dmarc']),
        name: z.string(),
        ok: z.boolean(),
        found: z.string().nullable(),
        finding: z.string(),
        publish: z.string().nullable(),
      }),
    ),
  }),
})
const make = route({
  method: 'post',
  path: '/dkim-keys',
  deed,
  summary: 'Makes a key; it signs once its record was found',
  body: z.strictObject({ domain: text(253), algorithm: z.enum(dkimAlgorithms).default('rsa') }),
  answer: keyShape.extend(changed),
})
const check = route({
  method: 'post',
  path: '/dkim-keys/{id}/check',
  deed,
  summary: 'Looks for the record of a key; one that is right is taken into use',
  params: byId,
  answer: keyShape.extend(changed),
})
const retire = route({
  method: 'post',
  path: '/dkim-keys/{id}/retire',
  deed,
  summary: 'Signs no more with a key',
  params: byId,
  answer: z.object(changed),
})

export function sendingDomainRoutes({ db, secrets, config, txt = systemTxt(config.dnsServers) }: ApiParts) {
  return new OpenAPIHono<ApiEnv>()
    .openapi(list, async (c) => {
      const domains = await signingDomains(db)
      return c.json({ items: domains.map(({ domain, keys }) => ({ domain, keys: keys.map(toAnswer) })), next: null })
    })
    .openapi(look, async (c) => {
      const { domain } = c.req.valid('json')
      if (!(await signingDomains(db)).some((one) => one.domain === domain))
        throw new Refusal(404, `${domain} is no mailbox’s domain.`)
      const hosts = (await listRelays(db)).map(({ host }) => host)
      return c.json({ records: await domainLooks(txt, domain, hosts) }, 200)
    })
    .openapi(make, async (c) => {
      const made = await createDkimKey(db, c.var.actor, secrets, c.req.valid('json'))
      if ('problem' in made) throw new Refusal(422, made.problem)
      return c.json({ ...toAnswer(made.key), changeId: made.changeId })
    })
    .openapi(check, async (c) => {
      const { id } = c.req.valid('param')
      const done = await checkDkimKey(db, c.var.actor, txt, id)
      if (done === 'not found') throw unknown(id)
      return c.json({ ...toAnswer(done.key), changeId: done.changeId })
    })
    .openapi(retire, (c) => {
      const { id } = c.req.valid('param')
      return once(c, db, {
        status: 200,
        effect: async (tx) => {
          const done = await retireDkimKey(tx, c.var.actor, id)
          if (done === 'not found') throw unknown(id)
          return done
        },
      })
    })
}

const unknown = (id: number) => new Refusal(404, `There is no key ${id}.`)

function toAnswer(key: DkimKey) {
  const { id, domain, selector, algorithm, state, finding } = key
  const checkedAt = key.checkedAt?.toISOString() ?? null
  const createdAt = key.createdAt.toISOString()
  return { id, domain, selector, algorithm, state, finding, checkedAt, createdAt, record: dkimRecord(key) }
}
