import { type Context, Hono } from 'hono'
import { languageName } from '../../templates/language-name.ts'
import { teachWord } from '../desk/spelling-words.ts'
import type { SpellingWish } from '../letters/speller.ts'
import { mostText } from '../letters/spelling.ts'
import type { Desk, Web } from './desk.ts'
import { formOf, idIn, plainLines } from './input.ts'
import { actorOf } from './issue-changes.tsx'
import { Refusal } from './refusal.ts'

const mostIgnored = 500

/** What the script of a composer asks while a rep writes. Answers JSON. */
export function spellingPen({ db, speller }: Desk): Hono<Web> {
  return new Hono<Web>()
    .post('/spelling/check', async (c) => {
      const form = await formOf(c)
      const text = plainLines(form.text).slice(0, mostText)
      const found = (await speller?.check(db, text, wishOf(form))) ?? { trouble: c.get('ui').words.spelling.off }
      if ('trouble' in found) return c.json({ trouble: found.trouble }, 503)
      return c.json({ ...found, languages: found.languages.map((code) => [code, languageName(c.get('ui'), code)]) })
    })
    .post('/spelling/suggest', async (c) => {
      const { word = '', language = '' } = await formOf(c)
      return c.json({ suggestions: (await speller?.suggest(db, word, language)) ?? null })
    })
    .post('/spelling/words', (c) => teach(c, db))
}

async function teach(c: Context<Web>, db: Desk['db']) {
  const { word = '' } = await formOf(c)
  const done = await db.transaction().execute((tx) => teachWord(tx, actorOf(c), word))
  if ('problem' in done) throw new Refusal(422, 'bad input', done.problem)
  return c.json(done)
}

/** Ignored words come one a line. */
function wishOf({ language, issue, person, ignored }: Record<string, string>): SpellingWish {
  return {
    language: language || undefined,
    issueId: idIn(issue),
    personId: idIn(person),
    ignored: (ignored ?? '').split('\n').filter(Boolean).slice(0, mostIgnored),
  }
}
