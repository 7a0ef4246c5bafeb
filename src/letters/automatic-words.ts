import type { Db } from '../database/connection.ts'
import { type AutomaticTemplate, findTemplate } from './automatic-templates.ts'
import { automaticValues } from './automatic-values.ts'
import { type LiquidValues, render } from './liquid.ts'
import { oneLine } from './quote.ts'

/** By a template, or written out. */
export type AutomaticWords = Readonly<{
  template?: string | undefined
  subject?: string | undefined
  text?: string | undefined
  html?: string | undefined
}>

type Chosen = Readonly<{ template: AutomaticTemplate | undefined }>
type Filled = Readonly<{ subject: string; text: string; html: string | undefined }>

/** The template that is asked for, or that the words are written out; anything between is a problem. */
export async function wordsProblem(db: Db, words: AutomaticWords): Promise<Chosen | { problem: string }> {
  const { template: slug, subject, text, html } = words
  if (slug === undefined) {
    if (subject !== undefined && text !== undefined) return { template: undefined }
    return { problem: 'Say what to send: template, or subject and text.' }
  }
  if (subject !== undefined || text !== undefined || html !== undefined)
    return { problem: 'Send either template or the words themselves, not both.' }
  const template = await findTemplate(db, slug)
  if (!template) return { problem: `There is no template “${slug.slice(0, 60)}”: GET /templates lists them.` }
  if (!template.active) return { problem: `The template “${template.slug}” is switched off: switch it on to send it.` }
  return { template }
}

type Asked = AutomaticWords & Readonly<{ orderId?: string | undefined; data?: LiquidValues | undefined }>
type About = Chosen & Readonly<{ personId: number; mailbox: Readonly<{ id: number; address: string; name: string }> }>

/** The words with their values in place; every variable without one is named. */
export async function filledWords(
  db: Db,
  { subject = '', text = '', html, orderId, data }: Asked,
  { template, personId, mailbox }: About,
): Promise<Filled | { problem: string; missing?: readonly string[] }> {
  // What a shop writes out may hold a customer's words: braces in them are no template.
  if (!template && !data) return { subject: oneLine(subject), text, html }
  const values = await automaticValues(db, { personId, orderId, mailbox, data })
  return fill(template ?? { subject, text, html: html ?? null }, values)
}

/** The three parts filled; a problem where one cannot be, or where a variable has no value. */
export function fill(
  words: Readonly<{ subject: string; text: string; html: string | null }>,
  values: LiquidValues,
): Filled | { problem: string; missing?: readonly string[] } {
  const parts = [
    render(words.subject, values),
    render(words.text, values),
    render(words.html ?? '', values, 'html'),
  ] as const
  const missing = new Set<string>()
  for (const part of parts) {
    if ('problem' in part) return part
    for (const name of part.missing) missing.add(name)
  }
  if (missing.size > 0)
    return { problem: `These variables have no value: ${[...missing].join(', ')}.`, missing: [...missing] }
  const [subject, text, html] = parts.map((part) => ('text' in part ? part.text : ''))
  return { subject: oneLine(subject!), text: text!, html: words.html === null ? undefined : html! }
}
