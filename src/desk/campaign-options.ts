import { sql } from 'kysely'
import type { Db, Tx } from '../database/connection.ts'
import { type Actor, recordChange } from './changes.ts'
import { differing, pick } from './issue-values.ts'

/** What is off unless somebody wants it: a public copy of the letter; reports of opens and clicks. */
export type CampaignOptions = Readonly<{ archive: boolean; tracking: boolean }>
export type OptionsPatch = { [Key in keyof CampaignOptions]?: CampaignOptions[Key] | undefined }
type Done = Readonly<{ options: CampaignOptions; changeId: number | null }>

/**
 * Sets options of a campaign; what is left out stays. The archive page may come and go at any time. Letters track or
 * do not from the launch on, and whoever approved looks again. `changeId` null: nothing differs.
 */
export async function setCampaignOptions(
  tx: Tx,
  actor: Actor,
  id: number,
  patch: OptionsPatch,
): Promise<Done | { problem: string } | 'not found'> {
  const now = await read(tx, id)
  if (!now) return 'not found'
  const { archive, tracking, state } = now
  const options = { archive, tracking }
  const after = differing<CampaignOptions>(options, known(patch))
  if (Object.keys(after).length === 0) return { options, changeId: null }
  if (after.tracking !== undefined && state !== 'draft')
    return { problem: 'Whether its letters report opens and clicks is said before it is launched.' }
  await tx.updateTable('campaigns').set(after).where('id', '=', id).execute()
  if (after.tracking !== undefined)
    await sql`update campaigns set approved_by = null, approved_at = null where id = ${id}`.execute(tx)
  await sql`update campaigns set version = version + 1, updated_at = now() where id = ${id}`.execute(tx)
  await tx
    .insertInto('campaignLog')
    .values({ campaignId: id, repId: actor.repId, deed: 'options', detail: told(after) })
    .execute()
  const change = { kind: 'campaign.options', before: { id, ...pick(options, after) }, after: { id, ...after } }
  return { options: { ...options, ...after }, changeId: await recordChange(tx, actor, change) }
}

/** As it was before, where nobody changed the same since. */
export async function undoCampaignOptions(
  tx: Tx,
  actor: Actor,
  change: { before: Record<string, unknown>; after: Record<string, unknown> },
): Promise<{ changeId: number } | { conflict: string }> {
  const { id, ...before } = change.before as { id: number } & OptionsPatch
  const { id: _, ...wrote } = change.after as { id: number } & Partial<CampaignOptions>
  const now = await read(tx, id)
  if (!now || Object.keys(differing<CampaignOptions>(now, wrote)).length > 0)
    return { conflict: 'Somebody changed this campaign since.' }
  const done = await setCampaignOptions(tx, actor, id, before)
  if (done === 'not found') return { conflict: 'The campaign is gone.' }
  if ('problem' in done) return { conflict: done.problem }
  return done.changeId === null ? { conflict: 'Nothing is left to take back.' } : { changeId: done.changeId }
}

function known({ archive, tracking }: OptionsPatch): Partial<CampaignOptions> {
  return { ...(archive !== undefined && { archive }), ...(tracking !== undefined && { tracking }) }
}

function told(after: Partial<CampaignOptions>): string {
  return Object.entries(after)
    .map(([name, on]) => `${name} ${on ? 'on' : 'off'}`)
    .join(', ')
}

function read(db: Db, id: number) {
  return db
    .selectFrom('campaigns')
    .select(['archive', 'tracking', 'state'])
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
}
