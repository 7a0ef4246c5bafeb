import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { importMail } from '../../inbound/import.ts'
import { compose, openLine } from './door.ts'

const folder = () => mkdtempSync(join(tmpdir(), 'antfarm-import-'))
const old = (n: number) =>
  compose({
    id: `m${n}@x.example`,
    text: `From here on\r\nmail ${n}`,
    headers: `Date: Thu, 0${n} Jan 2015 10:00:00 +0000`,
  })

test('an mbox, a maildir and an .eml file are imported, and again without effect', async () => {
  const line = await openLine()
  const base = folder()
  const quoted = (text: string) =>
    text
      .replaceAll('\r\n', '\n')
      .replace(/^(>*From )/gm, '>$1')
      .replace(/^>From:/gm, 'From:')
  writeFileSync(join(base, 'box'), [1, 2].map((n) => `From x@y Thu Jan 1\n${quoted(old(n))}\n`).join(''))
  mkdirSync(join(base, 'dir/cur'), { recursive: true })
  writeFileSync(join(base, 'dir/cur/1:2,S'), old(3))
  writeFileSync(join(base, 'one.eml'), old(4))
  for (let round = 0; round < 2; round++) {
    const counts = []
    for (const name of ['box', 'dir', 'one.eml']) counts.push(await importMail(line.db, join(base, name), line.mailbox))
    expect(counts.map((count) => count.mails)).toEqual([2, 1, 1])
    await line.fileAll()
  }
  const emails = await line.db.selectFrom('emails').select('text').orderBy('id').execute()
  expect(emails.map((email) => email.text.trim())).toEqual([1, 2, 3, 4].map((n) => `From here on\nmail ${n}`))
  const issues = await line.db.selectFrom('issues').select('openedAt').orderBy('id').execute()
  expect(issues[0]!.openedAt.toISOString()).toBe('2015-01-01T10:00:00.000Z')
})

test('a path without mail is an error that names it', async () => {
  const line = await openLine()
  const base = folder()
  writeFileSync(join(base, 'note'), '\u0000\u0001')
  await expect(importMail(line.db, join(base, 'nothing'), line.mailbox)).rejects.toThrow(/nothing does not exist/)
  await expect(importMail(line.db, join(base, 'note'), line.mailbox)).rejects.toThrow(/holds no mail/)
  await expect(importMail(line.db, base, line.mailbox)).rejects.toThrow(/is no maildir/)
})
