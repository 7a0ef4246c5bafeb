import { sql } from 'kysely'
import type { Database, Tx } from '../database/connection.ts'
import type { CampaignEventKind } from '../database/tables-campaigns.ts'
import { addressKey } from '../mail/address.ts'
import type { MailReport } from '../mail/report.ts'
import { suppressReported } from '../people/suppressions.ts'
import type { Secrets } from '../settings/secret.ts'
import { ensureHistory } from './history.ts'
import { suppressTired } from './soft-bounces.ts'

/** A mail that answers a campaign letter, or reports on one. */
export type CampaignMail = Readonly<{
  recipientId: number
  emailId: number
  kind: CampaignEventKind
  report: MailReport | null
}>

/** The interactions of recipients that mails name, written first where the result of the sending is not there yet. */
export function historiesOf(
  db: Database,
  secrets: Secrets,
  recipientIds: readonly number[],
): Promise<ReadonlyMap<number, number>> {
  return db.transaction().execute((tx) => ensureHistory(tx, secrets, recipientIds))
}

type Noted = Readonly<{
  recipientId: number
  emailId: number
  kind: string
  detail: string
  bounced: string | null
  status: string
}>

/**
 * Counts what came of campaign letters, each kind once a recipient; and what nobody knew is known now: who answers has
 * the letter (campaigns.md 5.4).
 */
export async function applyCampaignMail(tx: Tx, mails: readonly CampaignMail[]): Promise<void> {
  if (mails.length === 0) return
  const { rows } = await sql<{ id: number; addressKey: string; address: string }>`
    select id::float8 as id, address_key, address from campaign_recipients
    where id = any(${mails.map(({ recipientId }) => recipientId)}::bigint[]) order by id for update`.execute(tx)
  const keys = new Map(rows.map(({ id, addressKey: key }) => [id, key]))
  const noted = mails.flatMap((mail) => (keys.has(mail.recipientId) ? notedOf(mail, keys.get(mail.recipientId)!) : []))
  await sql`
    with noted as (
      select * from json_to_recordset(${JSON.stringify(noted)}::json)
        as n ("recipientId" bigint, "emailId" int, kind text, detail text, bounced text)),
    events as (
      insert into campaign_events (campaign_id, recipient_id, kind, detail, email_id)
      select r.campaign_id, r.id, n.kind, n.detail, n."emailId" from noted n join campaign_recipients r on r.id = n."recipientId"
      on conflict (recipient_id, kind) do nothing returning campaign_id, recipient_id, kind),
    known as (
      update campaign_recipients r set bounced = coalesce(n.bounced, r.bounced),
        state = case when r.state = 'uncertain' then 'sent' else r.state end,
        reason = case when r.state = 'uncertain' then null else r.reason end
      from (select "recipientId", max(bounced) as bounced, bool_or(kind <> 'complaint') as arrived from noted group by 1) n,
        campaign_recipients old
      where r.id = n."recipientId" and old.id = r.id returning r.campaign_id, old.state as before)
    insert into campaign_counts (campaign_id, name, delta)
    select campaign_id, kind, 1 from events
    union all select e.campaign_id, n.bounced, 1 from events e join noted n on n."recipientId" = e.recipient_id and n.kind = e.kind
      where e.kind = 'bounce' and n.bounced in ('hard', 'policy')
    union all select k.campaign_id, x.name, x.n from known k, (values ('sent', 1), ('uncertain', -1)) x (name, n)
      where k.before = 'uncertain'`.execute(tx)
  const addresses = new Map(rows.map(({ id, address }) => [id, address]))
  await suppressReported(
    tx,
    noted.flatMap(({ recipientId, emailId, kind, status }) =>
      (kind === 'bounce' || kind === 'complaint') && addresses.get(recipientId)
        ? [{ address: addresses.get(recipientId)!, kind: factOf[kind], status, evidence: { emailId, recipientId } }]
        : [],
    ),
  )
  await suppressTired(
    tx,
    noted.flatMap(({ recipientId, bounced }) => (bounced === 'soft' ? [keys.get(recipientId)!] : [])),
  )
}

const factOf = { bounce: 'bounced', complaint: 'complained' } as const

/** A delay is no bounce; a report that names somebody else says nothing of this address. */
function notedOf({ recipientId, emailId, kind, report }: CampaignMail, key: string): Noted[] {
  const note = { recipientId, emailId, kind, detail: '', bounced: null, status: '' }
  if (!report) return [note]
  if (kind === 'complaint') return [{ ...note, detail: report.feedback ?? 'abuse' }]
  const told = report.recipients.find(({ address }) => addressKey(address) === key) ?? report.recipients[0]
  if (told?.action !== 'failed') return [{ ...note, kind: 'automatic' }]
  const bounced = told.hard ? 'hard' : told.status.startsWith('5.7') ? 'policy' : 'soft'
  return [{ ...note, bounced, status: told.status, detail: `${told.status} ${told.reason}`.trim().slice(0, 200) }]
}
