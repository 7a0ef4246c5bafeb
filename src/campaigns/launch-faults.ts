import type { Db } from '../database/connection.ts'
import type { Basis } from '../database/tables-campaigns.ts'
import { getMailingList } from '../people/mailing-lists.ts'
import { senderIdentity } from '../people/sender-identity.ts'

/** Why bulk mail may not go on this ground, each with its remedy (campaigns.md 4.7); none: it may. */
export async function launchFaults(db: Db, { basis, list }: { basis: Basis; list: string | null }): Promise<string[]> {
  const [sender, known] = await Promise.all([senderIdentity(db), list === null ? undefined : getMailingList(db, list)])
  const faults: string[] = []
  if (!sender.postalAddress)
    faults.push('Bulk mail names a postal address: write it under Settings, Sender of bulk mail.')
  if (!sender.legalText)
    faults.push('Bulk mail says who is behind it: write the legal text under Settings, Sender of bulk mail.')
  if (basis === 'consent' && list === null)
    faults.push('Consent is given to a mailing list: name the one that this goes to.')
  if (list !== null && !known) faults.push(`There is no mailing list “${list}”: make it first, or name another one.`)
  if (known?.archived) faults.push(`The mailing list “${known.name}” is archived: restore it, or name another one.`)
  if (basis === 'softOptIn' && sender.optOutOfferedSince === null)
    faults.push(
      'A soft opt-in takes that the checkout offers to opt out: write since when, and in which words, under Settings, Sender of bulk mail.',
    )
  return faults
}
