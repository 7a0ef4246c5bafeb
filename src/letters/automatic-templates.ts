import { sql } from 'kysely'
import type { Db, Tx } from '../database/connection.ts'
import type { TemplateContent } from '../database/tables-automatic.ts'
import type { Actor } from '../desk/changes.ts'
import { insertTemplate, lockTemplate, type TemplateDone, writeTemplate } from '../desk/template-changes.ts'
import { templateFaults } from './automatic-faults.ts'

/** A template of automatic e-mail; `changedBy` is a name. */
export type AutomaticTemplate = TemplateContent &
  Readonly<{ id: number; version: number; changedAt: Date; changedBy: string | null; lastSentAt: Date | null }>

export type TemplateVersion = Readonly<{ version: number; at: Date; rep: string | null; content: TemplateContent }>
export type TemplateFaults = Readonly<Partial<Record<keyof TemplateContent, string>>>
export type TemplateResult = TemplateDone | { faults: TemplateFaults } | 'not found' | 'stale'

/** Every template by its title; at most 500. */
export async function listTemplates(db: Db): Promise<AutomaticTemplate[]> {
  return select(db, sql`t.deleted_at is null order by lower(t.title), t.id limit 500`)
}

/** By its id, or by the short name that programs use; undefined for one that is not or is deleted. */
export async function findTemplate(db: Db, idOrSlug: number | string): Promise<AutomaticTemplate | undefined> {
  const which = typeof idOrSlug === 'number' ? sql`t.id = ${idOrSlug}` : sql`t.slug = ${idOrSlug.trim().toLowerCase()}`
  return (await select(db, sql`${which} and t.deleted_at is null`))[0]
}

/** Makes one; the faults say what to mend, by field. */
export async function makeTemplate(tx: Tx, actor: Actor, wish: Partial<TemplateContent>): Promise<TemplateResult> {
  const content = cleaned({ ...empty, ...wish })
  const faults = await templateFaults(tx, content)
  if (faults) return { faults }
  return accepted(await insertTemplate(tx, actor, content))
}

/** Changes what is named. 'stale': somebody wrote it since the version that the caller saw. */
export async function changeTemplate(
  tx: Tx,
  actor: Actor,
  id: number,
  { version, ...wish }: Partial<TemplateContent> & { version?: number | undefined },
): Promise<TemplateResult> {
  const now = await lockTemplate(tx, id)
  if (!now || now.state.deleted) return 'not found'
  if (version !== undefined && version !== now.version) return 'stale'
  const content = cleaned({ ...now.state, ...wish })
  const faults = await templateFaults(tx, content)
  if (faults) return { faults }
  return accepted(await writeTemplate(tx, actor, id, { ...content, deleted: false }))
}

/** Takes one out of use; what it sent stays, and its undo brings it back. */
export async function removeTemplate(tx: Tx, actor: Actor, id: number): Promise<TemplateResult> {
  const now = await lockTemplate(tx, id)
  if (!now || now.state.deleted) return 'not found'
  return accepted(await writeTemplate(tx, actor, id, { ...now.state, deleted: true }))
}

/** Its versions, the newest first; at most 200. */
export async function templateVersions(db: Db, id: number): Promise<TemplateVersion[]> {
  const { rows } = await sql<TemplateVersion>`
    select v.version, v.at, r.name as rep, v.content from automatic_template_versions v left join reps r on r.id = v.rep_id
    where v.template_id = ${id} order by v.version desc limit 200`.execute(db)
  return rows
}

/** Makes the words of an old version the newest one. */
export async function restoreVersion(tx: Tx, actor: Actor, id: number, version: number): Promise<TemplateResult> {
  const kept = await tx
    .selectFrom('automaticTemplateVersions')
    .select('content')
    .where('templateId', '=', id)
    .where('version', '=', version)
    .executeTakeFirst()
  return kept ? changeTemplate(tx, actor, id, kept.content) : 'not found'
}

const empty: TemplateContent = {
  ...{ slug: '', title: '', whenSent: '', variables: '', subject: '', text: '', html: null },
  ...{ types: [], mailboxId: null, active: true },
}

function cleaned(content: TemplateContent): TemplateContent {
  const { slug, title, whenSent, variables, subject, text, html, types, mailboxId, active } = content
  const lines = (value: string) => value.replace(/\r\n?/g, '\n').trim()
  return {
    ...{ slug: slug.trim().toLowerCase(), title: title.trim(), whenSent: lines(whenSent), variables: lines(variables) },
    ...{ subject: subject.trim(), text: lines(text), html: html?.trim() ? lines(html) : null },
    ...{ types: [...new Set(types.map((type) => type.trim()).filter(Boolean))], mailboxId, active },
  }
}

function accepted(done: TemplateDone | { problem: string } | 'not found'): TemplateResult {
  return typeof done === 'object' && 'problem' in done ? { faults: { slug: done.problem } } : done
}

async function select(db: Db, where: ReturnType<typeof sql>): Promise<AutomaticTemplate[]> {
  const { rows } = await sql<AutomaticTemplate>`
    select t.id, t.slug, t.title, t.when_sent, t.variables, t.subject, t.text, t.html, t.types, t.mailbox_id, t.active,
      t.version, t.changed_at, r.name as changed_by,
      (select l.created_at from automatic_letters a join letters l on l.id = a.letter_id
        where a.template_id = t.id order by a.letter_id desc limit 1) as last_sent_at
    from automatic_templates t left join reps r on r.id = t.changed_by where ${where}`.execute(db)
  return rows
}
