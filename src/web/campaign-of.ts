import type { Context } from 'hono'
import { type Campaign, getCampaign } from '../campaigns/campaigns.ts'
import type { Db } from '../database/connection.ts'
import type { Web } from './desk.ts'
import { idOf } from './input.ts'
import { Refusal } from './refusal.ts'

/** The campaign that the address names. */
export async function campaignOf(c: Context<Web>, db: Db): Promise<Campaign> {
  const campaign = await getCampaign(db, idOf(c))
  if (!campaign) throw new Refusal(404, 'missing')
  return campaign
}
