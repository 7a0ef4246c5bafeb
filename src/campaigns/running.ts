import { sql } from 'kysely'
import type { Db } from '../database/connection.ts'
import type { Basis, CampaignCertificate, CampaignPolicy } from '../database/tables-campaigns.ts'
import type { LetterSource } from './letter.ts'

/** A campaign as it is sent: its frozen version, and the settings that may change while it runs. */
export type Running = LetterSource &
  Readonly<{
    id: number
    versionId: number
    mailboxId: number
    /** As it was chosen, also where that list is gone. */
    listSlug: string | null
    policy: CampaignPolicy
    rate: number | null
    basis: Basis
    types: readonly string[]
  }>

type Row = Readonly<{
  id: number
  versionId: number
  name: string
  mailboxId: number
  policy: CampaignPolicy
  rate: number | null
  subject: string
  text: string
  html: string | null
  fromName: string
  fromAddress: string
  plusAddresses: boolean
  basis: Basis
  certificate: CampaignCertificate | null
  types: string[]
  extra: Readonly<Record<string, string>>
  slug: string | null
  listId: number | null
  listName: string | null
  tracking: boolean
}>

const select = sql`
  select c.id, v.id as version_id, c.name, c.mailbox_id, c.policy, c.rate, v.subject, v.text, v.html, v.from_name,
    v.from_address, v.plus_addresses, v.basis, v.certificate, v.types, v.extra, v.list as slug, l.id as list_id, l.name as list_name,
    c.tracking
  from campaigns c join campaign_versions v on v.id = c.version_id left join mailing_lists l on l.slug = v.list`

/** Campaigns that send, the longest running first. */
export async function runningCampaigns(db: Db): Promise<Running[]> {
  const { rows } = await sql<Row>`${select} where c.state = 'running' order by c.started_at, c.id limit 50`.execute(db)
  return rows.map(toRunning)
}

/** A campaign that was started, whatever it does now: for its history. */
export async function startedCampaigns(db: Db, ids: readonly number[]): Promise<Running[]> {
  const { rows } = await sql<Row>`${select} where c.id = any(${[...ids]}::int[])`.execute(db)
  return rows.map(toRunning)
}

function toRunning({ slug, listId, listName, extra, name, ...row }: Row): Running {
  return {
    ...row,
    campaignId: row.id,
    campaignName: name,
    listSlug: slug,
    list: listId === null ? null : { id: listId, slug: slug ?? '', name: listName ?? '' },
    footer: { postalAddress: extra.postalAddress ?? '', legalText: extra.legalText ?? '', terms: extra.terms ?? '' },
  }
}
