import type { Check } from './finding.ts'
import { plain } from './quote.ts'

/** What people write of a file that goes along, in the languages of the spell checker. */
const ofFiles: readonly RegExp[] = [
  /\b(?:attach(?:ed|ing|ment|ments)|enclosed|enclosing)\b/i,
  /\b(?:ci-joint(?:e|s|es)?|pièces? jointes?|joins? à ce|en annexe)\b/i,
  /\b(?:adjunt[oa]s?|adjuntamos|anexo)\b/i,
  /\b(?:bijlagen?|bijgevoegde?|bijgesloten)\b/i,
  /\b(?:anhang|anbei|angehängte?[nrms]?|beigefügte?[nrms]?|im anhang|anlage)\b/i,
  /\b(?:allegat[oaie]|in allegato|allego)\b/i,
  /\b(?:em anexo|anexad[oa]s?|anexei|segue anexo)\b/i,
]

/** The lines that the rep wrote: what is quoted was somebody else's. */
function ownWords(text: string): string {
  return plain(text)
    .split('\n')
    .filter((line) => !line.startsWith('>'))
    .join('\n')
}

/** "See attached", and nothing is. */
export const checkFiles: Check = async (_db, { text, attachmentIds }) => {
  if (attachmentIds.length > 0) return []
  const words = ownWords(text)
  const found = ofFiles.map((pattern) => pattern.exec(words)?.[0]).find(Boolean)
  return found ? [{ kind: 'file', text: `You wrote “${found}”, but no file goes along.` }] : []
}

export const checkSubject: Check = async (_db, { subject }) =>
  subject.trim() ? [] : [{ kind: 'subject', text: 'The subject is empty.' }]
