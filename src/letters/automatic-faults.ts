import type { Db } from '../database/connection.ts'
import type { TemplateContent } from '../database/tables-automatic.ts'
import { templateProblem } from './liquid.ts'

type Faults = Partial<Record<keyof TemplateContent, string>>

const most: Partial<Record<keyof TemplateContent, number>> = {
  ...{ title: 200, whenSent: 2000, variables: 8000, subject: 900, text: 100_000, html: 100_000 },
}

/** What is wrong with a template, by field, each with its remedy; undefined when nothing is. */
export async function templateFaults(db: Db, content: TemplateContent): Promise<Faults | undefined> {
  const faults: Faults = { ...lengthFaults(content), ...liquidFaults(content), ...nameFaults(content) }
  if (content.types.length > 20) faults.types = 'These are more than 20 types: use fewer.'
  if (content.types.some((type) => type.length > 100)) faults.types = 'A type has at most 100 characters.'
  if (content.mailboxId !== null && !(await isMailbox(db, content.mailboxId)))
    faults.mailboxId = `There is no mailbox ${content.mailboxId}: choose one that is in use.`
  return Object.keys(faults).length > 0 ? faults : undefined
}

function nameFaults({ slug, title, subject, text }: TemplateContent): Faults {
  const faults: Faults = {}
  if (!/^[a-z0-9][a-z0-9-]{0,59}$/.test(slug))
    faults.slug = 'Use 1 to 60 small letters, digits and hyphens, as in order-shipped.'
  if (!title) faults.title = 'Write what it is for.'
  if (!subject) faults.subject = 'Write a subject.'
  else if (/[\r\n]/.test(subject)) faults.subject = 'The subject must be one line: take the line break out.'
  if (!text) faults.text = 'Write what it says.'
  return faults
}

function lengthFaults(content: TemplateContent): Faults {
  const faults: Faults = {}
  for (const [name, limit] of Object.entries(most) as [keyof TemplateContent, number][]) {
    const value = content[name]
    if (typeof value === 'string' && value.length > limit)
      faults[name] = `This has ${value.length} characters: use at most ${limit}.`
  }
  return faults
}

function liquidFaults(content: TemplateContent): Faults {
  const faults: Faults = {}
  for (const name of ['subject', 'text', 'html'] as const) {
    const problem = templateProblem(content[name] ?? '')
    if (problem) faults[name] = problem
  }
  return faults
}

async function isMailbox(db: Db, id: number): Promise<boolean> {
  const found = await db
    .selectFrom('mailboxes')
    .select('id')
    .where('id', '=', id)
    .where('deletedAt', 'is', null)
    .executeTakeFirst()
  return found !== undefined
}
