import { type RawBuilder, sql } from 'kysely'
import type { Db } from '../database/connection.ts'
import { type Period, within } from './period.ts'
import { type Choice, type Column, type Filter, isMany } from './report.ts'

/** SQL: the person `p` by name, else by an address, else by number. */
export const personLabel = sql<string>`coalesce(nullif(btrim(p.first_names || ' ' || p.last_name), ''),
  (select e.address from user_identification_emails e where e.user_identification_id = p.id order by e.created_at, e.address_key limit 1),
  '#' || p.id)`

/** The person `p` of a row, sorted by last name like the original did. */
export const personColumn: Column = {
  ...{ kind: 'text', value: personLabel, noun: 'person', ref: sql`p.id` },
  sort: sql`lower(left(coalesce(p.last_name || ' ' || p.first_names, ''), 200))`,
}

/** A filter that is a word of the program itself. */
export function oneOf(words: readonly string[], where: (word: string, period?: Period) => RawBuilder<boolean>): Filter {
  const choices = words.map((value) => ({ value, label: value }))
  return {
    kind: 'choice',
    where: (value, period) => (words.includes(value) ? where(value, period) : undefined),
    choices: async () => choices,
  }
}

/** A filter by an id, or “none”. */
export function byId(column: RawBuilder<unknown>, choices?: (db: Db) => Promise<readonly Choice[]>): Filter {
  return {
    kind: choices ? 'choice' : 'text',
    where: (value) => {
      if (value === 'none') return sql<boolean>`${column} is null`
      return /^[1-9]\d{0,8}$/.test(value) ? sql<boolean>`${column} = ${Number(value)}::int` : undefined
    },
    ...(choices && { choices }),
  }
}

/** A filter by the rep who did it, or “none”. */
export function byRep(column: RawBuilder<unknown>): Filter {
  return { ...byId(column, repChoices), reps: true }
}

/** A filter by a text as it is written. */
export function byText(column: RawBuilder<unknown>): Filter {
  return { kind: 'text', where: (value) => sql<boolean>`${column} = ${value}::text` }
}

/** The same, or “(none)”. */
export function byTextOrNone(column: RawBuilder<unknown>): Filter {
  return {
    kind: 'text',
    where: (value) => (value === none ? sql<boolean>`${column} is null` : sql<boolean>`${column} = ${value}::text`),
  }
}

/** SQL: what a filter by id takes for the row. */
export function idOrNone(column: RawBuilder<unknown>): RawBuilder<string> {
  return sql<string>`coalesce(${column}::text, 'none')`
}

export async function repChoices(db: Db): Promise<readonly Choice[]> {
  const { rows } =
    await sql<Choice>`select id::text as value, name as label from reps order by lower(name), id limit 1000`.execute(db)
  return rows
}

export async function mailboxChoices(db: Db): Promise<readonly Choice[]> {
  const { rows } =
    await sql<Choice>`select id::text as value, address as label from mailboxes order by id limit 500`.execute(db)
  return rows
}

export type Picklist = 'issue_type' | 'info_used' | 'inquired_via'

/** The labels that a picklist offers, in its order, then “all others” and “none”. */
export async function picklistChoices(db: Db, picklist: Picklist): Promise<readonly Choice[]> {
  const { rows } = await sql<Choice>`select label as value, label from picklist_items
    where picklist = ${picklist} and retired_at is null order by position, id limit 500`.execute(db)
  return [...rows, { value: others, label: others }, { value: none, label: none }]
}

/** What a filter by a picklist takes for every label that the list does not offer, and for rows without one. */
export const others = '(others)'
export const none = '(none)'

/** A filter by labels of a picklist, which rows have in a table of their own; `has(sql)` is SQL: a label of the row fits. */
export function byLabel(
  picklist: Picklist,
  has: (label: (l: RawBuilder<unknown>) => RawBuilder<boolean>) => RawBuilder<boolean>,
): Filter {
  return {
    kind: 'choice',
    where: (value) => {
      if (value === none) return sql<boolean>`not ${has(() => sql`true`)}`
      if (value === others) return has((label) => sql`not ${offered(picklist, label)}`)
      return has((label) => sql`${label} = ${value}::text`)
    },
    choices: (db) => picklistChoices(db, picklist),
  }
}

export type LabelTable = Readonly<{ table: 'issue_types' | 'action_info_used'; id: string; label: string }>

/**
 * SQL: a relation (id, value) of what byLabel() takes for rows that have labels, a value once for each row: two labels
 * that the list does not offer are one “all others”. Asked of whole tables, which costs less than of each row.
 */
export function labelValues(picklist: Picklist, { table, id, label }: LabelTable): RawBuilder<unknown> {
  const from = sql`from ${sql.table(table)} t`
  const labels = sql`(select k.label from picklist_items k where k.picklist = ${sql.lit(picklist)} and k.retired_at is null)`
  return sql`(select t.${sql.ref(id)} as id, t.${sql.ref(label)} as value ${from} where t.${sql.ref(label)} in ${labels}
    union all select distinct t.${sql.ref(id)}, ${sql.lit(others)} ${from} where t.${sql.ref(label)} not in ${labels})`
}

/** What counts by labels with less work (counts.ts): the labels are joined as they are. */
export function quickLabels(picklist: Picklist, { table, id, label }: LabelTable, key: RawBuilder<unknown>) {
  const named = sql`q.${sql.ref(label)}`
  return {
    join: sql`left join ${sql.table(table)} q on q.${sql.ref(id)} = ${key}`,
    value: sql<string>`case when ${named} is null then ${sql.lit(none)} when ${named} in (select k.label from picklist_items k
      where k.picklist = ${sql.lit(picklist)} and k.retired_at is null) then ${named} else ${sql.lit(others)} end`,
    again: others,
  }
}

/** SQL: the picklist offers the label. The list is read once, not for each row. */
export function offered(picklist: Picklist, label: RawBuilder<unknown>): RawBuilder<boolean> {
  return sql<boolean>`(${label} = any (array(select k.label from picklist_items k
    where k.picklist = ${sql.lit(picklist)} and k.retired_at is null)))`
}

export const origins = ['human', 'automatic', 'campaign'] as const

/**
 * SQL: the issue is of that origin, by its id alone: few issues are not of humans, and an index has these, so that
 * nothing is read of the others.
 */
export function ofOrigin(issueId: RawBuilder<unknown>, origin: string): RawBuilder<boolean> {
  const not = sql.raw(origin === 'human' ? 'not' : '')
  const which =
    origin === 'human' ? sql`e.origin <> 'human'` : sql`e.origin <> 'human' and e.origin = ${sql.lit(origin)}`
  return sql<boolean>`${not} exists (select from issues e where e.id = ${issueId} and ${which})`
}

/**
 * SQL: the id is one of an interaction between the first and the last of the period. They are written about in the
 * order of time, so that an index finds what belongs to them; nothing is said of more than a year.
 */
export function amongInteractions(id: RawBuilder<unknown>, period: Period | undefined): RawBuilder<boolean>[] {
  if (!period || isMany({ period })) return []
  // “+ 0”: not by walking the ids until one is of the period.
  const end = (which: 'min' | 'max') =>
    sql`(select ${sql.raw(which)}(o.id + 0) from interactions o where ${sql.join(within(sql`o.occurred_at`, period), sql` and `)})`
  return [sql<boolean>`${id} between ${end('min')} and ${end('max')}`]
}
