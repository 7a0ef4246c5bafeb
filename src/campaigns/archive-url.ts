import type { Config } from '../config.ts'
import { idSigner, type SignId } from '../letters/signed-ids.ts'
import type { Secrets } from '../settings/secret.ts'

type Desk = Readonly<{ secrets: Secrets; config: Pick<Config, 'publicUrl' | 'basePath'>; sign?: SignId }>

/** Where the public copy of a campaign's letter is read, while that is on. The same before and after the launch. */
export function archiveUrl({ secrets, config, sign }: Desk, campaignId: number): string {
  return `${config.publicUrl}${config.basePath}archive/${(sign ?? idSigner(secrets))('a', campaignId)}`
}
