import type { Db } from '../database/connection.ts'
import { addAliases } from '../desk/threading.ts'
import { messageIdKey } from '../mail/emails.ts'

/** SES's own form of an id, and UUIDs: what providers answer that give a letter an id without saying the domain. */
const bare =
  /(?<![\w-])(?:[0-9a-f]{16}-[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}-\d{6}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(?![\w-])/gi

/**
 * The ids that a relay's 250 says it gave a letter, without < >: whole ones, and those that miss their domain
 * (inbound.md 4.2). A queue id is none.
 */
export function aliasesIn(reply: string, messageId: string): string[] {
  const text = reply.slice(0, 1000)
  const whole = [...text.matchAll(/<([^<>\s@]{1,200}@[^<>\s@]{1,200})>/g)].map((match) => match[1]!)
  const without = (text.replace(/<[^<>]*>/g, ' ').match(bare) ?? []).filter((id) => !messageId.startsWith(id))
  return [...new Set([...whole, ...without])].filter((id) => id !== messageId).slice(0, 3)
}

/** Keeps them, so that an answer to one of them is known for an answer to this letter. */
export async function keepAliases(db: Db, letter: { interactionId: number; messageId: string }, reply: string) {
  const found = aliasesIn(reply, letter.messageId)
  if (found.length === 0) return
  await addAliases(
    db,
    found.map((text) => ({
      ...{ text, interactionId: letter.interactionId },
      key: messageIdKey(text).toString('hex'),
    })),
  )
}
