import type { Tx } from '../database/connection.ts'

const mostMentions = 50
const mostText = 100_000

/** Active reps whom a text names as @Name, @First or @local-part of the address; no statement without an @. */
export async function mentionedReps(tx: Tx, text: string): Promise<number[]> {
  if (!text.includes('@')) return []
  const reps = await tx.selectFrom('reps').select(['id', 'name', 'email']).where('deactivatedAt', 'is', null).execute()
  return mentionsIn(text, reps)
}

/**
 * The longest name that stands after an @ wins, so that “@Ana Maria” is not Ana; a first name counts where one rep
 * alone has it. Case does not matter. An @ within a word, as in an address, is none.
 */
export function mentionsIn(text: string, reps: readonly { id: number; name: string; email: string }[]): number[] {
  const handles = handlesOf(reps)
  const lower = text.slice(0, mostText).toLowerCase()
  const found = new Set<number>()
  let at = -1
  for (let n = 0; n < mostMentions; n++) {
    at = lower.indexOf('@', at + 1)
    if (at < 0) break
    if (at > 0 && isWord(lower[at - 1])) continue
    const start = at + 1
    const handle = handles.find(
      ({ word }) => lower.startsWith(word, start) && !isWord(lower[start + word.length]) && word !== '',
    )
    if (handle) found.add(handle.id)
  }
  return [...found]
}

function handlesOf(reps: readonly { id: number; name: string; email: string }[]): { word: string; id: number }[] {
  const of = new Map<string, number | null>()
  const claim = (word: string, id: number) => of.set(word, of.has(word) && of.get(word) !== id ? null : id)
  for (const { id, name, email } of reps) {
    const lower = name.trim().toLowerCase()
    for (const word of new Set([lower, lower.split(/\s+/)[0] ?? '', email.split('@')[0]!.toLowerCase()]))
      claim(word, id)
  }
  return [...of]
    .flatMap(([word, id]) => (id === null || word === '' ? [] : [{ word, id }]))
    .sort((a, b) => b.word.length - a.word.length)
}

function isWord(character: string | undefined): boolean {
  return character !== undefined && /[\p{L}\p{N}_]/u.test(character)
}
