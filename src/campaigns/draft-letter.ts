import { sql } from 'kysely'
import type { Config } from '../config.ts'
import type { Database, Db } from '../database/connection.ts'
import { getMailingList } from '../people/mailing-lists.ts'
import type { Secrets } from '../settings/secret.ts'
import { type Audience, audienceSql } from './audience.ts'
import type { Campaign } from './campaigns.ts'
import { type LetterSource, letterMaker, type Made } from './letter.ts'
import { footerOf } from './snapshot.ts'

export type LetterDesk = Readonly<{ secrets: Secrets; config: Pick<Config, 'publicUrl' | 'basePath'> }>

/** A draft as it would be frozen now. */
export async function draftSource(db: Db, campaign: Campaign): Promise<LetterSource> {
  const { id, name, subject, text, html, certificate } = campaign
  const [mailbox, list, footer] = await Promise.all([
    db.selectFrom('mailboxes').selectAll().where('id', '=', campaign.mailboxId).executeTakeFirstOrThrow(),
    campaign.list === null ? undefined : getMailingList(db, campaign.list),
    footerOf(db, campaign),
  ])
  return {
    ...{ campaignId: id, campaignName: name, subject, text, html, certificate, footer },
    ...{ fromName: mailbox.name, fromAddress: mailbox.address, plusAddresses: mailbox.plusAddresses },
    list: list ? { id: list.id, slug: list.slug, name: list.name } : null,
  }
}

/** Somebody of the audience, as the snapshot would know them. */
export type PreviewPerson = Readonly<{
  address: string
  firstNames: string
  lastName: string
  country: string
  language: string
}>

/** What stands in a preview or a test where the code would: it is no certificate. */
export const noCode = 'XXXX-XXXX-XXXX-XXXXX'

/** The letter that this person would get. It is for nobody: its links do nothing, it carries no certificate. */
export function previewLetter(desk: LetterDesk, source: LetterSource, person: PreviewPerson): Made {
  const maker = letterMaker(desk, source)
  if ('problem' in maker) return maker
  const { address, ...names } = person
  const vars = Object.fromEntries(Object.entries(names).filter(([, value]) => value !== ''))
  return maker.make({ id: 0, address, vars, code: source.certificate ? noCode : null, date: new Date() })
}

export const worstKinds = ['usual', 'noName', 'noFirst', 'longest', 'hostile', 'longAddress'] as const
export type WorstKind = (typeof worstKinds)[number]
export type WorstRow = PreviewPerson & Readonly<{ kind: WorstKind }>
/** `withoutFirst`: how many of `all` have no first name. */
export type WorstRows = Readonly<{ rows: readonly WorstRow[]; all: number; withoutFirst: number }>

const patience = '10s'

/**
 * Whom a letter goes wrong for first (campaigns.md R26): no name, no first name, the longest one, signs that break
 * HTML, the longest address; and somebody usual. 'too slow' where the audience takes over 10 s.
 */
export async function worstRows(db: Database, campaign: Campaign): Promise<WorstRows | 'too slow'> {
  const one = (kind: WorstKind, rest: ReturnType<typeof sql>) =>
    sql`(select ${kind}::text as kind, a.* from people a ${rest} limit 1)`
  const found = await inTime(db, (tx) =>
    sql<WorstRow & { all: number; withoutFirst: number }>`
      with people as materialized (select address, first_names, last_name, country, language
          from (${audienceSql(campaign.audience as Audience)}) r),
        numbers as (select count(*)::float8 as all, count(*) filter (where btrim(first_names) = '')::float8 as without_first from people)
      select w.*, n.all, n.without_first from numbers n, (
        ${one('usual', sql`where btrim(first_names) <> '' and btrim(last_name) <> '' order by address`)}
        union all ${one('noName', sql`where btrim(first_names || last_name) = '' order by address`)}
        union all ${one('noFirst', sql`where btrim(first_names) = '' and btrim(last_name) <> '' order by address`)}
        union all ${one('longest', sql`where first_names || last_name <> '' order by length(first_names) + length(last_name) desc, address`)}
        union all ${one('hostile', sql`where first_names || last_name ~ '[<>{}&"%$\\\\]' order by address`)}
        union all ${one('longAddress', sql`order by length(address) desc, address`)}
      ) w`.execute(tx),
  )
  if (found === 'too slow') return found
  const { all, withoutFirst } = found.rows[0] ?? { all: 0, withoutFirst: 0 }
  return { rows: found.rows, all, withoutFirst }
}

/** By the whole address, else by a part of the name. Undefined: nobody of the audience. */
export async function personInAudience(
  db: Database,
  campaign: Campaign,
  q: string,
): Promise<PreviewPerson | undefined | 'too slow'> {
  const key = q.trim().toLowerCase()
  const like = `%${key.replace(/[\\%_]/g, '\\$&')}%`
  const found = await inTime(db, (tx) =>
    sql<PreviewPerson>`
      select address, first_names, last_name, country, language from (${audienceSql(campaign.audience as Audience)}) r
      where r.address_key = ${key} or lower(r.first_names || ' ' || r.last_name) like ${like}
      order by r.address_key = ${key} desc, r.address limit 1`.execute(tx),
  )
  return found === 'too slow' ? found : found.rows[0]
}

async function inTime<T>(db: Database, ask: (db: Db) => Promise<T>): Promise<T | 'too slow'> {
  try {
    return await db.transaction().execute(async (tx) => {
      await sql`select set_config('statement_timeout', ${patience}, true)`.execute(tx)
      return ask(tx)
    })
  } catch (error) {
    if ((error as { code?: unknown }).code === '57014') return 'too slow'
    throw error
  }
}
