import { de } from './de.ts'
import { en, type Words } from './en.ts'
import { es } from './es.ts'
import { fr } from './fr.ts'

const languages: Readonly<Record<string, Words>> = { de, en, es, fr }

/** The words for a browser's Accept-Language, in its order of preference; English where we have none of them. */
export function pickWords(acceptLanguage: string | undefined): { language: string; locale: string; words: Words } {
  const wanted = (acceptLanguage ?? '')
    .split(',')
    .map((part) => part.split(';')[0]?.trim() ?? '')
    .filter((tag) => /^[a-z]{2,3}(-[a-z0-9]{2,8})*$/i.test(tag))
  for (const locale of wanted) {
    const language = locale.split('-')[0]!.toLowerCase()
    const words = languages[language]
    if (words) return { language, locale, words }
  }
  return { language: 'en', locale: 'en-GB', words: en }
}
