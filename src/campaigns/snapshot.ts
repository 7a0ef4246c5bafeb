import { type RawBuilder, sql } from 'kysely'
import { issueCertificates, money } from '../certificates/issue.ts'
import { takeBudget, usualProgram } from '../certificates/programs.ts'
import type { Database, Db, Tx } from '../database/connection.ts'
import { notify } from '../database/listen.ts'
import type { Secrets } from '../settings/secret.ts'
import { readSetting } from '../settings/settings.ts'
import { type Audience, audienceSql } from './audience.ts'
import { type Campaign, getCampaign, noteDeed } from './campaigns.ts'
import { skipReason } from './consent.ts'

/** What a launch would do: how many letters, whom it skips and why, and what certificates would be worth in all. */
export type Estimate = Readonly<{
  audience: number
  recipients: number
  skips: Readonly<Record<string, number>>
  certificateMinor: number
}>

/** Counts the audience by the very rules of the snapshot. */
export async function estimateCampaign(db: Db, secrets: Secrets, campaign: Campaign): Promise<Estimate> {
  const { rows } = await sql<{ why: string | null; n: number }>`
    select why, count(*)::float8 as n from (${chosen(secrets, campaign)}) chosen group by why`.execute(db)
  const skips = Object.fromEntries(rows.flatMap(({ why, n }) => (why === null ? [] : [[why, n]])))
  const recipients = rows.find(({ why }) => why === null)?.n ?? 0
  const audience = rows.reduce((sum, { n }) => sum + n, 0)
  return { audience, recipients, skips, certificateMinor: recipients * (campaign.certificate?.amountMinor ?? 0) }
}

/** What RFC 5321 takes without SMTPUTF8: a dot-string and a domain, within 64 and 254 octets. */
const sendable = sql`r.address_key ~ '^[a-z0-9!#$%&''*+/=?^_\`{|}~.-]{1,64}@[a-z0-9-]+(\\.[a-z0-9-]+)*$' and length(r.address_key) <= 254`

/**
 * SQL: everybody of the audience, one row for each address, with the record that we have of them and `why` they get
 * nothing; null: they get the letter. Nobody gets two, also by another address.
 */
function chosen(secrets: Secrets, { audience, list, basis }: Campaign): RawBuilder<unknown> {
  return sql`
    select c.address_key, c.address, c.shop_user_id, c.person, c.first_names, c.last_name, c.country, c.language,
      case when c.why is null and c.person is not null
        and row_number() over (partition by c.person, c.why is null order by c.address_key) > 1 then 'duplicate' else c.why end as why
    from (
      select distinct on (r.address_key) r.address_key, r.address, r.shop_user_id,
        coalesce(r.user_identification_id, e.user_identification_id) as person,
        r.first_names, r.last_name, r.country, r.language,
        case when not (${sendable}) then 'invalid'
          when exists (select from mailboxes m where m.address_key = r.address_key) then 'own address'
          else ${skipReason({ list, basis, secrets })} end as why
      from (${audienceSql(audience as Audience)}) r
        left join user_identification_emails e on e.address_key = r.address_key
      order by r.address_key
    ) c`
}

/** 'busy': another worker is at it; 'not now': it waits for no snapshot; a problem paused it. */
export type Snapshot = 'done' | 'busy' | 'not now' | Readonly<{ problem: string }>

/**
 * Chooses the recipients of a campaign and lets it run, in one transaction: killed in the middle it leaves nothing and
 * is done again. Set-based: nothing but the codes of certificates passes through here, 5000 at a time.
 */
export async function takeSnapshot(db: Database, secrets: Secrets, campaignId: number): Promise<Snapshot> {
  return db.transaction().execute(async (tx) => {
    await sql`set local statement_timeout = '15min'`.execute(tx)
    const lock = sql<{ mine: boolean }>`
      select pg_try_advisory_xact_lock(hashtextextended(${`campaign snapshot ${campaignId}`}, 0)) as mine`
    if (!(await lock.execute(tx)).rows[0]?.mine) return 'busy'
    const campaign = await getCampaign(tx, campaignId)
    if (campaign?.state !== 'snapshotting') return 'not now'
    await sql`savepoint choosing`.execute(tx)
    const versionId = await freeze(tx, campaign)
    await choose(tx, secrets, campaign)
    const problem = campaign.certificate ? await issueAll(tx, secrets, campaign) : undefined
    if (problem) await sql`rollback to savepoint choosing`.execute(tx)
    const set = problem
      ? sql`state = 'paused', pause_reason = ${problem}`
      : sql`state = 'running', version_id = ${versionId}, started_at = now()`
    await sql`update campaigns set ${set}, version = version + 1 where id = ${campaignId}`.execute(tx)
    await noteDeed(tx, { campaignId, repId: null, deed: problem ? 'paused' : 'started', detail: problem ?? '' })
    await notify(tx, 'campaigns')
    return problem ? { problem } : 'done'
  })
}

/** What is sent from now on never changes (campaigns.md R27). */
async function freeze(tx: Tx, campaign: Campaign): Promise<number> {
  const { id, subject, text, html, mailboxId, list, basis, audience, certificate, types } = campaign
  const mailbox = await tx.selectFrom('mailboxes').selectAll().where('id', '=', mailboxId).executeTakeFirstOrThrow()
  const row = await tx
    .insertInto('campaignVersions')
    .values({
      ...{ campaignId: id, subject, text, html, list, basis, types: [...types] },
      ...{ fromName: mailbox.name, fromAddress: mailbox.address, plusAddresses: mailbox.plusAddresses },
      audience: JSON.stringify(audience),
      certificate: certificate ? JSON.stringify(certificate) : null,
      extra: JSON.stringify(await footerOf(tx, campaign)),
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  return row.id
}

/** What stands below the letters: the sender's address and legal text, and the terms of certificates. */
export async function footerOf(db: Db, { certificate }: Pick<Campaign, 'certificate'>) {
  const identity = (await readSetting(db, 'sender_identity')) as Record<string, unknown> | undefined
  const words = (name: string) => (typeof identity?.[name] === 'string' ? (identity[name] as string) : '')
  const terms = certificate ? await termsOf(db, certificate.currency) : ''
  return { postalAddress: words('postalAddress'), legalText: words('legalText'), terms }
}

async function termsOf(db: Db, currency: string): Promise<string> {
  const { rows } = await sql<{ terms: string }>`select terms from gift_programs
    where kind = 'promotional' and currency = ${currency} and active order by id limit 1`.execute(db)
  return rows[0]?.terms ?? ''
}

async function choose(tx: Tx, secrets: Secrets, campaign: Campaign): Promise<void> {
  await sql`create temporary table chosen on commit drop as ${chosen(secrets, campaign)}`.execute(tx)
  await makeRecords(tx)
  await sql`
    insert into campaign_recipients (campaign_id, address_key, address, domain, shop_user_id, user_identification_id, vars,
      state, skip_reason, done_at)
    select ${campaign.id}::int, address_key, address, coalesce(substring(address_key from '@([^@]*)$'), ''), shop_user_id, person,
      jsonb_strip_nulls(jsonb_build_object('firstNames', nullif(first_names, ''), 'lastName', nullif(last_name, ''),
        'country', nullif(country, ''), 'language', coalesce(
          (select m.language from mail_preferences m where m.address_key = chosen.address_key), nullif(language, '')))),
      case when why is null then 'pending' else 'skipped' end, why, case when why is not null then now() end
    from chosen order by address_key on conflict (campaign_id, address_key) do nothing`.execute(tx)
  await sql`
    insert into campaign_counts (campaign_id, name, delta)
    select ${campaign.id}::int, 'total', count(*) from chosen
    union all select ${campaign.id}::int, 'skipped:' || why, count(*) from chosen where why is not null group by why`.execute(
    tx,
  )
  await sql`drop table chosen`.execute(tx)
}

/** Who gets a letter has a history: registered users of whom we have no record yet get one. */
async function makeRecords(tx: Tx): Promise<void> {
  await sql`update chosen set person = -nextval(pg_get_serial_sequence('user_identifications', 'id'))::int
    where person is null and why is null`.execute(tx)
  await sql`insert into user_identifications (id, first_names, last_name, shop_user_id)
    select -person, first_names, last_name, shop_user_id from chosen where person < 0`.execute(tx)
  await sql`insert into user_identification_emails (address_key, address, user_identification_id)
    select address_key, address, -person from chosen where person < 0`.execute(tx)
  await sql`update chosen set person = -person where person < 0`.execute(tx)
}

const batch = 5000

/** A pending certificate for everybody who gets a letter; what stands against it in words. */
async function issueAll(tx: Tx, secrets: Secrets, campaign: Campaign): Promise<string | undefined> {
  const { amountMinor, currency, expiresOn } = campaign.certificate!
  const program = await usualProgram(tx, 'promotional', currency)
  if (amountMinor > program.eachMinor)
    return `A certificate of “${program.name}” may be worth ${money(program.eachMinor, currency)} at most.`
  const { rows } = await sql<{ n: number }>`select count(*)::float8 as n from campaign_recipients
    where campaign_id = ${campaign.id} and state = 'pending'`.execute(tx)
  const budget = await takeBudget(tx, program.id, rows[0]!.n * amountMinor)
  if (budget !== 'taken')
    return `The budget of “${program.name}” has ${money(budget.left, currency)} left, and ${money(rows[0]!.n * amountMinor, currency)} are needed.`
  for (let after = 0; ; ) {
    const { rows: some } = await sql<{ recipientId: number; personId: number }>`
      select id::float8 as recipient_id, user_identification_id as person_id from campaign_recipients
      where campaign_id = ${campaign.id} and state = 'pending' and id > ${after} order by id limit ${batch}`.execute(tx)
    if (some.length === 0) return undefined
    after = some.at(-1)!.recipientId
    const rest = { amountMinor, issueId: null }
    await issueCertificates(tx, secrets, {
      ...{ program, status: 'pending', issuedBy: null, expiresOn },
      rows: some.map((one) => ({ ...one, ...rest })),
    })
  }
}
