import type { Db } from '../database/connection.ts'
import { checkNewer, checkOtherIssues, checkRecipients } from './checks-desk.ts'
import { checkFiles, checkSubject } from './checks-words.ts'
import type { Check, CheckedDraft, Finding } from './finding.ts'
import { misspelled } from './misspelled.ts'
import { unresolvedVariables } from './unresolved.ts'
import type { Desk } from './write.ts'

/** All that is asked before a letter goes, in the order in which it is shown. */
const checks: readonly Check[] = [
  unresolvedVariables,
  checkNewer,
  checkSubject,
  checkRecipients,
  checkFiles,
  checkOtherIssues,
  misspelled,
]

/** What a rep should look at before this letter goes, all at once; empty when nothing is. */
export async function checkLetter(db: Db, draft: CheckedDraft, desk: Desk): Promise<Finding[]> {
  const found = await Promise.all(checks.map((check) => check(db, draft, desk)))
  return found.flat()
}
