import { isDay, isInstant, isZone } from './audience-times.ts'
import type { Audience, Clause } from './audience-tree.ts'

/** How large a tree may be: whatever comes from outside is refused beyond it. */
export const audienceLimits = { depth: 6, clauses: 50, people: 1000, text: 200 } as const

/** The tree, or what is wrong with it, each with its place: `all[2].spent.currency must be …`. At most 20. */
export type ReadAudience = Readonly<{ audience: Audience }> | Readonly<{ faults: readonly string[] }>

/** Checks a tree that came from outside, in time that its limits bound; unknown fields are refused by name. */
export function readAudience(input: unknown): ReadAudience {
  const seen = { parts: 0, clauses: 0 }
  const faults: string[] = []
  for (const fault of tree(input, '', 1, seen)) {
    faults.push(fault)
    if (faults.length === 20) break
  }
  if (seen.clauses > audienceLimits.clauses || seen.parts > mostParts)
    faults.push(`has more than ${audienceLimits.clauses} clauses: split the audience`)
  return faults.length > 0 ? { faults } : { audience: input as Audience }
}

// Groups that hold nothing cost time, too.
const mostParts = audienceLimits.clauses * 3
type Seen = { parts: number; clauses: number }
type Check = (value: unknown) => string | undefined

function* tree(input: unknown, at: string, depth: number, seen: Seen): Generator<string> {
  const only = onlyKey(input)
  seen.parts += 1
  if (seen.parts > mostParts) return
  if (!only) {
    yield `${place(at)}must be one of {${[...groups, ...clauseNames].join('}, {')}}`
    return
  }
  const [key, value] = only
  const here = at ? `${at}.${key}` : key
  if (!groups.includes(key)) {
    seen.clauses += 1
    yield* clause(key, value, here)
  } else if (depth >= audienceLimits.depth)
    yield `${place(here)}is nested deeper than ${audienceLimits.depth} levels: say it more simply`
  else if (key === 'not') yield* tree(value, here, depth + 1, seen)
  else yield* branches(value, here, depth + 1, seen)
}

function* branches(value: unknown, at: string, depth: number, seen: Seen): Generator<string> {
  if (!Array.isArray(value)) yield `${place(at)}must be a list`
  else if (value.length > audienceLimits.clauses)
    yield `${place(at)}must have at most ${audienceLimits.clauses} parts: split the audience`
  else for (const [index, part] of value.entries()) yield* tree(part, `${at}[${index}]`, depth, seen)
}

const groups: readonly string[] = ['all', 'any', 'not']

function* clause(key: string, value: unknown, at: string): Generator<string> {
  const check = Object.hasOwn(clauses, key) ? clauses[key as ClauseName] : undefined
  if (!check) yield `${place(at)}is no clause of an audience`
  else for (const problem of check(value)) yield `${place(at)}${problem}`
}

function place(at: string): string {
  return at ? `${at.slice(0, 120)} ` : ''
}

function onlyKey(input: unknown): [string, unknown] | undefined {
  if (!isObject(input)) return undefined
  const entries = Object.entries(input)
  return entries.length === 1 ? entries[0] : undefined
}

function isObject(input: unknown): input is Record<string, unknown> {
  return typeof input === 'object' && input !== null && !Array.isArray(input)
}

const text: Check = (value) =>
  typeof value === 'string' &&
  value.trim() !== '' &&
  value.length <= audienceLimits.text &&
  !value.includes('\0') &&
  value.isWellFormed()
    ? undefined
    : `must be filled in, with text of at most ${audienceLimits.text} characters`
const bool: Check = (value) => (typeof value === 'boolean' ? undefined : 'must be true or false')
const whole =
  (min: number, max: number): Check =>
  (value) =>
    Number.isSafeInteger(value) && (value as number) >= min && (value as number) <= max
      ? undefined
      : `must be a whole number from ${min} to ${max}`
const id = whole(1, 2 ** 31 - 1)
const minor = whole(-Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER)
const count = whole(0, 1_000_000_000)
const currency: Check = (value) =>
  typeof value === 'string' && /^[A-Z]{3}$/.test(value) ? undefined : 'must be an ISO 4217 code in capitals, like EUR'

const when: Check = (value) => {
  if (typeof value === 'string' && (isDay(value) || isInstant(value))) return undefined
  const ago = onlyKey(value)
  if (ago?.[0] === 'daysAgo') return whole(0, 36_500)(ago[1])
  return 'must be a day (2026-03-01), an instant with its zone (2026-03-01T08:00:00Z) or {daysAgo}'
}
const zone: Check = (value) =>
  typeof value === 'string' && isZone(value) ? undefined : 'must be a time zone, like Europe/Berlin'
const people: Check = (value) =>
  Array.isArray(value) && value.length <= audienceLimits.people && value.every((one) => id(one) === undefined)
    ? undefined
    : `must be a list of at most ${audienceLimits.people} ids of people`

const period = { from: when, to: when, zone }
const what = { product: text, category: text, ...period }

type KeysOf<One> = One extends One ? keyof One : never
export type ClauseName = KeysOf<Clause>
type Problems = (value: unknown) => string[]

const clauses: Readonly<Record<ClauseName, Problems>> = {
  bought: (value) => [...fields(what)(value), ...oneOfTwo(value)],
  viewed: (value) => [...fields(what)(value), ...oneOfTwo(value)],
  lastVisit: fields(period),
  spent: (value) => [
    ...fields({ minMinor: minor, maxMinor: minor, currency, ...period }, ['currency'])(value),
    ...ordered(value, 'minMinor', 'maxMinor'),
  ],
  orders: (value) => [...fields({ min: count, max: count, ...period })(value), ...ordered(value, 'min', 'max')],
  onList: one(text),
  inClass: one(text),
  hasCertificate: one(bool),
  country: one(text),
  language: one(text),
  registered: fields(period),
  openIssue: one(bool),
  received: one(id),
  people: one(people),
}

/** The names of all clauses, in the order that pages show them. */
export const clauseNames = Object.keys(clauses) as readonly ClauseName[]

function one(check: Check): Problems {
  return (value) => [check(value)].filter((problem) => problem !== undefined)
}

function fields(checks: Readonly<Record<string, Check>>, needed: readonly string[] = []): Problems {
  return (value) => {
    if (!isObject(value)) return [`must be an object of ${Object.keys(checks).join(', ')}`]
    const missing = needed.filter((name) => value[name] === undefined).map((name) => `needs ${name}`)
    const wrong = Object.entries(value).flatMap(([name, field]) => {
      if (!Object.hasOwn(checks, name)) return [`does not know the field ${JSON.stringify(name.slice(0, 40))}`]
      const problem = field === undefined ? undefined : checks[name]!(field)
      return problem === undefined ? [] : [`${name}: ${problem}`]
    })
    return [...missing, ...wrong].slice(0, 5)
  }
}

function oneOfTwo(value: unknown): string[] {
  if (!isObject(value)) return []
  return (value.product === undefined) === (value.category === undefined)
    ? ['needs either a product or a category']
    : []
}

function ordered(value: unknown, least: string, most: string): string[] {
  if (!isObject(value) || value[least] === undefined || value[most] === undefined) return []
  return Number(value[least]) > Number(value[most]) ? [`needs ${least} to be at most ${most}`] : []
}
