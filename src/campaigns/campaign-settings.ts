import type { Db } from '../database/connection.ts'
import { readSetting } from '../settings/settings.ts'

/** What an admin sets for all campaigns. */
export type CampaignSettings = Readonly<{
  /** More recipients, or certificates worth more (in minor units, whatever the currency), need a second person. */
  approvalRecipients: number
  approvalMinor: number
  /** A campaign that is due is not started later than this without asking. */
  lateHours: number
  /** Letters a second to one domain, all workers together; null: as fast as the relay takes them. */
  domainRate: number | null
}>

export const usualCampaignSettings: CampaignSettings = {
  approvalRecipients: 20_000,
  approvalMinor: 1_000_000,
  lateHours: 2,
  domainRate: null,
}

/** The setting `campaigns`; what is not set is as usual. */
export async function campaignSettings(db: Db): Promise<CampaignSettings> {
  return {
    ...usualCampaignSettings,
    ...((await readSetting(db, 'campaigns')) as Partial<CampaignSettings> | undefined),
  }
}
