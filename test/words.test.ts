import { expect, test } from 'vitest'
import { de } from '../templates/words/de.ts'
import { en } from '../templates/words/en.ts'
import { es } from '../templates/words/es.ts'
import { fr } from '../templates/words/fr.ts'
import { pickWords } from '../templates/words/pick.ts'

const languages = { de, es, fr }
const names = Object.keys(languages) as (keyof typeof languages)[]

type Say = (...args: readonly unknown[]) => unknown
type Pair = { at: string; english: unknown; ours: unknown }

/** Names, codes and what is typed into the search: the same in every language. */
const codes =
  /^(?:Antfarm|Maria Formica|Message-ID|HTML|SMTP|IMAP|API|DKIM|SPF|DMARC|UID|SKU|Ed25519|Webhooks|rspamd|SpamAssassin|Google \(OAuth2\)|Microsoft \(OAuth2\)|RSA, 2048 bits|[a-z]+:\S+)$/

/** Words that a language has in common with English. */
const shared: Record<keyof typeof languages, string> = {
  de: 'Bcc; Cc; Cc, Bcc; Code; Filter; Marketing; Median; Name; Person; Relays; Text; Variable; Version',
  es: 'Cc; No; no',
  fr: 'Actions; Cc; Classes; Code; Conversation; Description; E-mail; Invitation; Marketing; Menu; Note; Notes; point, 1,234.50; Port; Question; Signature; Signatures; Total; Type; Types; Variable; Variables; Version; Version 5; Versions',
}

test.each(names)('%s has the words that English has, and no others', (language) => {
  expect(paths(languages[language])).toEqual(paths(en))
})

test.each(names)('%s says something for 0, 1, 2 and 5 wherever English does', (language) => {
  const silent = pairsOf(en, languages[language]).flatMap(({ at, english, ours }) =>
    typeof english === 'function' ? wrongAnswers(english as Say, ours as Say).map((wrong) => `${at} ${wrong}`) : [],
  )
  expect(silent).toEqual([])
})

test.each(names)('%s leaves nothing in English', (language) => {
  const ours = new Set(shared[language].split('; '))
  const left = pairsOf(en, languages[language]).flatMap((pair) =>
    sayings(pair.english).flatMap((said, i) =>
      said === sayings(pair.ours)[i] && /\p{L}{2}/u.test(said) && !codes.test(said) && !ours.has(said)
        ? [`${pair.at}: ${said}`]
        : [],
    ),
  )
  expect(left).toEqual([])
})

test.each(names)('%s names the same variables and places to fill in as English', (language) => {
  const other = pairsOf(en, languages[language]).filter(
    ({ english, ours }) => String(placesOf(sayings(english))) !== String(placesOf(sayings(ours))),
  )
  expect(other.map(({ at }) => at)).toEqual([])
})

test('a chosen language goes before the browser’s, and takes its region from there', () => {
  expect(pickWords('fr-FR,de-AT', 'de')).toMatchObject({ language: 'de', locale: 'de-AT', words: de })
  expect(pickWords('fr-FR', 'de')).toMatchObject({ language: 'de', locale: 'de' })
  expect(pickWords('fr-FR', 'en')).toMatchObject({ language: 'en', locale: 'en-GB' })
  expect(pickWords('fr-FR,en-US', 'en')).toMatchObject({ locale: 'en-US' })
  expect(pickWords('nl,es-MX;q=0.8')).toMatchObject({ locale: 'es-MX', words: es })
})

function paths(words: unknown): string[] {
  return pairsOf(words, words)
    .map(({ at, english }) => `${at} ${typeof english}`)
    .sort()
}

/** Every leaf of English beside ours at the same place. */
function pairsOf(english: unknown, ours: unknown, at = ''): Pair[] {
  if (typeof english !== 'object' || english === null) return [{ at, english, ours }]
  return Object.entries(english).flatMap(([key, value]) =>
    pairsOf(value, (ours as Record<string, unknown> | undefined)?.[key], at ? `${at}.${key}` : key),
  )
}

/** Words take numbers, texts or lists: whatever English takes without breaking, ours must take too. */
const arguments_: readonly ((n: number) => unknown)[] = [(n) => n, String, (n) => [String(n)]]

function wrongAnswers(english: Say, ours: Say): string[] {
  return [0, 1, 2, 5].flatMap((n) =>
    arguments_.flatMap((as) => {
      const args = Array(english.length).fill(as(n))
      const expected = called(english, args)
      if (expected === undefined || String(expected).trim() === '') return []
      const said = called(ours, args)
      const good = said !== undefined && String(said).trim() !== '' && !/undefined|NaN|\[object/.test(String(said))
      return good ? [] : [`(${args.join(', ')}) says ${String(said)}`]
    }),
  )
}

function sayings(words: unknown): string[] {
  if (typeof words === 'string') return [words]
  if (typeof words !== 'function') return []
  const say = words as Say
  const said = arguments_.map((as) => called(say, Array(say.length).fill(as(5)))).find((text) => text !== undefined)
  return [said].flat().map(String)
}

function called(say: Say, args: readonly unknown[]): unknown {
  try {
    return say(...args)
  } catch {
    // English cannot take these either: numbers where it wants a text, say.
    return undefined
  }
}

function placesOf(texts: readonly string[]): string[] {
  return [...new Set(texts.join(' ').match(/\{\{\s*[a-z_]+(?:\.[a-z_]+)*|\{(?:n|name|word|to)\}/g) ?? [])].sort()
}
