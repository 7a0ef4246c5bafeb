import { type RawBuilder, sql } from 'kysely'
import type { Db, Tx } from '../database/connection.ts'
import { cutPage, readCursor } from '../database/cursor.ts'
import type { Basis, CampaignCertificate, CampaignPolicy, CampaignState } from '../database/tables-campaigns.ts'

/** What staff set of a campaign; `html` null: made from the text; `rate` in letters a second, null: as the relay takes them. */
export type CampaignValues = Readonly<{
  name: string
  subject: string
  text: string
  html: string | null
  mailboxId: number
  /** Slug of the mailing list. */
  list: string | null
  basis: Basis
  audience: object
  certificate: CampaignCertificate | null
  types: readonly string[]
  sendAt: Date | null
  policy: CampaignPolicy
  rate: number | null
  expiresAt: Date | null
}>

type Person = Readonly<{ id: number; name: string }>

export type Campaign = CampaignValues &
  Readonly<{
    id: number
    state: CampaignState
    /** In words; '' where nobody paused it. */
    pauseReason: string
    mailbox: string
    author: Person | null
    approvedBy: Person | null
    approvedAt: Date | null
    launchedBy: Person | null
    launchedAt: Date | null
    startedAt: Date | null
    finishedAt: Date | null
    versionId: number | null
    /** Anybody with the link may read what it said. */
    archive: boolean
    /** Its letters report opens and clicks. */
    tracking: boolean
    createdAt: Date
    updatedAt: Date
    version: number
  }>

const person = (column: RawBuilder<unknown>) =>
  sql`(select json_build_object('id', p.id, 'name', p.name) from reps p where p.id = ${column})`

const columns = sql`c.id, c.name, c.state, c.pause_reason, c.subject, c.text, c.html, c.mailbox_id, m.address as mailbox,
  c.list, c.basis, c.audience, c.certificate, c.types, c.send_at, c.policy, c.rate, c.expires_at,
  ${person(sql`c.author_id`)} as author, ${person(sql`c.approved_by`)} as approved_by, c.approved_at,
  ${person(sql`c.launched_by`)} as launched_by, c.launched_at, c.started_at, c.finished_at, c.version_id, c.archive, c.tracking,
  c.created_at, c.updated_at, c.version`

const from = sql`campaigns c join mailboxes m on m.id = c.mailbox_id`

export async function getCampaign(db: Db, id: number): Promise<Campaign | undefined> {
  const { rows } = await sql<Campaign>`select ${columns} from ${from} where c.id = ${id}`.execute(db)
  return rows[0]
}

type Page = Readonly<{ state?: CampaignState | undefined; cursor?: string | undefined; limit: number }>

/** Campaigns, the newest first. */
export async function listCampaigns(db: Db, page: Page): Promise<{ items: Campaign[]; next: string | null }> {
  const before = readCursor(page.cursor)?.id ?? 2 ** 31 - 1
  const { rows } = await sql<Campaign>`
    select ${columns} from ${from} where c.id < ${before} ${page.state ? sql`and c.state = ${page.state}` : sql``}
    order by c.id desc limit ${page.limit + 1}`.execute(db)
  const cut = cutPage(
    rows.map((row) => ({ ...row, micros: '0' })),
    page.limit,
  )
  return { items: cut.rows, next: cut.next }
}

/** Makes a draft; answers its id. `authorId` null: a key of the desk's own. */
export async function addCampaign(tx: Tx, values: CampaignValues, authorId: number | null): Promise<number> {
  const row = await tx
    .insertInto('campaigns')
    .values({ ...columnsOf(values), authorId })
    .returning('id')
    .executeTakeFirstOrThrow()
  await noteDeed(tx, { campaignId: row.id, repId: authorId, deed: 'created' })
  return row.id
}

export type Patched = 'done' | 'not found' | 'not now' | Readonly<{ conflict: Campaign }>
type Patch = Readonly<{
  id: number
  version?: number | undefined
  values: Partial<CampaignValues>
  repId: number | null
}>

/**
 * Changes a draft; whoever approved it has to look again. 'not now' once it is launched: what goes out is frozen
 * (campaigns.md R27). A conflict where somebody changed it meanwhile.
 */
export async function changeCampaign(tx: Tx, { id, version, values, repId }: Patch): Promise<Patched> {
  await sql`select from campaigns where id = ${id} for update`.execute(tx)
  const campaign = await getCampaign(tx, id)
  if (!campaign) return 'not found'
  if (campaign.state !== 'draft') return 'not now'
  if (version !== undefined && version !== campaign.version) return { conflict: campaign }
  await tx
    .updateTable('campaigns')
    .set({
      ...columnsOf({ ...campaign, ...values }),
      authorId: repId,
      approvedBy: null,
      approvedAt: null,
      version: sql<number>`version + 1`,
      updatedAt: sql<Date>`now()`,
    })
    .where('id', '=', id)
    .execute()
  await noteDeed(tx, { campaignId: id, repId, deed: 'changed', detail: Object.keys(values).join(', ') })
  return 'done'
}

function columnsOf({ audience, certificate, types, ...values }: CampaignValues) {
  const { name, subject, text, html, mailboxId, list, basis, sendAt, policy, rate, expiresAt } = values
  return {
    ...{ name, subject, text, html, mailboxId, list, basis, sendAt, policy, rate, expiresAt },
    audience: JSON.stringify(audience),
    certificate: certificate ? JSON.stringify(certificate) : null,
    types: [...types],
  }
}

type Noted = Readonly<{ campaignId: number; repId: number | null; deed: string; detail?: string }>

/** The log of a campaign: who did what to it; `repId` null is the desk itself. */
export async function noteDeed(db: Db, { campaignId, repId, deed, detail = '' }: Noted): Promise<void> {
  await db
    .insertInto('campaignLog')
    .values({ campaignId, repId, deed, detail: detail.slice(0, 1000) })
    .execute()
}

export type LogLine = Readonly<{ id: number; at: Date; rep: string | null; deed: string; detail: string }>

/** The newest first. */
export async function campaignLog(db: Db, campaignId: number): Promise<LogLine[]> {
  const { rows } = await sql<LogLine>`
    select l.id, l.at, r.name as rep, l.deed, l.detail from campaign_log l left join reps r on r.id = l.rep_id
    where l.campaign_id = ${campaignId} order by l.id desc limit 500`.execute(db)
  return rows
}
