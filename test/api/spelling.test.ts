import { expect, it, onTestFinished } from 'vitest'
import { startSpeller } from '../../src/letters/speller.ts'
import { testDatabase } from '../support/database.ts'
import { anApi } from './support.ts'

it('checks, suggests, teaches, prunes, installs and enables, as the pages do', async () => {
  const { db } = await testDatabase()
  const speller = startSpeller({ deadline: 60_000, suggest: 20_000, tryOut: 60_000 })
  onTestFinished(() => speller.stop())
  const { send } = await anApi(db, { role: 'admin', speller })
  const text = 'We recieved your Formikko, thank you.'
  const checked = await send('POST', '/spelling/check', { text, suggestions: true })
  expect(checked).toMatchObject({ status: 200, body: { language: 'en' } })
  expect(checked.body.misspellings).toEqual([
    { word: 'recieved', offset: 3, length: 8, suggestions: expect.arrayContaining(['received']) },
    { word: 'Formikko', offset: 17, length: 8, suggestions: expect.any(Array) },
  ])
  const suggested = await send('POST', '/spelling/suggest', { word: 'teh', language: 'en' })
  expect(suggested.body.suggestions).toContain('the')

  const taught = await send('POST', '/spelling/words', { word: 'formikko' }, { 'Idempotency-Key': 'one' })
  expect(taught).toMatchObject({ status: 201, body: { word: 'formikko', changeId: expect.any(Number) } })
  expect((await send('POST', '/spelling/words', { word: 'formikko' }, { 'Idempotency-Key': 'one' })).body).toEqual(
    taught.body,
  )
  expect((await send('GET', '/spelling/words?q=MIKK')).body).toMatchObject({
    items: [{ word: 'formikko' }],
    next: null,
  })
  expect((await send('POST', '/spelling/check', { text })).body.misspellings).toHaveLength(1)
  expect((await send('DELETE', `/spelling/words/${taught.body.id}`)).status).toBe(200)
  expect((await send('DELETE', `/spelling/words/${taught.body.id}`)).status).toBe(404)

  const upload = new FormData()
  upload.set('language', 'de')
  upload.set('aff', new File(['SET UTF-8\n'], 'de.aff'))
  upload.set('dic', new File(['2\nund\nbau\n'], 'de.dic'))
  const installed = await send('POST', '/spelling/dictionaries', upload)
  expect(installed).toMatchObject({ status: 201, body: { language: 'de', words: 2 } })
  expect((await send('PATCH', '/spelling/languages', { enabled: ['de', 'xx'] })).status).toBe(422)
  expect((await send('PATCH', '/spelling/languages', { enabled: ['de'] })).body).toMatchObject({ enabled: ['de'] })
  const [german] = (await send('GET', '/spelling/languages')).body.items
  expect(german).toMatchObject({ language: 'de', enabled: true, installed: { words: 2 } })
  expect((await send('POST', '/spelling/check', { text: 'und bauu' })).body.misspellings).toMatchObject([
    { word: 'bauu' },
  ])
  expect((await send('DELETE', '/spelling/dictionaries/de')).status).toBe(200)
  expect((await send('POST', '/spelling/check', { text })).status).toBe(503)

  for (const body of [{ text: 'x'.repeat(100_001) }, { text: 'a\0' }, { text: '\ud800' }, {}, { text: 1 }])
    expect((await send('POST', '/spelling/check', body)).status).toBe(422)
  const rep = await anApi(db, { speller })
  expect((await rep.send('PATCH', '/spelling/languages', { enabled: ['en'] })).status).toBe(403)
  const without = await anApi(db)
  expect((await without.send('POST', '/spelling/check', { text })).status).toBe(503)
})
