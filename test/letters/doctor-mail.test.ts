import type { AddressInfo } from 'node:net'
import { createServer } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { readConfig } from '../../src/config.ts'
import { createDkimKey } from '../../src/letters/dkim-changes.ts'
import { dkimRecord } from '../../src/letters/dkim-keys.ts'
import { mailChecks } from '../../src/letters/doctor-mail.ts'
import { ensureFirstMailbox } from '../../src/mail/mailboxes.ts'
import { doctor } from '../../src/settings/doctor.ts'
import { testDatabase } from '../support/database.ts'

const secrets = { current: 'a secret that is long enough for tests', old: [] }
const nothing = (code: string) => Promise.reject(Object.assign(new Error(code), { code }))

test('the doctor names the records that a domain lacks, and what to publish where', async () => {
  const { db } = await testDatabase()
  await ensureFirstMailbox(db, 'help@example.com')
  const zone: Record<string, string[][]> = {}
  let mailHosts: { exchange: string }[] = []
  const dns = {
    txt: (name: string) => (zone[name] ? Promise.resolve(zone[name]) : nothing('ENODATA')),
    mx: () => (mailHosts.length > 0 ? Promise.resolve(mailHosts) : nothing('ENOTFOUND')),
  }
  const faults = async () => {
    const lines: string[] = []
    await doctor(readConfig({}), db, { say: (line) => void lines.push(line), more: () => mailChecks(db, dns) })
    return lines.filter((line) => line.includes('example.com'))
  }
  expect(await faults()).toEqual([
    expect.stringMatching(/^FAULT {2}MX of example.com: .*publish at example.com: MX 10/),
    expect.stringMatching(/^FAULT {2}SPF of example.com: .*Publish at example.com: v=spf1 mx ~all$/),
    expect.stringMatching(/^FAULT {2}DMARC of example.com: .*Publish at _dmarc.example.com: v=DMARC1; p=none/),
    expect.stringMatching(/^FAULT {2}DKIM of example.com: letters are not signed/),
  ])
  const actor = { kind: 'system', repId: null } as const
  const made = await createDkimKey(db, actor, secrets, { domain: 'example.com', algorithm: 'ed25519' })
  if (!('key' in made)) throw new Error(made.problem)
  const { name, value } = dkimRecord(made.key)
  expect((await faults()).at(-1)).toContain(`There is no such record at ${name} yet`)
  Object.assign(zone, {
    'example.com': [['v=spf1 mx ~all']],
    '_dmarc.example.com': [['v=DMARC1; p=reject']],
    [name]: [[value]],
  })
  mailHosts = [{ exchange: 'mail.example.com' }]
  expect(await faults()).toEqual(['MX', 'SPF', 'DMARC', 'DKIM'].map((kind) => `ok     ${kind} of example.com`))
})

test('name servers that do not answer are no missing record, and a relay that is away is named', async () => {
  const { db } = await testDatabase()
  await ensureFirstMailbox(db, 'help@example.com')
  const away = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => away.once('listening', resolve))
  const { port } = away.address() as AddressInfo
  onTestFinished(() => void away.close())
  for (const [name, at] of [
    ['near', port],
    ['gone', 9],
  ] as const)
    await db
      .insertInto('relays')
      .values({ name, host: '127.0.0.1', port: at, tls: 'none', userName: '', standard: false, connections: 6 })
      .execute()
  const dns = { txt: () => nothing('ESERVFAIL'), mx: () => nothing('ETIMEOUT') }
  const checks = await mailChecks(db, dns)
  const said = Object.fromEntries(await Promise.all(checks.map(async ({ name, fault }) => [name, await fault()])))
  expect(said[`relay near (127.0.0.1:${port}) answers`]).toBeUndefined()
  expect(said['relay gone (127.0.0.1:9) answers']).toContain('ECONNREFUSED; correct it under Settings')
  for (const kind of ['MX', 'SPF', 'DMARC']) expect(said[`${kind} of example.com`], kind).toMatch(/did not answer/i)
})
