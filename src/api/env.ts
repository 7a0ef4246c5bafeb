import type { Context } from 'hono'
import type { Logger } from 'pino'
import type { Config } from '../config.ts'
import type { Database } from '../database/connection.ts'
import type { MailAddress } from '../database/tables.ts'
import type { Actor } from '../desk/changes.ts'
import type { Txt } from '../letters/domain-records.ts'
import type { Speller } from '../letters/speller.ts'
import type { Lookups } from '../mail/server-lookups.ts'
import type { ApiKey } from '../reps/api-keys.ts'
import type { Guard } from '../settings/fetch-guard.ts'
import type { Secrets } from '../settings/secret.ts'

/** What the API door is given by its composition root. */
export type ApiParts = Readonly<{
  db: Database
  config: Config
  secrets: Secrets
  log: Logger
  /** Of this desk (settings/instance.ts); without it nothing is sent at once. */
  instance?: string
  /** Without it no letter is checked for its spelling. */
  speller?: Speller
  /** Reads a mail that lies in another as a file; without it such files are only saved. */
  readMessage?: (raw: Buffer) => Promise<NestedMail>
  /** The addresses of the remote pictures that a mail's HTML would show. */
  picturesOf?: (html: string) => Promise<readonly string[]>
  /** Rules for fetching remote pictures other than the public web's: for tests. */
  guard?: Partial<Guard>
  /** Asks the DNS about our own domains; without it the name servers of the settings. */
  txt?: Txt | undefined
  /** Finds mail servers; without it the name servers of the settings and the public web. */
  lookups?: Lookups | undefined
}>

/** What a mail within a mail says; `trouble` is the end of a sentence. */
export type NestedMail = Readonly<{
  mail: Readonly<{
    from: MailAddress
    to: readonly MailAddress[]
    cc: readonly MailAddress[]
    subject: string
    date: Date | null
    text: string
    html: string | null
    attachments: readonly Readonly<{ filename: string; contentType: string; bytes: Buffer }>[]
  }>
  trouble: string | null
}>

/** What a route finds in its context: the key that was sent, and who acts through it. */
export type ApiEnv = { Variables: { key: ApiKey; actor: Actor } }

export type ApiContext = Context<ApiEnv>
