import { bareSubject } from '../src/letters/subject.ts'

/** True when a subject shares no word with any that the issue had; one without words proves nothing. */
export function otherMatter(subject: string, subjects: readonly string[]): boolean {
  const own = subjectWords(subject)
  const known = subjects.map(subjectWords).filter((words) => words.size > 0)
  if (own.size === 0 || known.length === 0) return false
  return known.every((words) => [...own].every((word) => !words.has(word)))
}

/** The form in which two subjects are the same: no marks of answers, tags or case. */
export function subjectKey(subject: string): string {
  return bareSubject(bare(subject)).toLowerCase().replace(/\s+/g, ' ').trim()
}

/** Whether a subject says that the mail answers something. */
export function saysAnswer(subject: string): boolean {
  const text = subject.trim()
  return text !== '' && bareSubject(text).length < text.replace(/\s+/g, ' ').length
}

function subjectWords(subject: string): Set<string> {
  return new Set(
    bareSubject(bare(subject))
      .toLowerCase()
      .match(/[\p{L}\p{N}]{2,}|\p{Script=Han}/gu) ?? [],
  )
}

function bare(subject: string): string {
  return subject
    .slice(0, 900)
    .replace(/^\s*(?:fwd?|wg|tr|rv|enc)\s*:\s*/i, '')
    .replace(/\[[^\]]{0,60}\]/g, ' ')
}
