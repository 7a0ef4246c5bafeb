import type { RepLanguage } from '../../src/reps/rep-settings.ts'
import { de } from './de.ts'
import { en, type Words } from './en.ts'
import { es } from './es.ts'
import { fr } from './fr.ts'

const spoken: Readonly<Record<RepLanguage, Words>> = { de, en, es, fr }
const languages: Readonly<Record<string, Words>> = spoken

type Picked = { language: string; locale: string; words: Words }

/**
 * The words for a browser's Accept-Language, in its order of preference; English where we have none of them. A chosen
 * language goes before it: of the browser then only counts which region's dates and numbers that is (de-AT, say).
 */
export function pickWords(acceptLanguage: string | undefined, chosen?: string | null): Picked {
  const wanted = (acceptLanguage ?? '')
    .split(',')
    .map((part) => part.split(';')[0]?.trim() ?? '')
    .filter((tag) => /^[a-z]{2,3}(-[a-z0-9]{2,8})*$/i.test(tag))
  for (const locale of chosen && chosen !== 'en' ? [...wanted, chosen] : wanted) {
    const language = locale.split('-')[0]!.toLowerCase()
    if (chosen && language !== chosen) continue
    const words = languages[language]
    if (words) return { language, locale, words }
  }
  return { language: 'en', locale: 'en-GB', words: en }
}
