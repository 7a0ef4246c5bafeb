import type { Generated } from 'kysely'
import type { At } from './columns.ts'
import type { TlsMode } from './tables-mailboxes.ts'

export const dkimAlgorithms = ['rsa', 'ed25519'] as const
export type DkimAlgorithm = (typeof dkimAlgorithms)[number]

/** Where letters go out and what signs them; the why of a column stands in migrations/0025-outbox.sql. */
export type OutboxTables = {
  relays: {
    id: Generated<number>
    name: string
    host: string
    port: number
    tls: TlsMode
    userName: Generated<string>
    password: Buffer | null
    connections: Generated<number>
    rate: number | null
    standard: Generated<boolean>
    version: Generated<number>
    deletedAt: Date | null
    createdAt: At
  }
  rateBuckets: { key: string; tokens: number; countedAt: Date }
  sendingPauses: { key: string; until: Date; step: number; reason: string }
  dkimKeys: {
    id: Generated<number>
    domain: string
    selector: string
    algorithm: DkimAlgorithm
    privateKey: Buffer
    publicKey: string
    state: Generated<'made' | 'active' | 'retired'>
    checkedAt: Date | null
    finding: string | null
    retiredAt: Date | null
    createdAt: At
  }
}
