import type { TemplateForm, TemplatePreview } from '../../templates/automatic-form.tsx'
import type { Db } from '../database/connection.ts'
import type { TemplateContent } from '../database/tables-automatic.ts'
import { automaticValues } from '../letters/automatic-values.ts'
import { render } from '../letters/liquid.ts'
import { addressKey } from '../mail/address.ts'
import { listMailboxes } from '../mail/mailboxes.ts'
import { idIn, plainLines } from './input.ts'

export const emptyTemplate: TemplateForm = {
  ...{ slug: '', title: '', whenSent: '', variables: '', subject: '', text: '', html: '', types: '', mailboxId: '' },
  active: true,
}

export function formOfTemplate(content: TemplateContent): TemplateForm {
  const { slug, title, whenSent, variables, subject, text, html, types, mailboxId, active } = content
  return {
    ...{ slug, title, whenSent, variables, subject, text, active },
    ...{ html: html ?? '', types: types.join(', '), mailboxId: mailboxId === null ? '' : String(mailboxId) },
  }
}

export function contentOf(form: Record<string, string>): TemplateContent {
  const words = (name: string) => plainLines(form[name])
  return {
    ...{ slug: words('slug'), title: words('title'), whenSent: words('whenSent'), variables: words('variables') },
    ...{ subject: words('subject'), text: words('text'), html: words('html').trim() ? words('html') : null },
    types: words('types')
      .split(',')
      .map((type) => type.trim())
      .filter(Boolean),
    ...{ mailboxId: idIn(form.mailboxId) ?? null, active: form.active !== undefined },
  }
}

type Asked = Readonly<Record<string, string>>
type Template = TemplateContent & Readonly<{ id: number }>

/** How it looks for the person, the order and the values that were asked for; what has no value stays in braces. */
export async function previewOf(db: Db, template: Template, asked: Asked): Promise<TemplatePreview> {
  const { person = '', order = '' } = asked
  const mailboxes = await listMailboxes(db)
  const mailbox = mailboxes.find(({ id }) => id === template.mailboxId) ?? mailboxes[0]
  const personId = person ? await personOf(db, person) : undefined
  const values = documented(template.variables).map(
    ([name, meaning]) => [name, (asked[`v.${name}`] ?? '').slice(0, 2000), meaning] as const,
  )
  const data = Object.fromEntries(values.filter(([, value]) => value).map(([name, value]) => [name, value]))
  const about = { personId: personId ?? 0, orderId: order.slice(0, 100) || undefined, data }
  const known = mailbox ? await automaticValues(db, { ...about, mailbox }) : data
  const parts = [render(template.subject, known), render(template.text, known)] as const
  const problem = parts.find((part) => 'problem' in part) as { problem: string } | undefined
  const [subject, text] = parts.map((part) => ('text' in part ? part.text : ''))
  const missing = [...new Set(parts.flatMap((part) => ('missing' in part ? part.missing : [])))]
  const shown = { person, order, values, subject: subject!, text: text!, missing, problem: problem?.problem }
  return { ...shown, hasHtml: template.html !== null, nobody: person !== '' && personId === undefined }
}

/** The variables that the documentation names, a line each; at most 40. */
function documented(text: string): [name: string, meaning: string][] {
  return text
    .split('\n')
    .map((line) => /^\s*([a-zA-Z_]\w{0,60})\s*:\s*(.*)$/.exec(line))
    .flatMap((match): [string, string][] => (match ? [[match[1]!, match[2]!]] : []))
    .slice(0, 40)
}

async function personOf(db: Db, text: string): Promise<number | undefined> {
  const id = idIn(text.trim())
  const found = await db
    .selectFrom('userIdentifications as u')
    .leftJoin('userIdentificationEmails as m', 'm.userIdentificationId', 'u.id')
    .select('u.id')
    .where((e) => (id === undefined ? e('m.addressKey', '=', addressKey(text.trim())) : e('u.id', '=', id)))
    .executeTakeFirst()
  return found?.id
}
