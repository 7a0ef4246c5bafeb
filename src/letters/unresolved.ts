import type { Db } from '../database/connection.ts'
import { certificateBraces } from './letter-certificate.ts'
import { type About, type VariableValues, valuesOf } from './variables.ts'

/** A pre-send finding (checks.ts) that "Send anyway" does not pass by. */
type Unresolved = Readonly<{
  kind: 'variable'
  text: string
  where: Readonly<{ field: 'text' | 'subject'; start: number; end: number }>
  stop: true
}>

/**
 * Variables that nobody filled in stop the letter. What stands between backticks is meant so, and so is what somebody
 * is really called: a person named {{ x }} is data.
 */
export async function unresolvedVariables(
  db: Db,
  draft: About & { subject: string; text: string; certificate?: boolean | undefined },
): Promise<Unresolved[]> {
  const found = [...bracesIn('subject', draft.subject), ...bracesIn('text', draft.text)]
  if (found.length === 0) return []
  const data = textsOf(await valuesOf(db, draft)).join('\n')
  const comes = (braces: string, field: string) =>
    draft.certificate && field === 'text' && certificateValue.test(braces)
  return found
    .filter(
      ({ braces, finding }) => !(braces.length > 2 && data.includes(braces)) && !comes(braces, finding.where.field),
    )
    .map(({ finding }) => finding)
}

/** Filled in when the certificate is granted, with the letter. */
const certificateValue = new RegExp(`^${certificateBraces.source}$`)

/** {{ … }} and {% … %} of one line; an opened one without an end as well. */
const pattern = /\{\{(?:[^{}\n]{0,200}\}\})?|\{%(?:[^{}\n]{0,200}%\})?/g
const most = 50

function bracesIn(field: 'text' | 'subject', text: string): { braces: string; finding: Unresolved }[] {
  if (!text.includes('{')) return []
  const shown = field === 'text' ? text.replace(/```[^`]*```|`[^`\n]*`/g, (code) => ' '.repeat(code.length)) : text
  const found = [...shown.matchAll(pattern)].slice(0, most)
  return found.map(({ 0: braces, index: start }) => ({
    braces,
    finding: {
      kind: 'variable',
      text: `“${braces}” was not filled in: write what belongs there, or take it out.`,
      where: { field, start, end: start + braces.length },
      stop: true,
    },
  }))
}

function textsOf(values: VariableValues): string[] {
  return Object.values(values).flatMap((value) =>
    typeof value === 'string' ? [value] : Object.values(value).filter((each) => typeof each === 'string'),
  )
}
