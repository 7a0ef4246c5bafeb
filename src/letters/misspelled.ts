import type { Db } from '../database/connection.ts'
import type { CheckedDraft, Finding } from './finding.ts'
import type { Speller } from './speller.ts'

const mostNamed = 20
const mostFixes = 8 // each may take 150 ms

/** The misspelled words of a letter, each once, in the order in which they stand there. */
export async function misspelled(
  db: Db,
  letter: CheckedDraft,
  { speller }: { speller?: Speller | undefined },
): Promise<Finding[]> {
  if (!speller) return []
  const { subject, text, personId, issueId, language, ignored } = letter
  const found = await speller.check(db, text, { personId, issueId, language, ignored })
  if ('trouble' in found) return [{ kind: 'spelling', text: `The spelling could not be checked: ${found.trouble}` }]
  const head = await speller.check(db, subject, { personId, issueId, ignored, language: found.language })
  const wrong = [
    ...('trouble' in head ? [] : head.misspellings).map((each) => ({ ...each, field: 'subject' as const })),
    ...found.misspellings.map((each) => ({ ...each, field: 'text' as const })),
  ]
  const first = [...new Map([...wrong].reverse().map((each) => [each.word, each])).values()].reverse()
  const named: Finding[] = []
  for (const { word, offset, field } of first.slice(0, mostNamed)) {
    const asked = field === 'text' && named.length < mostFixes
    const fixes = (asked && (await speller.suggest(db, word, found.language))) || []
    const where = { field, start: offset, end: offset + word.length }
    named.push({
      kind: 'spelling',
      text: `“${word}” is perhaps misspelled.`,
      where,
      ...(field === 'text' && { fixes }),
    })
  }
  const more = first.length - named.length
  return more > 0 ? [...named, { kind: 'spelling', text: `${more} more words are perhaps misspelled.` }] : named
}
