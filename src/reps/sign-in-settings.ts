import { sql } from 'kysely'
import { z } from 'zod'
import type { Db } from '../database/connection.ts'
import type { Role } from '../database/tables-reps.ts'
import { seal, unseal } from '../settings/seal.ts'
import type { Secrets } from '../settings/secret.ts'
import { readSetting, writeSetting } from '../settings/settings.ts'

/** An identity provider that reps may sign in by (OpenID Connect Discovery 1.0). */
export type Provider = Readonly<{
  name: string
  issuer: string
  clientId: string
  /** Only addresses of these domains; empty: of any. */
  domains: readonly string[]
  /** Null: only who was invited. Else whoever the provider knows gets an account with this role. */
  newRole: Role | null
  /** Addresses count although the provider does not say that it verified them. */
  trustAddresses: boolean
}>

/** How reps get in. `secondStepRoles` must set up a second step before anything else. */
export type SignInSettings = Readonly<{ secondStepRoles: readonly Role[]; provider: Provider | null }>
export type SealedSettings = SignInSettings & Readonly<{ sealedSecret: string | null }>

const role = z.enum(['admin', 'rep', 'marketing', 'data_entry', 'read_only'])
const shape = z.object({
  secondStepRoles: z.array(role).catch([]),
  provider: z
    .object({
      name: z.string(),
      issuer: z.string(),
      clientId: z.string(),
      domains: z.array(z.string()),
      newRole: role.nullable(),
      trustAddresses: z.boolean(),
    })
    .nullable()
    .catch(null),
  sealedSecret: z.string().nullable().catch(null),
})

const name = 'sign_in'
const place = 'sign-in provider'

/** As stored: the client secret is sealed, and leaves this room by clientSecret() only. */
export async function readSignIn(db: Db): Promise<SealedSettings> {
  return shape.parse((await readSetting(db, name)) ?? {})
}

export async function writeSignIn(db: Db, settings: SealedSettings): Promise<void> {
  await writeSetting(db, name, settings)
}

export function sealClientSecret(secrets: Secrets, secret: string): string {
  return seal(secrets, place, secret).toString('base64')
}

/** Undefined where none is stored, or it was sealed under a secret that is not known any more. */
export function clientSecret(secrets: Secrets, { sealedSecret }: SealedSettings): string | undefined {
  return sealedSecret === null ? undefined : unseal(secrets, place, Buffer.from(sealedSecret, 'base64'))
}

/**
 * Whether the rep of a row `r` must set up a second step first. Who has no password goes by the provider's own, since
 * one is set up here behind a password alone.
 */
export const mustSecure = sql<boolean>`(not r.two_factor_enabled
  and exists (select from accounts a where a.user_id = r.id and a.provider_id = 'credential')
  and exists (select from settings s where s.name = ${name} and s.value -> 'secondStepRoles' ? r.role))`

export type ProviderFault = 'issuer' | 'clientId' | 'secret' | 'domains'

/** What is wrong with a provider as it was typed; `hasSecret`: one is stored or was typed. */
export function providerFaults(provider: Provider, hasSecret: boolean): ProviderFault[] {
  const url = URL.parse(provider.issuer)
  const local = url && /^(localhost|127\.0\.0\.1|\[::1\])$/.test(url.hostname)
  const sound =
    url &&
    !url.search &&
    !url.hash &&
    !url.username &&
    (url.protocol === 'https:' || (local && url.protocol === 'http:'))
  return [
    ...(sound ? [] : ['issuer' as const]),
    ...(provider.clientId.trim() && provider.clientId.length <= 300 ? [] : ['clientId' as const]),
    ...(hasSecret ? [] : ['secret' as const]),
    ...(provider.domains.every((one) => /^[a-z0-9-]+(\.[a-z0-9-]+)+$/.test(one)) ? [] : ['domains' as const]),
  ]
}
