import { beforeAll, describe, expect, test } from 'vitest'
import { createApi } from '../../src/api/app.ts'
import { createApiKey } from '../../src/reps/api-keys.ts'
import { keyRoleNames, may, roleNames } from '../../src/reps/roles.ts'
import { deedOfPage } from '../../src/web/page-deeds.ts'
import { anApi, parts } from '../api/support.ts'
import { addRep, cookieOf, form, password, type TestDesk, testDesk } from './desk.ts'
import { fileMail } from './mail.ts'

let desk: TestDesk
const cookies: Record<string, string> = {}

beforeAll(async () => {
  const made = await testDesk()
  desk = made
  await fileMail(desk.db)
  for (const role of roleNames) {
    const email = role === 'admin' ? 'ana@shop.test' : `${role.replace('_', '-')}@shop.test`
    if (role !== 'admin') await addRep(desk.db, { name: role, email, password, role })
    cookies[role] = await cookieOf(desk, email)
  }
  return () => made.stop()
})

/** Before the sign-in, for machines, or a stream that does not end. */
const open =
  /^\/(sign-in|sign-out|welcome|join|healthz|readyz|metrics|assets|api|events|picture|signed|csat|gift|unsubscribe|preferences|confirm|contact\/|archive|open|click)/

/** Every route of the desk behind the sign-in, once, with a path that fits it. */
function pages() {
  const seen = new Map<string, { method: string; path: string }>()
  for (const { method, path } of desk.app.routes) {
    if (method === 'ALL' || path.includes('*') || open.test(path)) continue
    // Something that is not there: what is asked for first is the role.
    const filled = path.replace(/:(\w+)(\{[^}]*\})?\??/g, '999999')
    seen.set(`${method} ${filled}`, { method, path: filled })
  }
  return [...seen.values()]
}

describe('every page', () => {
  for (const role of roleNames) {
    test(`opens to the role ${role} as the table says`, { timeout: 60_000 }, async () => {
      const wrong: string[] = []
      expect(pages().length).toBeGreaterThan(60)
      for (const { method, path } of pages()) {
        const cookie = cookies[role]!
        const answer = await desk.app.request(
          path,
          method === 'GET' ? { headers: { cookie } } : { ...form(cookie), method },
        )
        const allowed = may(role, deedOfPage(method, path))
        if ((answer.status !== 403) !== allowed) wrong.push(`${method} ${path}: ${answer.status}`)
      }
      expect(wrong).toEqual([])
    })
  }

  test('below /settings changes for admins alone, but for senders and one’s own canned responses; nobody who only reads posts anything but on oneself', () => {
    const posts = pages().filter(({ method }) => method !== 'GET')
    const open = posts.filter(
      ({ method, path }) => path.startsWith('/settings') && deedOfPage(method, path) !== 'settings',
    )
    const canned = ['new', '999999', '999999/delete', '999999/restore'].map((path) => `/settings/canned/${path}`)
    const suppressions = ['/settings/suppressions', '/settings/suppressions/999999/lift']
    expect(open.map(({ path }) => path).sort()).toEqual([...canned, ...suppressions, '/settings/senders'].sort())
    const own = posts.filter(({ method, path }) => deedOfPage(method, path) === 'read').map(({ path }) => path)
    expect(
      own.filter(
        (path) =>
          !/^\/(account|theme|keys|issues\/999999\/(read|presence|watch))|^\/(notices|views|presence|saved-reports|undo)/.test(
            path,
          ),
      ),
    ).toEqual([])
  })
})

describe('every route of the API', () => {
  test('opens to the roles as the table says', { timeout: 60_000 }, async () => {
    const document = await (await createApi({ ...parts, db: desk.db }).request('/openapi.json')).json()
    const operations = Object.entries(document.paths as Record<string, Record<string, Operation>>).flatMap(
      ([path, methods]) =>
        Object.entries(methods).map(([method, operation]) => ({ method, path, deed: operation['x-deed'] })),
    )
    expect(operations.length).toBeGreaterThan(40)
    expect(operations.filter(({ deed }) => !deed)).toEqual([])
    const wrong: string[] = []
    for (const role of keyRoleNames) {
      const api = await anApi(desk.db, { role })
      for (const { method, path, deed } of operations) {
        const filled = path.replace(/\{\w+\}/g, '999999')
        const answer = await api.send(method.toUpperCase(), filled, method === 'get' ? undefined : {})
        if ((answer.status !== 403) !== may(role, deed!)) wrong.push(`${role} ${method} ${path}: ${answer.status}`)
      }
    }
    expect(wrong).toEqual([])
  })

  test('takes no key of a role that there is not', async () => {
    expect(await createApiKey(desk.db, { name: 'x', role: 'god' })).toHaveProperty('problem')
  })
})

type Operation = { 'x-deed'?: Parameters<typeof may>[1] }
