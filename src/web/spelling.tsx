import { type Context, Hono } from 'hono'
import { DeskPage } from '../../templates/desk.tsx'
import { SpellingPage, type SpellingProps } from '../../templates/spelling.tsx'
import { installDictionary, removeDictionary } from '../desk/dictionaries.ts'
import { enableLanguages, listSpellingLanguages } from '../desk/spelling-languages.ts'
import { listTaughtWords, pruneWord, teachWord } from '../desk/spelling-words.ts'
import { examined } from '../letters/new-dictionary.ts'
import type { Desk, Web } from './desk.ts'
import { bodyOf, formOf, idOf } from './input.ts'
import { actorOf } from './issue-changes.tsx'
import { goOn, pageParts } from './page.ts'
import { Refusal } from './refusal.ts'

const here = '/settings/spelling'

/** Languages, dictionaries and taught words. Admins only (page-deeds.ts); what a composer asks is in spelling-pen.ts. */
export function spellingPages(desk: Desk): Hono<Web> {
  return new Hono<Web>()
    .get(here, async (c) => c.html(await page(c, desk)))
    .post(`${here}/languages`, (c) => languages(c, desk))
    .post(`${here}/dictionaries`, (c) => install(c, desk))
    .post(`${here}/dictionaries/remove`, (c) => remove(c, desk))
    .post(`${here}/words`, (c) => teach(c, desk))
    .post(`${here}/words/:id/prune`, async (c) => {
      const id = idOf(c)
      const changeId = await desk.db.transaction().execute((tx) => pruneWord(tx, actorOf(c), id))
      if (changeId === 'not found') throw new Refusal(404, 'missing')
      return goOn(c, here, { done: changeId })
    })
}

async function page(c: Context<Web>, desk: Desk, typed: SpellingProps['typed'] = {}) {
  const q = (c.req.query('q') ?? '').slice(0, 60)
  const [parts, languages, words] = await Promise.all([
    pageParts(c, desk),
    listSpellingLanguages(desk.db),
    listTaughtWords(desk.db, { q, cursor: c.req.query('cursor'), limit: 50 }),
  ])
  return (
    <DeskPage {...parts} title={parts.ui.words.spelling.title} place="mailboxes" shape="page">
      <SpellingPage ui={parts.ui} languages={languages} words={words.items} next={words.next} q={q} typed={typed} />
    </DeskPage>
  )
}

async function languages(c: Context<Web>, desk: Desk) {
  const { enabled, usual } = await bodyOf(c, true)
  const wished = [enabled].flat()
  const known = (await listSpellingLanguages(desk.db)).map(({ language }) => language)
  const chosen = known.filter((language) => wished.includes(language))
  const first = chosen.filter((language) => language === usual)
  const changeId = await desk.db.transaction().execute((tx) => enableLanguages(tx, actorOf(c), [...first, ...chosen]))
  return goOn(c, here, changeId === null ? { said: 'unchanged' } : { done: changeId })
}

async function install(c: Context<Web>, desk: Desk) {
  const { speller } = desk
  if (!speller) throw new Refusal(422, 'bad input', c.get('ui').words.spelling.off)
  const form = await bodyOf(c)
  const bytes = async (part: unknown) =>
    part instanceof File ? Buffer.from(await part.arrayBuffer()) : Buffer.alloc(0)
  const code = String(form.language ?? '').trim()
  const uploaded = { language: code, aff: await bytes(form.aff), dic: await bytes(form.dic) }
  const dictionary = await examined(speller, uploaded)
  if ('problem' in dictionary) return c.html(await page(c, desk, { code, problem: dictionary.problem }), 422)
  const changeId = await desk.db.transaction().execute((tx) => installDictionary(tx, actorOf(c), dictionary))
  return goOn(c, here, { done: changeId })
}

async function remove(c: Context<Web>, desk: Desk) {
  const { language = '' } = await formOf(c)
  const changeId = await desk.db.transaction().execute((tx) => removeDictionary(tx, actorOf(c), language))
  if (changeId === 'not found') throw new Refusal(404, 'missing')
  return goOn(c, here, { done: changeId })
}

async function teach(c: Context<Web>, desk: Desk) {
  const { word = '' } = await formOf(c)
  const done = await desk.db.transaction().execute((tx) => teachWord(tx, actorOf(c), word))
  if ('problem' in done) return c.html(await page(c, desk, { word, wordProblem: done.problem }), 422)
  return goOn(c, here, done.changeId === null ? { said: 'unchanged' } : { done: done.changeId })
}
