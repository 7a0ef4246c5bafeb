import type { Config } from '../config.ts'
import type { Database } from '../database/connection.ts'
import { startSigner } from '../letters/dkim-sign.ts'
import { deliver, usualTimeouts } from '../letters/relay.ts'
import { relayOf } from '../letters/relays.ts'
import { domainOf } from '../letters/reply-address.ts'
import { isRealOne } from '../settings/instance.ts'
import { type Campaign, noteDeed } from './campaigns.ts'
import { draftSource, type LetterDesk, type PreviewPerson, previewLetter } from './draft-letter.ts'

export type TestDesk = Readonly<{ instance: string }> &
  LetterDesk &
  Readonly<{ config: Pick<Config, 'publicUrl' | 'basePath' | 'relayUrl'> }>

/** 'copy': a started copy of the database sends nothing; a problem is told in words. */
export type Tested =
  | 'sent'
  | 'copy'
  | 'no relay'
  | Readonly<{ missing: readonly string[] }>
  | Readonly<{ problem: string }>

/** Long enough for a relay that is near; a person waits for the answer. */
const timeouts = {
  ...usualTimeouts,
  dns: 5_000,
  connect: 10_000,
  greeting: 10_000,
  talk: 20_000,
  idle: 25_000,
  all: 30_000,
}

type Wish = Readonly<{ campaign: Campaign; person: PreviewPerson; to: string; repId: number | null }>

/** Sends the letter that this person would get to `to` instead, signed as all are, without a real certificate. */
export async function sendTest(db: Database, desk: TestDesk, { campaign, person, to, repId }: Wish): Promise<Tested> {
  if (!(await isRealOne(db, desk.instance))) return 'copy'
  const relay = await relayOf(db, desk, campaign.mailboxId)
  if (!relay) return 'no relay'
  const source = await draftSource(db, campaign)
  const made = previewLetter(desk, source, { ...person, address: to })
  if (!('bytes' in made)) return made
  const signer = startSigner({ db, secrets: desk.secrets })
  const signature = await signer.sign(domainOf(source.fromAddress), made.bytes).finally(() => signer.stop())
  const bytes = Buffer.concat([Buffer.from(signature, 'latin1'), made.bytes])
  const outcome = await deliver(relay.url, { from: made.from, to: [to], bytes }, { timeouts })
  if (outcome.kind !== 'sent') return { problem: outcome.reason || outcome.reply || outcome.kind }
  await noteDeed(db, { campaignId: campaign.id, repId, deed: 'tested', detail: to })
  return 'sent'
}
