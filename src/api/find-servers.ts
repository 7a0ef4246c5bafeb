import { OpenAPIHono, z } from '@hono/zod-openapi'
import { tlsModes } from '../database/tables-mailboxes.ts'
import { findServers } from '../mail/find-servers.ts'
import { systemLookups } from '../mail/server-lookups.ts'
import type { ApiEnv, ApiParts } from './env.ts'
import { text } from './fields.ts'
import { Refusal } from './problems.ts'
import { route } from './route.ts'

const server = z
  .object({
    ...{ host: z.string(), port: z.int(), tls: z.enum(tlsModes), user: z.string() },
    source: z.enum(['srv', 'autoconfig', 'provider', 'guess']),
  })
  .nullable()
const find = route({
  ...{ method: 'post', path: '/find-servers', deed: 'settings', body: z.strictObject({ address: text(320) }) },
  summary: 'The servers of an address, as its domain and its provider publish them; nothing is changed',
  answer: z.object({ domain: z.string(), imap: server, smtp: server }),
})

export function findServerRoutes({ config, guard, lookups = systemLookups(config.dnsServers, guard) }: ApiParts) {
  return new OpenAPIHono<ApiEnv>().openapi(find, async (c) => {
    const found = await findServers(lookups, c.req.valid('json').address)
    if (found === 'bad address') throw new Refusal(422, 'That is no e-mail address: write name@example.com.')
    return c.json(found)
  })
}
