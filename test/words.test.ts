import { readFileSync } from 'node:fs'
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

/** Files whose sentences are kept, or come back to the page that asked, and are said there in the reader's language. */
const tellers = [
  ...[
    'thread-words',
    'judge',
    'plan',
    'copies',
    'claims',
    'keep-fetched',
    'imap-fetch',
    'imap-account',
    'imap-session',
  ],
  ...['structure', 'parse', 'parser', 'automatic'],
].map((name) => `../inbound/${name}`)
tellers.push(
  ...[
    'letters/outcome',
    'letters/report-words',
    'letters/checks-words',
    'letters/relay-test',
    'letters/domain-records',
  ],
  ...['letters/sending', 'mail/imap-faults', 'mail/imap-client', 'mail/imap-test', 'mail/deliveries', 'mail/oauth'],
  ...['desk/move', 'desk/webhook-send', 'settings/fetch-guard', 'campaigns/housekeeping', 'campaigns/render-watch'],
  ...['campaigns/prepare', 'shop/import-csv', 'shop/import-items', 'shop/import-orders', 'shop/import-row'],
  'shop/import-write',
)

/** Of those files: SQL, what is logged or sent, and pieces that stand in one of the whole sentences below. */
const notSaid = [
  /^(?:[a-z_.]+|\(.*\)|7) (?:and|as|=|<>|<=|in)\b|^(?:[(:)]|update |select |case |greatest|now\(|interval )|_at = |state = |\bas [a-z]$/,
  /^(?:kind|policy|state|mailbox_id) |^letters l|^finished_at|^\)} %|^\), country/,
  /^(?:v=|Test of a relay|This letter proves|Subject: )|leases could not|another worker took|cannot be fetched$|fetching mail broke|folder is read again/,
  /^(?:was closed more than|is (?:signed|for another)|comes without|Make sure that|There is an SPF record)|(?:now|before|password|tries|letter to |: 7\.|There are? .* record\. |: )7+(?:[.:]|$| 7:)|^The certificate of 7 7|with 7\.$/,
]
const whole = [
  ...[
    'A new issue that continues #7: it came to the reply address of our letter, but #7 was closed more than 7 days before.',
  ],
  ...[
    'The certificate of 7 has expired: use the name that stands in it, or have it renewed.',
    'It came back from 7: no reason was given.',
  ],
  ...['The server cannot check the password just now (“7”).', 'The folder “7” is there, with 7 mails.'],
  'There is an SPF record. Make sure that it names your relay, or what your provider tells you to include.',
  ...[
    'waiting, since 7 asked for patience: 7',
    'The relay refused it: 7.',
    'Paused by hand.',
    'the customer wrote before it was due',
  ],
  ...['The same mail as delivery 7, which came before; nothing was added.', 'not delivered: no relay'],
]

test.each(names)('%s says whatever the program keeps as a sentence', (language) => {
  const told = tellers.flatMap((name) =>
    sentencesIn(readFileSync(new URL(`../src/${name}.ts`, import.meta.url), 'utf8')),
  )
  expect(told.length).toBeGreaterThan(150)
  expect([...told, ...whole].filter((one) => languages[language].said(one) === one)).toEqual([])
  expect(languages[language].said(whole[0]!)).not.toMatch(/\{|it came/)
  expect(languages[language].said('something that nobody wrote down')).toBe('something that nobody wrote down')
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

/** Texts of three words and more, with a number for what is put in. */
function sentencesIn(code: string): string[] {
  const bare = code.replace(/^\s*(?:\/?\*|\/\/).*$/gm, '').replace(/^import .*$/gm, '')
  const texts = bare.matchAll(/'((?:[^'\\\n]|\\.)*)'|`((?:[^`\\]|\\.)*)`/g)
  return [...texts]
    .map(([, plain, filled]) => (plain ?? filled ?? '').replace(/\$\{[^}]*\}/g, '7'))
    .filter((text) => /^\S+(?: \S+){2,}$/.test(text) && !notSaid.some((one) => one.test(text)))
}
