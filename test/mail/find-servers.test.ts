import { expect, test } from 'vitest'
import { readAutoconfig } from '../../src/mail/autoconfig.ts'
import { findServers } from '../../src/mail/find-servers.ts'
import type { Lookups } from '../../src/mail/server-lookups.ts'

type World = Readonly<{
  srv?: Record<string, { name: string; port: number; priority: number; weight: number }[]>
  mx?: Record<string, string[]>
  hosts?: string[]
  web?: Record<string, string>
}>

const inThe = ({ srv = {}, mx = {}, hosts = [], web = {} }: World): Lookups => ({
  srv: async (name) => srv[name] ?? [],
  mx: async (domain) => mx[domain] ?? [],
  exists: async (host) => hosts.includes(host),
  fetch: async (url) => web[url],
})

const config = (imap: string, socket = 'SSL') => `<?xml version="1.0"?><clientConfig><emailProvider id="x">
  <incomingServer type="pop3"><hostname>pop.x.test</hostname><port>995</port><socketType>SSL</socketType></incomingServer>
  <incomingServer type="imap"><hostname>${imap}</hostname><port>993</port><socketType>${socket}</socketType>
    <username>%EMAILLOCALPART%</username></incomingServer>
  <outgoingServer type="smtp"><hostname>smtp.%EMAILDOMAIN%</hostname><port>587</port><socketType>STARTTLS</socketType>
    <username>%EMAILADDRESS%</username></outgoingServer></emailProvider></clientConfig>`

test('what a domain publishes in its DNS comes first, the record of the best priority', async () => {
  const srv = {
    '_imaps._tcp.shop.test': [
      { name: 'second.shop.test', port: 993, priority: 20, weight: 0 },
      { name: 'mail.shop.test.', port: 1993, priority: 10, weight: 0 },
    ],
    '_submissions._tcp.shop.test': [{ name: '.', port: 0, priority: 0, weight: 0 }],
    '_submission._tcp.shop.test': [{ name: 'out.shop.test', port: 587, priority: 0, weight: 0 }],
  }
  expect(await findServers(inThe({ srv }), ' Hello@Shop.test ')).toEqual({
    domain: 'shop.test',
    imap: { host: 'mail.shop.test', port: 1993, tls: 'tls', user: 'Hello@shop.test', source: 'srv' },
    smtp: { host: 'out.shop.test', port: 587, tls: 'starttls', user: 'Hello@shop.test', source: 'srv' },
  })
})

test('then its autoconfig, then that of the provider that takes its mail, then names that exist', async () => {
  const own = 'https://shop.test/.well-known/autoconfig/mail/config-v1.1.xml'
  const byDomain = await findServers(inThe({ web: { [own]: config('imap.x.test') } }), 'a@shop.test')
  expect(byDomain).toMatchObject({
    imap: { host: 'imap.x.test', user: 'a', source: 'autoconfig' },
    smtp: { host: 'smtp.shop.test', user: 'a@shop.test' },
  })
  const theirs = 'https://autoconfig.host.test/mail/config-v1.1.xml?emailaddress=a%40shop.test'
  const mx = { 'shop.test': ['mx1.eu.host.test'] }
  const byProvider = await findServers(inThe({ mx, web: { [theirs]: config('imap.host.test') } }), 'a@shop.test')
  expect(byProvider).toMatchObject({ imap: { host: 'imap.host.test', source: 'provider' } })
  const google = await findServers(inThe({ mx: { 'shop.test': ['aspmx.l.google.com'] } }), 'a@shop.test')
  expect(google).toMatchObject({
    imap: { host: 'imap.gmail.com' },
    smtp: { host: 'smtp.gmail.com', source: 'provider' },
  })
  const guessed = await findServers(inThe({ hosts: ['mail.shop.test'] }), 'a@shop.test')
  expect(guessed).toMatchObject({
    imap: { host: 'mail.shop.test', source: 'guess' },
    smtp: { host: 'mail.shop.test', port: 465 },
  })
  expect(await findServers(inThe({}), 'a@shop.test')).toEqual({ domain: 'shop.test', imap: null, smtp: null })
})

test('what is no address, no encryption or no host finds nothing', async () => {
  for (const typed of ['', 'shop.test', 'a@b', 'a b@shop.test', 'a@127.0.0.1', 'a@shop.test/x?', 'a@[::1]'])
    expect(await findServers(inThe({}), typed)).toBe('bad address')
  expect(readAutoconfig(config('imap.x.test', 'plain'), 'a@x.test').imap).toBeNull()
  expect(readAutoconfig(config('imap.x.test/../evil'), 'a@x.test').imap).toBeNull()
  expect(readAutoconfig('<incomingServer type="imap">'.repeat(5000), 'a@x.test')).toEqual({ imap: null, smtp: null })
})
