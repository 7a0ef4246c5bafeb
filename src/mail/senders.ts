import type { Db, Tx } from '../database/connection.ts'
import { addressKey } from './address.ts'

/** An address, or a domain with all below it, that is always let in or always held. */
export type SenderRule = Readonly<{
  id: number
  sender: string
  verdict: 'allow' | 'block'
  rep: string | null
  createdAt: Date
}>

const namesOfOneAddress = 12

/** Every rule, by its name. */
export async function listSenderRules(db: Db): Promise<SenderRule[]> {
  return db
    .selectFrom('senderRules as s')
    .leftJoin('reps as r', 'r.id', 's.repId')
    .select(['s.id', 's.sender', 's.verdict', 'r.name as rep', 's.createdAt'])
    .orderBy('s.sender')
    .limit(5000)
    .execute()
}

/** How a rule names its sender: an address, or a domain without @; undefined for what is neither. */
export function senderKey(text: string): string | undefined {
  const key = addressKey(text.replace(/^@/, ''))
  if (key.length > 254) return undefined
  if (key.includes('@')) return /^[^\s@<>"(),;:]+@[^\s@<>"(),;:]+\.?[^\s@<>"(),;:]*$/.test(key) ? key : undefined
  const domain = addressKey(`x@${key}`).slice(2)
  return /^[\p{L}\p{N}_-]+(\.[\p{L}\p{N}_-]+)+$/u.test(domain) ? domain : undefined
}

/** The rules that speak of these addresses: of each the nearest, its own before its domain's before what is above. */
export async function rulesFor(db: Db, addresses: readonly string[]): Promise<(address: string) => SenderVerdict> {
  const names = [...new Set(addresses.flatMap(namesOf))]
  const rows = names.length
    ? await db.selectFrom('senderRules').select(['sender', 'verdict']).where('sender', 'in', names).execute()
    : []
  const verdicts = new Map(rows.map((row) => [row.sender, row.verdict]))
  return (address) => {
    const sender = namesOf(address).find((name) => verdicts.has(name))
    return sender === undefined ? undefined : { sender, verdict: verdicts.get(sender)! }
  }
}

export type SenderVerdict = Readonly<{ sender: string; verdict: 'allow' | 'block' }> | undefined

function namesOf(address: string): string[] {
  const key = addressKey(address)
  if (!key) return []
  const labels = key.slice(key.lastIndexOf('@') + 1).split('.')
  const domains = labels.slice(0, -1).map((_, i) => labels.slice(i).join('.'))
  return [key, ...domains].slice(0, namesOfOneAddress)
}

/** Writes what is said of a sender; null: nothing any more. Answers what was said before. The caller records it. */
export async function setSenderRule(
  tx: Tx,
  sender: string,
  rule: { verdict: 'allow' | 'block'; repId: number | null } | null,
): Promise<'allow' | 'block' | null> {
  const old = await tx.deleteFrom('senderRules').where('sender', '=', sender).returning('verdict').executeTakeFirst()
  if (rule)
    await tx
      .insertInto('senderRules')
      .values({ sender, ...rule })
      .execute()
  return old?.verdict ?? null
}
