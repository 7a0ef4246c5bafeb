import { sql } from 'kysely'
import type { Config } from '../config.ts'
import type { Database } from '../database/connection.ts'
import { pendingMigrations } from '../database/migrate.ts'
import type { Check } from './check.ts'
import { machineChecks } from './doctor-machine.ts'
import { answers } from './doctor-network.ts'
import { isRealOne, loadInstance } from './instance.ts'
import { checkSecret, loadSecrets } from './secret.ts'

export type Examination = Readonly<{
  say: (line: string) => void
  /** Checks of rooms to the right, which may be made once the schema is up to date. */
  more?: () => Promise<readonly Check[]>
}>

/**
 * Looks at everything that an admin can get wrong and says each in one line, with the remedy.
 * Answers true when all is sound. Changes nothing.
 */
export async function doctor(config: Config, db: Database, { say, more }: Examination): Promise<boolean> {
  let sound = true
  const migrated = (await pendingMigrations(db).catch(() => [''])).length === 0
  for (const check of [
    ...databaseChecks(config, db),
    fetchCheck(db),
    giftCheck(db),
    ...machineChecks(config),
    ...networkChecks(config, db),
    ...((migrated && (await more?.())) || []),
  ]) {
    if (check.tables && !migrated) continue
    const fault = await check.fault().catch((error: Error) => error.message)
    if (fault) sound = false
    say(`${fault ? 'FAULT' : 'ok   '}  ${check.name}${fault ? `: ${fault}` : ''}`)
  }
  return sound
}

function databaseChecks(config: Config, db: Database): Check[] {
  return [
    {
      name: 'database is PostgreSQL 15 or newer',
      fault: async () => {
        const { rows } = await sql<{
          version: number
        }>`select current_setting('server_version_num')::int as version`.execute(db)
        return rows[0]!.version < 150000 ? `it is ${rows[0]!.version}; upgrade it` : undefined
      },
    },
    {
      name: 'schema is up to date',
      fault: async () => {
        const pending = await pendingMigrations(db)
        return pending.length > 0 ? `${pending.join(', ')} pending; run: npm run -s antfarm -- migrate` : undefined
      },
    },
    {
      name: 'secret fits the database',
      tables: true,
      fault: async () => void (await checkSecret(db, loadSecrets(config))),
    },
    {
      name: 'this desk may send',
      tables: true,
      fault: async () =>
        (await isRealOne(db, loadInstance(config)))
          ? undefined
          : 'the database belongs to another instance; if this is the real desk, run: npm run -s antfarm -- take-over',
    },
    {
      name: 'clock agrees with the database',
      fault: async () => {
        const { rows } = await sql<{ now: Date }>`select clock_timestamp() as now`.execute(db)
        const seconds = Math.abs(rows[0]!.now.getTime() - Date.now()) / 1000
        return seconds > 5 ? `${seconds.toFixed(0)} s apart; set both by NTP` : undefined
      },
    },
    {
      name: 'no mail waits longer than five minutes',
      tables: true,
      fault: async () => {
        const { rows } = await sql<{ waiting: boolean }>`
          select exists (select from deliveries where state = 'kept' and received_at < now() - interval '5 minutes') as waiting`.execute(
          db,
        )
        return rows[0]!.waiting ? 'the worker does not keep up or does not run: npm start -- worker' : undefined
      },
    },
  ]
}

function giftCheck(db: Database): Check {
  return {
    name: 'gift certificates: every balance is the sum of its ledger',
    tables: true,
    fault: async () => {
      const { rows } = await sql<{ wrong: number; sumsWrong: number; ids: number[]; at: Date }>`
        select wrong, sums_wrong, wrong_ids[1:10] as ids, at from gift_checks order by id desc limit 1`.execute(db)
      const [last] = rows
      if (!last || last.wrong + last.sumsWrong === 0) return undefined
      return `${last.wrong} are not, and ${last.sumsWrong} programs’ sums by day (checked ${last.at.toISOString()}): look at certificates ${last.ids.join(', ')}`
    },
  }
}

function fetchCheck(db: Database): Check {
  return {
    name: 'every mailbox that is fetched is up to date',
    tables: true,
    fault: async () => {
      const { rows } = await sql<{ address: string; lastError: string | null }>`
        select m.address, a.last_error from imap_accounts a join mailboxes m on m.id = a.mailbox_id
        where a.enabled and m.deleted_at is null
          and coalesce(a.last_success_at, a.healthy_since) < now() - interval '5 minutes' order by m.id`.execute(db)
      const late = rows.map(
        ({ address, lastError }) => `${address}: ${lastError ?? 'nobody fetches it: npm start -- inbound'}`,
      )
      return late.length > 0 ? late.join(' ') : undefined
    },
  }
}

function networkChecks(config: Config, db: Database): Check[] {
  const relay = config.relayUrl ? new URL(config.relayUrl) : undefined
  return [
    {
      name: `mail door answers on ${config.smtpHost}:${config.smtpPort}`,
      fault: () => answers(config.smtpHost, config.smtpPort, 'start the inbound role: npm start'),
    },
    {
      name: `web answers on ${config.httpHost}:${config.httpPort}`,
      fault: () => answers(config.httpHost, config.httpPort, 'start the web role: npm start'),
    },
    {
      name: relay ? `relay ${relay.host} answers` : 'a relay is set',
      fault: async () => {
        if (!relay)
          return (await hasStoredRelay(db).catch(() => false))
            ? undefined
            : 'set RELAY_URL or add one under Settings, or letters are only kept'
        const port = Number(relay.port || (relay.protocol === 'smtps:' ? 465 : 25))
        return answers(relay.hostname, port, 'correct RELAY_URL or start the relay')
      },
    },
  ]
}

async function hasStoredRelay(db: Database): Promise<boolean> {
  const { rows } = await sql<{ there: boolean }>`
    select exists (select from relays where deleted_at is null) as there`.execute(db)
  return rows[0]!.there
}
