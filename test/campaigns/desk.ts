import { sql } from 'kysely'
import { addCampaign, type CampaignValues, getCampaign } from '../../src/campaigns/campaigns.ts'
import { launchCampaign } from '../../src/campaigns/launch.ts'
import { countsOf } from '../../src/campaigns/recipients.ts'
import { startCampaigns } from '../../src/campaigns/send.ts'
import type { Campaigns } from '../../src/campaigns/sending.ts'
import type { Database } from '../../src/database/connection.ts'
import { ensureFirstMailbox } from '../../src/mail/mailboxes.ts'
import { claimInstance } from '../../src/settings/instance.ts'
import { instance, log, secrets } from '../letters/place.ts'

export { instance, log, secrets }

export const actor = { kind: 'system', repId: null } as const
export const config = (relayUrl: string | undefined) => ({
  relayUrl,
  publicUrl: 'http://localhost:3000',
  basePath: '/',
})

/** A shop with so many registered users, all on the list `news` with evidence. */
export async function aShop(db: Database, users: number, domain = 'customer.test') {
  await claimInstance(db, instance)
  const mailbox = await ensureFirstMailbox(db, 'news@shop.test')
  await sql`insert into mailing_lists (slug, name) values ('news', 'News') on conflict do nothing`.execute(db)
  await addUsers(db, users, domain)
  return mailbox
}

/** More of them, of another domain. */
export async function addUsers(db: Database, users: number, domain: string) {
  await sql`insert into shop_users (external_id, email, email_key, first_names, last_name, country, language)
    select ${domain} || n, 'buyer' || n || '@' || ${domain}, 'buyer' || n || '@' || ${domain}, 'Bea' || n, 'Buyer', 'DE', 'de'
    from generate_series(1, ${users}::int) n`.execute(db)
  await sql`insert into mailing_list_members (list_id, address_key, address, shop_user_id, state, consent, confirmed_at)
    select l.id, u.email_key, u.email, u.id, 'confirmed', '{"kind": "form"}', now() from shop_users u, mailing_lists l
    where l.slug = 'news' on conflict do nothing`.execute(db)
}

export const aDraft = (mailboxId: number, values: Partial<CampaignValues> = {}): CampaignValues => ({
  name: 'Spring',
  subject: 'Ants for {{ person.first_name }}',
  text: 'Dear {{ person.first_name | default: "friend" }},\n\n**New ants** are here.',
  html: null,
  mailboxId,
  list: 'news',
  basis: 'consent',
  audience: { onList: 'news' },
  certificate: null,
  types: [],
  sendAt: null,
  policy: 'hold',
  rate: null,
  expiresAt: null,
  ...values,
})

/** Writes a campaign and launches it; answers its id. */
export async function launched(db: Database, relayUrl: string, values: CampaignValues, expected: number) {
  return db.transaction().execute(async (tx) => {
    const id = await addCampaign(tx, values, null)
    const desk = { secrets, config: config(relayUrl) }
    const done = await launchCampaign(tx, desk, actor, { id, expectedRecipients: expected })
    if (done === 'not found' || 'problem' in done) throw new Error(JSON.stringify(done))
    return id
  })
}

export function worker(db: Database, relayUrl: string | undefined, options: Partial<Campaigns> = {}) {
  const timeouts = { dns: 1000, connect: 2000, greeting: 2000, talk: 20_000, idle: 20_000, all: 20_000 }
  const running = startCampaigns({ db, config: config(relayUrl), secrets, instance, log, timeouts, ...options })
  const timer = setInterval(running.wake, 50) // in the program it is NOTIFY that wakes it
  return {
    ...running,
    stop() {
      clearInterval(timer)
      return running.stop()
    },
  }
}

/** Waits until a campaign is in a state; answers what came of it. */
export async function until(db: Database, id: number, ...states: string[]) {
  for (const end = Date.now() + 60_000; Date.now() < end; await new Promise((done) => setTimeout(done, 40))) {
    const campaign = (await getCampaign(db, id))!
    if (states.includes(campaign.state)) return { campaign, counts: await countsOf(db, id) }
  }
  throw new Error(`It never became ${states}: ${JSON.stringify([await getCampaign(db, id), await countsOf(db, id)])}`)
}
