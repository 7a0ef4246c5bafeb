import { sql } from 'kysely'
import type { Tx } from '../database/connection.ts'
import type { TemplateContent } from '../database/tables-automatic.ts'
import { type Actor, recordChange } from './changes.ts'
import { same } from './issue-values.ts'

/** A template of automatic e-mail as it stands; deleted ones stay, since letters and versions name them. */
export type TemplateState = TemplateContent & { deleted: boolean }
export type TemplateDone = Readonly<{ id: number; version: number; changeId: number }>
export type SlugTaken = Readonly<{ problem: string }>

const columns = [
  'slug',
  'title',
  'whenSent',
  'variables',
  'subject',
  'text',
  'html',
  'types',
  'mailboxId',
  'active',
] as const

/** A new template as version 1, into the history of settings. */
export async function insertTemplate(tx: Tx, actor: Actor, after: TemplateContent): Promise<TemplateDone | SlugTaken> {
  const taken = await slugTaken(tx, after.slug, 0)
  if (taken) return taken
  const { id } = await tx
    .insertInto('automaticTemplates')
    .values({ ...after, changedBy: actor.repId })
    .returning('id')
    .executeTakeFirstOrThrow()
  await keepVersion(tx, actor, { id, version: 1 }, after)
  const [gone, made] = [{ deleted: true }, { deleted: false }].map((how) => ({ templateId: id, ...after, ...how }))
  return { id, version: 1, changeId: await record(tx, actor, 'template.create', { before: gone!, after: made! }) }
}

/** Writes what a template says from now on as its next version. */
export async function writeTemplate(
  tx: Tx,
  actor: Actor,
  id: number,
  after: TemplateState,
): Promise<TemplateDone | SlugTaken | 'not found'> {
  const now = await lockTemplate(tx, id)
  if (!now) return 'not found'
  const taken = after.deleted ? undefined : await slugTaken(tx, after.slug, id)
  if (taken) return taken
  const { deleted, ...content } = after
  await tx
    .updateTable('automaticTemplates')
    .set({
      ...content,
      version: now.version + 1,
      changedAt: sql<Date>`now()`,
      changedBy: actor.repId,
      deletedAt: deleted ? sql<Date>`now()` : null,
    })
    .where('id', '=', id)
    .execute()
  await keepVersion(tx, actor, { id, version: now.version + 1 }, content)
  const kind = deleted ? 'template.remove' : 'template.update'
  const change = { before: { templateId: id, ...now.state }, after: { templateId: id, ...after } }
  return { id, version: now.version + 1, changeId: await record(tx, actor, kind, change) }
}

/** The template, locked until the transaction ends. */
export async function lockTemplate(tx: Tx, id: number): Promise<{ version: number; state: TemplateState } | undefined> {
  const row = await tx
    .selectFrom('automaticTemplates')
    .select([...columns, 'version', 'deletedAt'])
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
  if (!row) return undefined
  const { version, deletedAt, ...content } = row
  return { version, state: { ...content, deleted: deletedAt !== null } }
}

/** Puts back what was there, unless somebody wrote it anew since. */
export async function undoTemplate(
  tx: Tx,
  actor: Actor,
  { before, after }: Readonly<{ before: Record<string, unknown>; after: Record<string, unknown> }>,
): Promise<{ changeId: number } | { conflict: string }> {
  const { templateId, ...old } = before as TemplateState & { templateId: number }
  const now = await lockTemplate(tx, templateId)
  const { templateId: _, ...wrote } = after
  if (!now || !sameState(now.state, wrote)) return { conflict: 'the template was changed again since' }
  const done = await writeTemplate(tx, actor, templateId, old)
  if (done === 'not found') return { conflict: 'the template is gone' }
  return 'problem' in done ? { conflict: done.problem } : { changeId: done.changeId }
}

/** By value: jsonb orders its fields in its own way. */
function sameState(a: TemplateState, b: Record<string, unknown>): boolean {
  return Object.entries(a).every(([name, value]) => same(value, b[name]))
}

async function slugTaken(tx: Tx, slug: string, id: number): Promise<SlugTaken | undefined> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`template ${slug}`}, 0))`.execute(tx)
  const other = await tx
    .selectFrom('automaticTemplates')
    .select('title')
    .where('slug', '=', slug)
    .where('deletedAt', 'is', null)
    .where('id', '<>', id)
    .executeTakeFirst()
  return other && { problem: `“${other.title}” is called ${slug} already: choose another short name.` }
}

async function keepVersion(
  tx: Tx,
  actor: Actor,
  { id, version }: { id: number; version: number },
  content: TemplateContent,
): Promise<void> {
  const row = { templateId: id, version, repId: actor.repId, content: JSON.stringify(content) }
  await tx.insertInto('automaticTemplateVersions').values(row).execute()
}

function record(tx: Tx, actor: Actor, kind: string, change: { before: object; after: object }): Promise<number> {
  return recordChange(tx, actor, { kind, ...change })
}
