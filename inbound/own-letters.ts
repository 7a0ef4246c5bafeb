import { loadBlob } from '../src/database/blobs.ts'
import type { Tx } from '../src/database/connection.ts'
import { headerEnd } from './headers.ts'
import type { Item } from './item.ts'

/**
 * Marks the mails that are letters of ours come back (inbound.md D8, T4, T9). Whoever got a letter knows its
 * Message-ID and may write our address into From: so it is ours only where subject and body are what we sent. Asks
 * nothing where no mail claims it.
 */
export async function knowOwnLetters(tx: Tx, items: readonly Item[]): Promise<Item[]> {
  const claiming = items.filter((item) => item.self && item.claims.own)
  if (claiming.length === 0) return [...items]
  const letters = await tx
    .selectFrom('letters')
    .select(['interactionId', 'subject', 'rawSha256'])
    .where(
      'interactionId',
      'in',
      claiming.map((item) => item.claims.own!.id),
    )
    .execute()
  const returned = new Set<Item>()
  for (const item of claiming) {
    const letter = letters.find((one) => one.interactionId === item.claims.own!.id)
    if (!letter || letter.subject.trim() !== item.mail.subject.trim()) continue
    const sent = await loadBlob(tx, letter.rawSha256)
    if (sent && bodyOf(sent) === bodyOf(item.delivery.raw)) returned.add(item)
  }
  return items.map((item) => (returned.has(item) ? { ...item, returned: true } : item))
}

/** Servers on the way add fields and may end lines anew; they leave the rest. */
function bodyOf(raw: Buffer): string {
  return raw.subarray(headerEnd(raw).end).toString('latin1').replaceAll('\r\n', '\n').trim()
}
