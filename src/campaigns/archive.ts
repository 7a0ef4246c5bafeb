import type { Database } from '../database/connection.ts'
import { verifyId } from '../letters/signed-ids.ts'
import { getCampaign } from './campaigns.ts'
import { type LetterDesk, noCode } from './draft-letter.ts'
import { letterMaker } from './letter.ts'
import { startedCampaigns } from './running.ts'

export type Archived = Readonly<{ subject: string; html: string; from: string; startedAt: Date }>

/**
 * What a campaign said, for anybody who has the link: as frozen, of nobody, so without names, codes and links that act.
 * Undefined for a forged link, while the page is off, and before anything was sent.
 */
export async function archivedLetter(db: Database, desk: LetterDesk, token: string): Promise<Archived | undefined> {
  const signed = verifyId(desk.secrets, token)
  if (signed?.purpose !== 'a' || signed.id > 2 ** 31 - 1) return undefined
  const campaign = await getCampaign(db, signed.id)
  if (!campaign?.archive || !campaign.startedAt) return undefined
  const [running] = await startedCampaigns(db, [campaign.id])
  const maker = running && letterMaker(desk, { ...running, tracking: false })
  if (!maker || 'problem' in maker) return undefined
  const made = [{}, somebody].map((vars) => {
    return maker.make({
      id: 0,
      address: '',
      vars,
      code: running.certificate ? noCode : null,
      date: campaign.startedAt!,
    })
  })
  const letter = made.find((one) => 'html' in one)
  if (!letter || !('html' in letter)) return undefined
  return {
    subject: letter.subject,
    html: letter.html,
    from: running.fromName || running.fromAddress,
    startedAt: campaign.startedAt,
  }
}

/** Where a template gives no word for who has no name, dots stand for it. */
const somebody = { firstNames: '…', lastName: '…', country: '…', language: '…' }
