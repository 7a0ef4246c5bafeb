import { OpenAPIHono, z } from '@hono/zod-openapi'
import { enableLanguages, listSpellingLanguages } from '../desk/spelling-languages.ts'
import { listTaughtWords, pruneWord, teachWord } from '../desk/spelling-words.ts'
import type { Speller } from '../letters/speller.ts'
import { mostText } from '../letters/spelling.ts'
import type { ApiEnv, ApiParts } from './env.ts'
import { byId, id, pageOf, paging, text, words } from './fields.ts'
import { once } from './idempotency.ts'
import { Refusal } from './problems.ts'
import { route } from './route.ts'
import { changed } from './shapes.ts'
import { inTransaction } from './transaction.ts'

const suggestedAtOnce = 10
const code = text(12)
const misspelling = z
  .object({
    word: z.string(),
    offset: z.int().openapi({ description: 'In UTF-16 code units' }),
    length: z.int(),
    suggestions: z.array(z.string()).optional(),
  })
  .openapi('Misspelling')
const taught = z
  .object({ id: z.int(), word: z.string(), rep: z.string().nullable(), taughtAt: z.iso.datetime() })
  .openapi('TaughtWord')
const languageShape = z
  .object({
    language: z.string(),
    enabled: z.boolean(),
    memoryBytes: z.int(),
    installed: z.object({ words: z.int(), rep: z.string().nullable(), at: z.iso.datetime() }).nullable(),
  })
  .openapi('SpellingLanguage')

const check = route({
  ...{ method: 'post', path: '/spelling/check', deed: 'work' },
  summary: 'The misspelled words of a text, at most 500; names of the person and of products are none',
  body: z.strictObject({
    text: text(mostText),
    language: code.optional(),
    personId: id.optional(),
    issueId: id.optional(),
    ignored: z.array(text(60)).max(500).optional(),
    suggestions: z.boolean().optional().openapi({ description: 'Also what was meant, for the first ten words' }),
  }),
  answer: z.object({ language: z.string(), languages: z.array(z.string()), misspellings: z.array(misspelling) }),
})
const suggest = route({
  ...{ method: 'post', path: '/spelling/suggest', deed: 'work' },
  summary: 'What was perhaps meant, at most five; null when that takes too long: ask again',
  body: z.strictObject({ word: words(60), language: code }),
  answer: z.object({ suggestions: z.array(z.string()).nullable() }),
})
const list = route({
  ...{ method: 'get', path: '/spelling/words', deed: 'read', query: z.object({ ...paging, q: text(60).optional() }) },
  summary: 'Words that were taught, newest first',
  answer: z.object({ items: z.array(taught), next: z.string().nullable() }),
})
const teach = route({
  ...{ method: 'post', path: '/spelling/words', deed: 'work', status: 201, body: z.strictObject({ word: words(60) }) },
  summary: 'Teaches a word to all; changeId is null where it was known',
  answer: z.object({ id: z.int(), word: z.string(), ...changed }),
})
const prune = route({
  ...{ method: 'delete', path: '/spelling/words/{id}', deed: 'settings', params: byId },
  summary: 'Takes a taught word out again',
  answer: z.object(changed),
})
const languages = route({
  ...{ method: 'get', path: '/spelling/languages', deed: 'read' },
  summary: 'Languages that letters can be checked in, and the memory that each takes while it is used',
  answer: z.object({ items: z.array(languageShape), next: z.null() }),
})
const enable = route({
  ...{ method: 'patch', path: '/spelling/languages', deed: 'settings' },
  summary: 'Sets which languages letters are checked in; the first is the usual one',
  body: z.strictObject({ enabled: z.array(code).max(30) }),
  answer: z.object({ enabled: z.array(z.string()), ...changed }),
})

/** Checking, what is meant, the taught words and the languages; dictionaries are in spelling-dictionaries.ts. */
export function spellingRoutes({ db, speller }: ApiParts) {
  return new OpenAPIHono<ApiEnv>()
    .openapi(check, async (c) => {
      const { text, suggestions, ...wish } = c.req.valid('json')
      const found = await mustHave(speller).check(db, text, wish)
      if ('trouble' in found) throw new Refusal(503, found.trouble, { retryAfter: 5 })
      const hints = suggestions
        ? await hintsFor(
            found.misspellings.map(({ word }) => word),
            found.language,
          )
        : undefined
      const misspellings = found.misspellings.map(({ word, offset }) => {
        const meant = hints?.get(word)
        return { word, offset, length: word.length, ...(meant && { suggestions: [...meant] }) }
      })
      return c.json({ ...found, languages: [...found.languages], misspellings })
    })
    .openapi(suggest, async (c) => {
      const { word, language } = c.req.valid('json')
      return c.json({ suggestions: await mustHave(speller).suggest(db, word, language) })
    })
    .openapi(list, async (c) => {
      const { q, ...page } = c.req.valid('query')
      return c.json(await listTaughtWords(db, { ...pageOf(page), q }))
    })
    .openapi(teach, (c) =>
      once(c, db, {
        effect: async (tx) => {
          const done = await teachWord(tx, c.var.actor, c.req.valid('json').word)
          if ('problem' in done) throw new Refusal(422, done.problem)
          return done
        },
      }),
    )
    .openapi(prune, async (c) => {
      const at = c.req.valid('param').id
      const changeId = await inTransaction(db, (tx) => pruneWord(tx, c.var.actor, at))
      if (changeId === 'not found') throw new Refusal(404, `There is no taught word ${at}.`)
      return c.json({ changeId })
    })
    .openapi(languages, async (c) => {
      const all = await listSpellingLanguages(db)
      return c.json({ items: all.map((one) => ({ ...one, installed: one.installed ?? null })), next: null })
    })
    .openapi(enable, async (c) => {
      const { enabled } = c.req.valid('json')
      const known = (await listSpellingLanguages(db)).map(({ language }) => language)
      const unknown = enabled.find((one) => !known.includes(one))
      if (unknown !== undefined) throw new Refusal(422, `There is no dictionary for ${unknown}: install one first.`)
      return c.json({ enabled, changeId: await inTransaction(db, (tx) => enableLanguages(tx, c.var.actor, enabled)) })
    })

  async function hintsFor(words: readonly string[], language: string) {
    const found = new Map<string, readonly string[]>()
    for (const word of [...new Set(words)].slice(0, suggestedAtOnce))
      found.set(word, (await mustHave(speller).suggest(db, word, language)) ?? [])
    return found
  }
}

export function mustHave(speller: Speller | undefined): Speller {
  if (!speller) throw new Refusal(503, 'No letter is checked for its spelling here.', { retryAfter: 60 })
  return speller
}
