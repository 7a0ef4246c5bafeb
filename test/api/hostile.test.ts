import fc from 'fast-check'
import { expect, it, onTestFinished } from 'vitest'
import { startSpeller } from '../../src/letters/speller.ts'
import { testDatabase } from '../support/database.ts'
import { anIssue } from '../support/desk.ts'
import { type Api, anApi } from './support.ts'

type Parameter = { name: string; in: string }
type Operation = {
  parameters?: Parameter[]
  requestBody?: { content: Record<string, { schema: { properties?: Record<string, unknown> } }> }
}
type Call = { method: string; path: string; operation: Operation }

const nasty = fc.oneof(
  fc.constantFrom<unknown>(
    0,
    -1,
    1,
    2,
    2 ** 31,
    2 ** 53,
    1e308,
    1.5,
    null,
    true,
    '',
    '1',
    '\0',
    '\ud800',
    'a\0b',
    '%',
    '\\',
  ),
  fc.constantFrom<unknown>(
    [],
    {},
    [null],
    ['\0'],
    { personId: 1 },
    { email: 'x@y' },
    { email: 'ann@a.test', firstNames: '\udfff' },
  ),
  fc.constantFrom<unknown>(
    'open',
    'closed',
    '2026-02-30T00:00:00Z',
    '9999-12-31T23:59:59Z',
    '0000-01-01T00:00:00Z',
    "'; drop table issues; --",
  ),
  fc.string({ unit: 'binary', maxLength: 30 }),
  fc.integer(),
  fc.nat(20).map((n) => 'x'.repeat(2 ** n)),
  fc.jsonValue({ maxDepth: 2 }),
)

it('no request, however hostile, breaks the API', { timeout: 120_000 }, async () => {
  const { db } = await testDatabase()
  const speller = startSpeller()
  onTestFinished(() => speller.stop())
  const api = await anApi(db, { role: 'admin', speller })
  for (let n = 0; n < 3; n++) await anIssue(db)
  const calls = await callsOf(api)
  expect(calls.length).toBeGreaterThan(20)
  const seen = new Map<number, number>()
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...calls),
      fc.infiniteStream(nasty),
      fc.infiniteStream(fc.nat(99)),
      async (call, values, dice) => {
        const { status, body } = await sendNasty(
          api,
          call,
          () => values.next().value,
          (percent) => dice.next().value < percent,
        )
        seen.set(status, (seen.get(status) ?? 0) + 1)
        if (status >= 500) throw new Error(`${call.method} ${call.path} answered ${status}: ${JSON.stringify(body)}`)
        if (status >= 400) expect(body).toMatchObject({ status, title: expect.any(String), detail: expect.any(String) })
      },
    ),
    { numRuns: Number(process.env.FUZZ_RUNS ?? 600) },
  )
  expect(seen.has(200) && seen.has(422)).toBe(true)
})

async function callsOf({ app }: Api): Promise<Call[]> {
  const { paths } = (await (await app.request('/openapi.json')).json()) as {
    paths: Record<string, Record<string, Operation>>
  }
  return Object.entries(paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, operation]) => ({ method: method.toUpperCase(), path, operation })),
  )
}

/** Fields as the document names them, some left out, values as bad as they come (and sometimes fine). */
function sendNasty(
  { send }: Api,
  { method, path, operation }: Call,
  next: () => unknown,
  odds: (percent: number) => boolean,
) {
  const inPath = path.replace(/\{\w+\}/g, () => (odds(70) ? '1' : encodeURIComponent(asText(next()) || '0')))
  const query = new URLSearchParams()
  for (const { name } of operation.parameters?.filter((p) => p.in === 'query') ?? [])
    if (odds(30)) query.set(name, asText(next()))
  const schema = operation.requestBody?.content['application/json']?.schema
  const fields = Object.keys(schema?.properties ?? {}).filter(() => odds(50))
  const good: Record<string, unknown> = { text: 'Hi', subject: 'S', personId: 1, into: 2, interactionId: 1 }
  const body = Object.fromEntries(fields.map((name) => [name, name in good && odds(70) ? good[name] : next()]))
  return send(
    method,
    `${inPath}?${query}`,
    schema ? body : undefined,
    odds(50) ? { 'Idempotency-Key': 'the-same' } : {},
  )
}

function asText(value: unknown): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  return text.toWellFormed().slice(0, 4000)
}
