import { OpenAPIHono, z } from '@hono/zod-openapi'
import { getCertificate } from '../certificates/certificates.ts'
import { claim } from '../certificates/claims.ts'
import { findByCode } from '../certificates/ledger.ts'
import type { Database } from '../database/connection.ts'
import { findCustomer } from '../desk/customer.ts'
import { countTry, triesLeft } from '../reps/rate-limit.ts'
import type { Secrets } from '../settings/secret.ts'
import type { ApiContext, ApiEnv, ApiParts } from './env.ts'
import { balanceBody, claimBody } from './gift-shapes.ts'
import { once } from './idempotency.ts'
import { Refusal } from './problems.ts'
import { route } from './route.ts'
import { currency } from './shop-shapes.ts'

/** Wrong codes that a key may try: with 80 random bits a guess is hopeless, and a flood of them is a sign. */
const wrongCodes = { seconds: 600, most: 50 }

const balance = route({
  method: 'post',
  path: '/gift-certificates/balance',
  deed: 'certificates',
  summary: 'What is left on the certificate with this code',
  body: balanceBody,
  answer: z.object({ id: z.int(), balanceMinor: z.int(), currency, expiresAt: z.iso.datetime(), status: z.string() }),
})

const claiming = route({
  method: 'post',
  path: '/gift-certificates/claims',
  deed: 'certificates',
  summary: 'Somebody came with a code: a sold certificate that is nobody’s yet becomes theirs',
  body: claimBody,
  status: 201,
  answer: z.object({
    id: z.int(),
    personId: z.int().nullable(),
    balanceMinor: z.int(),
    currency,
    expiresAt: z.iso.datetime(),
  }),
})

/** What is left under a code, and whose it becomes. */
export function giftClaimRoutes({ db, secrets }: ApiParts) {
  const known = codeFinder(db, secrets)
  return new OpenAPIHono<ApiEnv>()
    .openapi(balance, async (c) => {
      const certificate = (await getCertificate(db, await known(c, c.req.valid('json').code)))!
      const { id, currency, expiresAt, status } = certificate
      return c.json({
        id,
        balanceMinor: status === 'expired' ? 0 : certificate.balanceMinor,
        currency,
        expiresAt,
        status,
      })
    })
    .openapi(claiming, async (c) => {
      const { code, personId } = c.req.valid('json')
      await known(c, code)
      return once(c, db, {
        effect: async (tx) => {
          if (personId !== undefined && !(await findCustomer(tx, personId)))
            throw new Refusal(404, `There is no customer ${personId}.`)
          const claimed = await claim(tx, secrets, { code, personId })
          if (!claimed) throw noSuchCode()
          const { id, balanceMinor, currency, expiresAt } = claimed
          return { id, personId: claimed.personId, balanceMinor, currency, expiresAt: expiresAt.toISOString() }
        },
      })
    })
}

/** Finds certificates by codes that a key sends: one answer for every code that is not good, and not many tries. */
export function codeFinder(db: Database, secrets: Secrets): (c: ApiContext, code: string) => Promise<number> {
  return async (c, code) => {
    const tries = `gift codes of key ${c.var.key.id}`
    if (!(await triesLeft(db, tries, wrongCodes)))
      throw new Refusal(429, 'Too many wrong codes: try again in ten minutes.', { retryAfter: wrongCodes.seconds })
    const id = await findByCode(db, secrets, code)
    if (id !== undefined) return id
    await countTry(db, tries, wrongCodes)
    throw noSuchCode()
  }
}

function noSuchCode(): Refusal {
  return new Refusal(404, 'There is no certificate with this code: check it letter by letter.')
}
