import { sql } from 'kysely'
import { beforeAll, describe, expect, test } from 'vitest'
import type { Database } from '../../src/database/connection.ts'
import { installDictionary, removeDictionary } from '../../src/desk/dictionaries.ts'
import { enableLanguages } from '../../src/desk/spelling-languages.ts'
import { pruneWord, teachWord } from '../../src/desk/spelling-words.ts'
import { undoChange } from '../../src/desk/undo.ts'
import { corrected, correctionsIn } from '../../src/letters/corrections.ts'
import { misspelled } from '../../src/letters/misspelled.ts'
import { type Speller, type SpellingWish, startSpeller } from '../../src/letters/speller.ts'
import { wordsIn } from '../../src/letters/spelling.ts'
import { guessLanguage } from '../../src/letters/spelling-guess.ts'
import { cloneDatabase } from '../support/database.ts'
import { anIssue, aPerson, aRep } from '../support/desk.ts'

let db: Database
let speller: Speller
const actor = { kind: 'system', repId: null } as const

beforeAll(async () => {
  const database = await cloneDatabase()
  db = database.db
  speller = startSpeller({ deadline: 60_000, tryOut: 60_000, suggest: 20_000 })
  return async () => {
    await speller.stop()
    await database.stop()
  }
})

async function wrong(text: string, wish: SpellingWish = {}) {
  const found = await speller.check(db, text, wish)
  if ('trouble' in found) throw new Error(found.trouble)
  for (const { word, offset } of found.misspellings) expect(text.slice(offset, offset + word.length)).toBe(word)
  return found.misspellings.map(({ word }) => word)
}

const words = (text: string) => wordsIn(text).map(({ word }) => word)

describe('of a letter are checked', () => {
  test('words, with their apostrophes and hyphens, where they stand', () => {
    expect(wordsIn('Don’t re-send  l’été, “now”!')).toEqual([
      { word: 'Don’t', offset: 0 },
      { word: 're-send', offset: 6 },
      { word: 'l’été', offset: 15 },
      { word: 'now', offset: 23 },
    ])
  })
  test.each([
    [
      'an address of mail or of the web',
      'to jon.smiht@shop.test or https://shop.test/recieve?x=teh or www.shpo.test, shop.test/retrun',
      ['to', 'or', 'or'],
    ],
    [
      'an order number, a number, a file or a path',
      'order AB-1023 of 3kg 2nd, invoyce.pdf, /var/lgo/x and C:\\temmp',
      ['order', 'of', 'and'],
    ],
    [
      'a template variable',
      'Dear {{ person.frist_name | defualt: "frend" }}, {% if ordr %}yes{% endif %}',
      ['Dear', 'yes'],
    ],
    ['code', 'run `npm isntall` or\n```\nlet teh = 1\n```\nnow', ['run', 'or', 'now']],
    ['what is quoted, and a signature', 'Yes.\n> I recieved\n >> nohting\nBye\n-- \nTeh Shpo', ['Yes', 'Bye']],
    ['abbreviations and names likeThis', 'VAT URLs iPhone JavaScript #refnud @anna done', ['done']],
  ])('not %s', (_, text, left) => expect(words(text)).toEqual(left))
})

describe('the language is', () => {
  const languages = ['en', 'fr', 'es', 'nl', 'pt']
  test.each([
    ['Thank you for your order. It will be with you on Friday.', 'en'],
    ['Bonjour, merci pour votre commande, elle est en route.', 'fr'],
    ['Hola, gracias por su pedido, llegará el viernes con el mensajero.', 'es'],
    ['Beste Anna, bedankt voor je bestelling, wij sturen het pakket naar je.', 'nl'],
    ['Olá, obrigado pela sua encomenda, ela já está com o correio.', 'pt'],
  ])('guessed: %s', (text, language) =>
    expect(guessLanguage(words(text.toLowerCase()), languages)).toEqual({ language, sure: true }),
  )
  test('the usual one where the text tells none, or the person’s own', () => {
    expect(guessLanguage(['ok'], languages)).toEqual({ language: 'en', sure: false })
    expect(guessLanguage(['ok'], languages, 'fr-CA')).toEqual({ language: 'fr', sure: false })
  })
  test('the variant that comes first, or that was hinted at', () => {
    const text = words('thank you for your order')
    expect(guessLanguage(text, ['fr', 'en-GB', 'en']).language).toBe('en-GB')
    expect(guessLanguage(text, ['fr', 'en-GB', 'en'], 'en').language).toBe('en')
  })
})

test('misspelled words are found in the language of the letter', async () => {
  expect(await wrong('Hello, I have recieved your parcel-bxo; a naïve RECIEVER will not be sorry.')).toEqual([
    'recieved',
    'bxo',
    'RECIEVER',
  ])
  expect(await wrong('Bonjour, nous avons expédié votre comande aujourd’hui, merci de l’atendre.')).toEqual([
    'comande',
    'l’atendre',
  ])
  expect(await wrong('Hola, hemos recivido su pedido y lo enviamos mañana con el correo.')).toEqual(['recivido'])
  expect(
    await wrong('Wij sturen de bestelling morgen, de verzendkostenvergoeding is voor u en het pakktje ook.'),
  ).toEqual(['pakktje'])
  expect(await wrong('Olá, a sua encomenda não foi enviada, mas já está com o corrreio.')).toEqual(['corrreio'])
  expect(await wrong('I like the color of your favour.', { language: 'en' })).toEqual(['favour'])
})

test('suggestions come with the word’s own apostrophe, from memory the second time, and never late', async () => {
  expect(await speller.suggest(db, 'recieve', 'en')).toContain('receive')
  expect(await speller.suggest(db, 'recieve', 'en')).toContain('receive')
  expect(await speller.suggest(db, 'does’nt', 'en')).toContain('doesn’t')
  expect(await speller.suggest(db, 'x'.repeat(1 << 20), 'en')).toEqual([])
  expect(await speller.suggest(db, 'x', 'xx')).toEqual([])
  const hurried = startSpeller({ suggest: 0 })
  expect(await hurried.suggest(db, 'recieve', 'en')).toBeNull()
  await hurried.stop()
})

test('names around the letter, products and taught words are never misspelled', async () => {
  await sql`insert into shop_products (external_id, name) values ('p1', 'Formikko Deluxxe 3000')`.execute(db)
  await sql`insert into shop_users (external_id, first_names, last_name, language) values ('u1', 'Marija', 'Zwrkova', 'fr')`.execute(
    db,
  )
  await sql`insert into shop_orders (external_id, number, shop_user_id, state, placed_at, currency, total_minor, shipping)
    values ('o1', 'A-1', 1, 'paid', now(), 'EUR', 1, '{"addresses": [{"kind": "x", "lines": ["Hrbkova 7", "Brnno"]}]}')`.execute(
    db,
  )
  const personId = await aPerson(db, 'zzz@customer.test', 'Zzyzx Qvist')
  await sql`update user_identifications set shop_user_id = 1 where id = ${personId}`.execute(db)
  const issueId = await anIssue(db, { personId })
  await aRep(db, 'Ytterbium Zlopp')
  const text =
    'Dear Zzyzx, Marija’s Formikko and the deluxxe go to Hrbkova in Brnno with the mail. Yours, Zlopp and a Formicatron'
  expect(await wrong(text, { issueId })).toEqual(['Formicatron'])
  expect(await wrong('Oui, bonjuor', { personId })).toEqual(['bonjuor'])
  expect(await wrong('Dear Zzyzx, thank you for it')).toEqual(['Zzyzx'])
  expect(await wrong(text, { issueId, ignored: ['formicatron'] })).toEqual([])
  const taught = await db.transaction().execute((tx) => teachWord(tx, actor, 'Formicatron'))
  if ('problem' in taught) throw new Error(taught.problem)
  expect(await wrong(text, { issueId })).toEqual([])
  const again = await db.transaction().execute((tx) => teachWord(tx, actor, 'formicatron'))
  expect(again).toEqual({ id: taught.id, word: 'Formicatron', changeId: null })
  const pruned = await db.transaction().execute((tx) => pruneWord(tx, actor, taught.id))
  expect(await wrong(text, { issueId })).toEqual(['Formicatron'])
  const undo = (id: unknown) => db.transaction().execute((tx) => undoChange(tx, actor, Number(id)))
  await undo(pruned)
  expect(await wrong(text, { issueId })).toEqual([])
  await undo(taught.changeId)
  expect(await wrong(text, { issueId })).toEqual(['Formicatron'])
  expect(await db.transaction().execute((tx) => teachWord(tx, actor, 'a b\0'))).toHaveProperty('problem')
})

test('a letter’s misspellings are findings before it goes, each word once, subject first', async () => {
  const draft = {
    repId: null,
    subject: 'Yuor order',
    text: 'We recieved it and recieved it agian, thank you for all of it.',
    attachmentIds: [],
    alsoIssues: [],
  }
  expect(await misspelled(db, draft, { speller })).toEqual([
    { kind: 'spelling', text: '“Yuor” is perhaps misspelled.', where: { field: 'subject', start: 0, end: 4 } },
    {
      kind: 'spelling',
      text: '“recieved” is perhaps misspelled.',
      where: { field: 'text', start: 3, end: 11 },
      fixes: expect.arrayContaining(['received']),
    },
    {
      kind: 'spelling',
      text: '“agian” is perhaps misspelled.',
      where: { field: 'text', start: 31, end: 36 },
      fixes: expect.arrayContaining(['again']),
    },
  ])
  expect(await misspelled(db, draft, {})).toEqual([])
})

test('corrections of a form go where their word still stands', () => {
  const form = { 'fix.3.recieved': 'received', 'fix.20.agian': ' again ', 'fix.0.We': 'We', 'fix.9.x': 'y', text: 'no' }
  expect(corrected('We recieved the box agian', correctionsIn(form))).toBe('We received the box again')
  expect(corrected('We have recieved it', correctionsIn(form))).toBe('We have recieved it')
})

test('a dictionary is tried out, installed, used, removed and put back', async () => {
  const aff = Buffer.from('SET ISO8859-1\nTRY esianr\nSFX S Y 1\nSFX S 0 s .\n', 'latin1')
  const dic = Buffer.from('4\nameis\xe9/S\nbau\nund\ndie\n', 'latin1')
  const tried = await speller.tryOut(aff, dic)
  if ('trouble' in tried) throw new Error(tried.trouble)
  expect(tried).toMatchObject({ words: 4 })
  const { ms: loadMs, ...measured } = tried
  const installed = await db
    .transaction()
    .execute((tx) => installDictionary(tx, actor, { language: 'de', aff, dic, loadMs, ...measured }))
  expect(await speller.check(db, 'und', { language: 'de' })).toMatchObject({ language: 'en' })
  const enabled = await db.transaction().execute((tx) => enableLanguages(tx, actor, ['en', 'de']))
  expect(await wrong('die Ameisés und die Bauu', { language: 'de' })).toEqual(['Bauu'])
  const undo = (id: unknown) => db.transaction().execute((tx) => undoChange(tx, actor, Number(id)))
  const removed = await db.transaction().execute((tx) => removeDictionary(tx, actor, 'de'))
  expect(await speller.check(db, 'und', { language: 'de' })).toMatchObject({ language: 'en', languages: ['en'] })
  await undo(removed)
  expect(await wrong('die Ameisés und die Bauu', { language: 'de' })).toEqual(['Bauu'])
  await undo(enabled)
  await undo(installed)
  expect(await speller.check(db, 'und', { language: 'de' })).toMatchObject({
    languages: ['en', 'fr', 'es', 'nl', 'pt'],
  })
})

test.each([
  ['no dictionary', Buffer.from([0, 1, 2, 255]), Buffer.from([0, 254])],
  ['an encoding that there is not', Buffer.from('SET KLINGON-1\n'), Buffer.from('1\nword\n')],
  ['a list that knows nothing', Buffer.from('SET UTF-8\n'), Buffer.from('0\n')],
  [
    'one that takes anything for right',
    Buffer.from('SET UTF-8\nCOMPOUNDMIN 1\nCOMPOUNDFLAG C\n'),
    Buffer.from(`26\n${[...'abcdefghijklmnopqrstuvwxyz'].map((c) => `${c}/C`).join('\n')}\n`),
  ],
])('%s is refused in words', async (_, aff, dic) => {
  expect(await speller.tryOut(aff, dic)).toEqual({ trouble: expect.any(String) })
  expect(await wrong('this is fine for you')).toEqual([])
})

describe('hostile text is answered in time:', () => {
  test.each([
    ['ten megabytes', 'teh word '.repeat(1_200_000)],
    ['one word of a megabyte', 'x'.repeat(1 << 20)],
    ['NUL and lone surrogates', 'the \0 word\0s are \ud800 fine \udfff for you'],
    ['combining marks without end', `e${'\u0301'.repeat(100_000)} and the ${'z\u0316\u0317 '.repeat(5000)}`],
    [
      'right to left, other scripts and emoji',
      'you are שלום عالم 你好 привет 👩‍👩‍👧‍👦 🇫🇷 and the \u202efine\u202c for me',
    ],
    ['brackets that never close', `${'{{'.repeat(50_000)}${'`'.repeat(30_000)}${'>'.repeat(20_000)}`],
    ['hyphens and apostrophes', "a-'’-".repeat(20_000)],
    ['dots and slashes', 'a.b/c.'.repeat(15_000)],
  ])('%s', async (_, text) => {
    const found = await speller.check(db, text, { language: 'en' })
    if ('trouble' in found) throw new Error(found.trouble)
    expect(found.misspellings.length).toBeLessThanOrEqual(500)
  })
})

test('a thread that hangs or dies is replaced, and whoever waited is told', async () => {
  const impatient = startSpeller({ deadline: 1 })
  expect(await impatient.check(db, 'the word', {})).toEqual({ trouble: expect.stringContaining('no answer') })
  await impatient.stop()
  const kept = startSpeller({ idle: 1, deadline: 60_000 })
  expect(await kept.check(db, 'teh word', { language: 'en' })).toMatchObject({ misspellings: [{ word: 'teh' }] })
  expect(await kept.check(db, 'teh word', { language: 'en' })).toMatchObject({ misspellings: [{ word: 'teh' }] })
  await kept.stop()
})
