import { sql } from 'kysely'
import type { Db, Tx } from '../database/connection.ts'
import { readSetting, writeSetting } from '../settings/settings.ts'
import { type Actor, recordChange } from './changes.ts'

export const stepNames = [
  'mail',
  'answer',
  'mailbox',
  'relay',
  'name',
  'colleague',
  'customers',
  'canned',
  'spelling',
] as const
export type StepName = (typeof stepNames)[number]
export type FirstStep = Readonly<{ name: StepName; done: boolean }>
/** `canned`: shared canned responses, counted to three. */
export type FirstSteps = Readonly<{ hidden: boolean; steps: readonly FirstStep[]; canned: number }>

const setting = 'first_steps'
/** How many mails and letters from each end are looked at: history that was brought over is neither mail nor answer. */
const looked = 200

/** How far a desk is on its way; `relayUrl` is that of the environment. Looks at a bounded number of rows. */
export async function readFirstSteps(db: Db, relayUrl: string | undefined): Promise<FirstSteps> {
  const { rows } = await sql<Record<StepName, boolean> & { have: number }>`
    select ${anyOf(sql`emails`, sql`why->>'level' is distinct from 'import'`)} as mail,
      ${anyOf(sql`letters`, sql`rep_id is not null`)} as answer,
      exists (select from mailboxes m left join imap_accounts a on a.mailbox_id = m.id
        where m.deleted_at is null and (a.enabled and a.state = 'ok' or m.by_smtp and m.address_key not like '%@localhost'))
        as mailbox,
      exists (select from relays where deleted_at is null) as relay,
      exists (select from mailboxes where deleted_at is null and name <> '') as name,
      (select count(*) > 1 from (select from reps limit 2) few) as colleague,
      exists (select from shop_users) or exists (select from shop_orders) as customers,
      (select count(*)::int from (select from canned_responses where deleted_at is null and owner_id is null limit 3) few)
        as have,
      exists (select from settings where name = 'spelling') as spelling`.execute(db)
  const found = { ...rows[0]!, canned: rows[0]!.have >= 3 }
  const done = { ...found, relay: found.relay || relayUrl !== undefined }
  return {
    hidden: await stepsHidden(db),
    steps: stepNames.map((name) => ({ name, done: done[name] })),
    canned: found.have,
  }
}

function anyOf(table: ReturnType<typeof sql>, condition: ReturnType<typeof sql>) {
  const end = (order: ReturnType<typeof sql>) =>
    sql`exists (select from (select * from ${table} order by id ${order} limit ${looked}) few where ${condition})`
  return sql`${end(sql`asc`)} or ${end(sql`desc`)}`
}

/** Whether the front page leaves them out. */
export async function stepsHidden(db: Db): Promise<boolean> {
  return ((await readSetting(db, setting)) as { hidden?: unknown } | undefined)?.hidden === true
}

/** Hides or shows them for every admin; null where it is so already. */
export async function hideFirstSteps(tx: Tx, actor: Actor, hidden: boolean): Promise<number | null> {
  if ((await stepsHidden(tx)) === hidden) return null
  await writeSetting(tx, setting, { hidden })
  return recordChange(tx, actor, { kind: 'settings.first_steps', before: { hidden: !hidden }, after: { hidden } })
}

export async function undoFirstSteps(
  tx: Tx,
  actor: Actor,
  { before }: Readonly<{ before: Record<string, unknown> }>,
): Promise<{ changeId: number } | { conflict: string }> {
  const changeId = await hideFirstSteps(tx, actor, before.hidden === true)
  return changeId === null ? { conflict: 'It is so already.' } : { changeId }
}
