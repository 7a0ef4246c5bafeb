import type { Database } from '../src/database/connection.ts'
import type { Why } from '../src/database/tables.ts'
import { rulesFor, type SenderVerdict } from '../src/mail/senders.ts'
import type { JudgingRules } from '../src/mail/trust.ts'
import type { Filing, Item } from './item.ts'
import { junkVerdict } from './junk-header.ts'

/**
 * Says of each mail of a batch whether it must wait for a rep: its sender is blocked, or the filter in front of us calls
 * it junk and its sender is not on the list. Asks nothing where nobody is listed.
 */
export async function judge(db: Database, rules: JudgingRules, filings: Filing[]): Promise<Filing[]> {
  const { anySender, trust } = rules
  if (!anySender && trust.junkFilter === 'none') return filings
  const listed = anySender ? await rulesFor(db, filings.flatMap(sendersOf)) : () => undefined
  return filings.map((filing) => {
    const verdicts = sendersOf(filing).map(listed)
    return { ...filing, withheld: withheld(filing, verdicts, junkVerdict(filing.delivery, trust)) }
  })
}

function withheld({ verified }: Filing, verdicts: readonly SenderVerdict[], junk: string | undefined): Why | null {
  const said = verdicts.find((one) => one !== undefined)
  if (said?.verdict === 'block') return why('blocked', said.sender, words.blocked(said.sender))
  // Who only says that he is on the list is not.
  if (junk === undefined || (said?.verdict === 'allow' && verified !== 'fail')) return null
  return why('junk', junk, words.junk(junk))
}

/** The address that is shown first; the envelope's sender too, since a newsletter's From changes more often. */
function sendersOf({ parsed, delivery }: Filing): string[] {
  return [parsed.mail.from.address, delivery.mailFrom].filter(Boolean)
}

/** Why a mail that answers nothing is held: its domain asks for that (RFC 9989 quarantine or reject). Else null. */
export function forgedWhy({ verified, authentication }: Pick<Item, 'verified' | 'authentication'>): Why | null {
  if (verified !== 'fail' || !authentication || authentication.reason === 'two-authors') return null
  return why('forged', authentication.domain, words.forged(authentication.domain))
}

function why(level: string, evidence: string, text: string): Why {
  return { level, evidence: evidence.slice(0, 300).toWellFormed(), text }
}

const words = {
  blocked: (sender: string) => `Held: ${sender} is on the list of blocked senders.`,
  junk: (mark: string) => `Held as junk: the filter in front of the desk marked it (${mark}).`,
  forged: (domain: string) =>
    `Held: ${domain || 'the sender’s domain'} says that this mail is not from there, and asks not to trust such mail.`,
} as const
