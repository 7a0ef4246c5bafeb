import { money } from '../certificates/issue.ts'
import type { CampaignCertificate } from '../database/tables-campaigns.ts'
import type { LiquidValues } from '../letters/liquid.ts'
import { domainOf } from '../letters/reply-address.ts'
import type { VariableNote } from '../letters/variables.ts'

const noted = (name: string, source: string, example: string): VariableNote => ({ name, source, example })

/** Every variable that a campaign may name. */
export const campaignVariables: readonly VariableNote[] = [
  noted('person.name', 'The shop’s user, else the person’s record', 'Maria Lopez'),
  noted('person.first_name', 'The first of the first names', 'Maria'),
  noted('person.last_name', 'The shop’s user, else the person’s record', 'Lopez'),
  noted('person.email', 'The address that the letter goes to', 'maria@customer.example'),
  noted('person.country', 'The shop’s user', 'DE'),
  noted('person.language', 'The shop’s user', 'de'),
  noted('certificate.code', 'The gift certificate of the campaign', 'a code that only the letter shows'),
  noted('certificate.amount', 'The gift certificate of the campaign', '10.00 EUR'),
  noted('certificate.expires_on', 'The gift certificate of the campaign', '2026-12-31'),
  noted('mailbox.address', 'The mailbox that the letter comes from', 'news@shop.example'),
  noted('shop.name', 'The name of the mailbox, else its domain', 'The Ant Shop'),
  noted('campaign.name', 'What the campaign is called here', 'Spring'),
  noted('unsubscribe_url', 'Of this very recipient', 'https://desk.shop.example/unsubscribe/u…'),
  noted('preferences_url', 'Of this very recipient', 'https://desk.shop.example/preferences/u…'),
  noted('archive_url', 'The public copy of the letter, where that is on', 'https://desk.shop.example/archive/a…'),
]

/** What the snapshot keeps of a recipient for the letter. */
export type Vars = Readonly<Record<string, string>>

/** What is the same in all letters of a version. */
export type SameForAll = Readonly<{
  campaignName: string
  fromName: string
  fromAddress: string
  certificate: CampaignCertificate | null
}>

type Own = Readonly<{
  address: string
  vars: Vars
  /** The code, or what stands for it where nobody is to read it. */
  code: string | null
  unsubscribe: string
  preferences: string
  archive: string
}>

/** The values of one letter; null where there is none. */
export function letterValues(same: SameForAll, own: Own): LiquidValues {
  const { address, vars, code, unsubscribe, preferences, archive } = own
  const { firstNames = '', lastName = '', country = '', language = '' } = vars
  const { certificate } = same
  return {
    person: {
      name: `${firstNames} ${lastName}`.trim() || null,
      first_name: firstNames.trim().split(/\s+/)[0] || null,
      last_name: lastName || null,
      email: address,
      country: country || null,
      language: language || null,
    },
    certificate: {
      code,
      amount: certificate ? money(certificate.amountMinor, certificate.currency) : null,
      expires_on: certificate?.expiresOn ?? null,
    },
    mailbox: { address: same.fromAddress },
    shop: { name: same.fromName || domainOf(same.fromAddress) },
    campaign: { name: same.campaignName },
    unsubscribe_url: unsubscribe,
    preferences_url: preferences,
    archive_url: archive,
  }
}
