import { type StaffWords, staffWordsIn } from '../../templates/letters/staff.ts'
import type { Db } from '../database/connection.ts'
import { listSpellingLanguages } from '../desk/spelling-languages.ts'
import { ownLanguage, repLanguages } from '../reps/rep-settings.ts'

/** What mails to this rep say: in the language that he chose, else in that in which the desk usually writes, else in English. */
export async function staffWords(db: Db, repId: number): Promise<StaffWords> {
  const own = await ownLanguage(db, repId)
  if (own) return staffWordsIn(own)
  const [usual] = await listSpellingLanguages(db)
  const language = usual?.enabled ? usual.language.split('-')[0] : undefined
  return staffWordsIn(repLanguages.find((one) => one === language) ?? 'en')
}
