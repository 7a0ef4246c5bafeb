import type { RepLanguage } from '../../src/reps/rep-settings.ts'
import { de } from './de.ts'
import { en, type Words } from './en.ts'
import { es } from './es.ts'
import { fr } from './fr.ts'

const spoken: Readonly<Record<RepLanguage, Words>> = { de, en, es, fr }
const languages: Readonly<Record<string, Words>> = spoken

type Picked = { language: string; locale: string; words: Words }

/**
 * The words for a browser's Accept-Language, in its order of preference (RFC 9110, 12.5.4); English where we have none
 * of them. A chosen language goes before it: of the browser then only counts which region's dates and numbers that is
 * (de-AT, say).
 */
export function pickWords(acceptLanguage: string | undefined, chosen?: string | null): Picked {
  const wanted = localesIn(acceptLanguage ?? '')
  for (const locale of chosen && chosen !== 'en' ? [...wanted, chosen] : wanted) {
    const language = locale.split('-')[0]!.toLowerCase()
    if (chosen && language !== chosen) continue
    const words = languages[language]
    if (words) return { language, locale, words }
  }
  return { language: 'en', locale: 'en-GB', words: en }
}

/** The words of one language, for what is read outside of a browser; English where there are none. */
export function wordsIn(language: string | null): Words {
  return (language && languages[language]) || en
}

/** Language, script and region: what stands behind them (de-CH-1996) names nothing that we write otherwise. */
const localeOf = /^([a-z]{2,3}(?:-[a-z]{4})?(?:-(?:[a-z]{2}|\d{3}))?)(?:-[a-z0-9]{2,8})*$/i

/** The most wanted first; what has the same weight stays in its order, what has none (q=0) is not wanted. */
function localesIn(acceptLanguage: string): string[] {
  return acceptLanguage
    .split(',', 50)
    .map((part) => {
      const [tag = '', ...more] = part.split(';').map((each) => each.trim())
      const q = more.find((each) => /^q=/i.test(each))
      return { locale: localeOf.exec(tag)?.[1] ?? '', weight: q ? Number(q.slice(2)) || 0 : 1 }
    })
    .filter(({ locale, weight }) => locale !== '' && weight > 0)
    .sort((a, b) => b.weight - a.weight)
    .map(({ locale }) => locale)
}
