import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { fetchGuarded, type Guard } from '../../src/settings/fetch-guard.ts'
import { isPublicAddress } from '../../src/settings/public-address.ts'

const limits = { maxBytes: 1000, deadline: 1000 }

/** A server of the "outside" on loopback, which only a test's own rule lets through. */
async function outside(answer: RequestListener) {
  const asked: string[] = []
  const server = createServer((request, response) => {
    asked.push(`${request.headers.host} ${request.url} ${request.headers.cookie ?? ''}${request.headers.referer ?? ''}`)
    answer(request, response)
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const { port } = server.address() as AddressInfo
  const allows = (address: string, to: number) => address === '127.0.0.1' && to === port
  const resolve = async (host: string) => (host === 'pictures.example' ? ['127.0.0.1'] : ['10.0.0.1'])
  const guard: Guard = { ...limits, allows, resolve }
  return { port, asked, guard, url: `http://pictures.example:${port}` }
}

test('addresses that are not of the public internet are told', () => {
  for (const address of ['1.1.1.1', '93.184.216.34', '2606:4700::1111', '2a00:1450::1'])
    expect(isPublicAddress(address), address).toBe(true)
  for (const address of [
    ...[
      '127.0.0.1',
      '127.9.9.9',
      '0.0.0.0',
      '10.1.2.3',
      '172.16.0.1',
      '172.31.255.255',
      '192.168.1.1',
      '169.254.169.254',
    ],
    ...['100.64.0.1', '100.127.255.255', '192.0.0.1', '198.18.0.1', '224.0.0.1', '239.1.1.1', '255.255.255.255'],
    ...[
      '::',
      '::1',
      '::ffff:127.0.0.1',
      '::ffff:7f00:1',
      '::127.0.0.1',
      'fe80::1',
      'fe80::1%eth0',
      'fc00::1',
      'fd12::1',
    ],
    ...[
      'ff02::1',
      '64:ff9b::7f00:1',
      '64:ff9b:1::1',
      '2002:7f00:1::',
      '2001::1',
      '2001:db8::1',
      '',
      'localhost',
      '1.1',
    ],
  ])
    expect(isPublicAddress(address), address).toBe(false)
})

test('this machine and its network are refused by default, however they are spelled', async () => {
  const { port, asked } = await outside((_request, response) => response.end('secret'))
  const resolve = async () => ['127.0.0.1']
  for (const host of [
    '127.0.0.1',
    'localhost',
    '2130706433',
    '0x7f.1',
    '017700000001',
    '127.1',
    '[::1]',
    '[::ffff:127.0.0.1]',
    '[::ffff:7f00:1]',
    '0',
    'rebind.example',
    '①②⑦.⓪.⓪.①',
  ])
    expect(await fetchGuarded(`http://${host}:${port}/`, { ...limits, resolve }), host).toEqual({
      refused: 'it is not on the public web',
    })
  expect(asked).toEqual([])
})

test('other schemes, ports and credentials are refused', async () => {
  const resolve = async () => ['93.184.216.34']
  const refused = async (url: string) => await fetchGuarded(url, { ...limits, deadline: 300, resolve })
  for (const url of [
    'file:///etc/passwd',
    'ftp://x.example/',
    'gopher://x.example',
    'data:image/png,x',
    'javascript:1',
    '//x',
    '',
    'http://',
  ])
    expect(await refused(url), url).toEqual({ refused: 'it is no web address' })
  expect(await refused('http://x.example:22/')).toEqual({ refused: 'it is not on the public web' })
  expect(await refused('http://user:word@x.example/')).toEqual({ refused: 'it carries a user name' })
})

test('an answer comes back whole, nothing of ours goes along', async () => {
  const { url, asked, guard, port } = await outside((_request, response) => {
    response.setHeader('content-type', 'image/png')
    response.setHeader('set-cookie', 'a=b')
    response.end('bytes')
  })
  expect(await fetchGuarded(`${url}/a?b`, guard)).toEqual({
    status: 200,
    contentType: 'image/png',
    bytes: Buffer.from('bytes'),
  })
  expect(asked).toEqual([`pictures.example:${port} /a?b `])
})

test('each hop of a redirect is checked', async () => {
  const to: Record<string, string> = {
    '/in': 'http://169.254.169.254/latest',
    '/name': 'http://inside.example/',
    '/file': 'file:///etc/passwd',
    '/round': '/round',
    '/fine': '/end',
    '/port': 'http://pictures.example:1/',
  }
  const { url, guard, asked } = await outside((request, response) => {
    const location = to[request.url!]
    if (location) response.writeHead(302, { location }).end()
    else response.end('end')
  })
  expect(await fetchGuarded(`${url}/fine`, guard)).toMatchObject({ status: 200 })
  for (const path of ['/in', '/name', '/port'])
    expect(await fetchGuarded(url + path, guard), path).toEqual({ refused: 'it is not on the public web' })
  expect(await fetchGuarded(`${url}/file`, guard)).toEqual({ refused: 'it is no web address' })
  asked.length = 0
  expect(await fetchGuarded(`${url}/round`, guard)).toEqual({
    refused: 'it leads from one address to the next too often',
  })
  expect(asked).toHaveLength(4)
})

test('a name is resolved once: it cannot turn to another address behind the check', async () => {
  const { port, guard } = await outside((_request, response) => response.end('x'))
  let times = 0
  const resolve = async () => (times++ === 0 ? ['127.0.0.1'] : ['127.0.0.2'])
  expect(await fetchGuarded(`http://rebind.example:${port}/`, { ...guard, resolve })).toMatchObject({ status: 200 })
  expect(times).toBe(1)
  const mixed = async () => ['127.0.0.1', '10.0.0.1']
  expect(await fetchGuarded(`http://mixed.example:${port}/`, { ...guard, resolve: mixed })).toMatchObject({
    refused: expect.any(String),
  })
})

test('what is too large, too slow or broken is given up', async () => {
  const { url, guard } = await outside((request, response) => {
    if (request.url === '/large') response.end('x'.repeat(2000))
    else if (request.url === '/drip') setInterval(() => response.write('x'), 50).unref()
    else if (request.url === '/broken') request.socket.destroy()
    else response.writeHead(204).end()
  })
  expect(await fetchGuarded(`${url}/large`, guard)).toEqual({ refused: expect.stringContaining('larger') })
  const start = Date.now()
  expect(await fetchGuarded(`${url}/drip`, { ...guard, deadline: 300 })).toEqual({ refused: 'it takes too long' })
  expect(
    await fetchGuarded(`${url}/never`, { ...guard, deadline: 200, resolve: () => new Promise(() => undefined) }),
  ).toEqual({ refused: 'it takes too long' })
  expect(Date.now() - start).toBeLessThan(2000)
  expect(await fetchGuarded(`${url}/broken`, guard)).toEqual({ refused: expect.stringContaining('cannot be reached') })
  const unknown = async () => Promise.reject(Object.assign(new Error('no'), { code: 'ENOTFOUND' }))
  expect(await fetchGuarded(url, { ...guard, resolve: unknown })).toEqual({
    refused: 'it cannot be reached (ENOTFOUND)',
  })
})
