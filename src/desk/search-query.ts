/** One wish of a search: free words, a phrase, or an operator's value; `not` was written with a minus. */
export type Term = Readonly<{ text: string; not: boolean; phrase: boolean }>

export const states = ['open', 'closed', 'snoozed', 'unassigned', 'failed', 'mine'] as const
export type State = (typeof states)[number]

/** What was typed into the search box, understood; `unknown` is what was not, to be said. */
export type SearchQuery = Readonly<{
  words: readonly Term[]
  from: readonly Term[]
  to: readonly Term[]
  subject: readonly Term[]
  person: readonly Term[]
  filename: readonly Term[]
  order: readonly Term[]
  product: readonly Term[]
  type: readonly Term[]
  issue: readonly Readonly<{ id: number; not: boolean }>[]
  is: readonly Readonly<{ state: State; not: boolean }>[]
  /** Undefined: not asked. */
  attachment: boolean | undefined
  /** Days in UTC; `after` begins with its day, `before` ends where its day begins. */
  after: Date | undefined
  before: Date | undefined
  unknown: readonly string[]
}>

/** Operators as they are typed, for typeahead and help. */
export const operators = [
  'from',
  'to',
  'subject',
  'person',
  'issue',
  'order',
  'product',
  'type',
  'tag',
  'is',
  'has',
  'filename',
  'before',
  'after',
] as const

type Operator = (typeof operators)[number]
type Draft = { -readonly [K in keyof SearchQuery]: SearchQuery[K] extends readonly (infer T)[] ? T[] : SearchQuery[K] }

const longest = 300
const most = 24
const piece = /(-)?(?:([a-z]{1,20}):)?(?:"([^"]*)(?:"|$)|([^\s"]+))/giu

/**
 * Reads the grammar of the search box: words, "phrases", -not, from: to: subject: person: issue: order: product: type:
 * (or tag:) is: has: filename: before: after:. Never fails: what it does not understand is named in `unknown`. Looks
 * at the first 300 characters and 24 terms.
 */
export function parseSearch(text: string): SearchQuery {
  const query: Draft = {
    ...{ words: [], from: [], to: [], subject: [], person: [], filename: [], order: [], product: [], type: [] },
    ...{ issue: [], is: [], attachment: undefined, after: undefined, before: undefined, unknown: [] },
  }
  const typed = text.slice(0, longest).replaceAll('\0', '').toWellFormed()
  for (const match of [...typed.matchAll(piece)].slice(0, most)) read(query, match)
  return query
}

/** Nothing to look for. */
export function isEmpty({ unknown: _, attachment, after, before, ...lists }: SearchQuery): boolean {
  const nothing = attachment === undefined && after === undefined && before === undefined
  return nothing && Object.values(lists).every((list) => list.length === 0)
}

function read(query: Draft, [whole, minus, name, quoted, bare]: RegExpMatchArray) {
  const not = minus !== undefined
  const value = (quoted ?? bare ?? '').trim()
  const operator = name?.toLowerCase()
  if (operator === undefined) {
    if (quoted === undefined && value.endsWith(':') && isOperator(value.slice(0, -1).toLowerCase()))
      query.unknown.push(whole)
    else if (value) query.words.push({ text: value, not, phrase: quoted !== undefined })
  } else if (!isOperator(operator)) {
    // "https://…" and "12:30" are words with a colon, "form:ada" a mistake.
    if (/^\/\/|^\d/.test(value)) query.words.push({ text: whole.replace(/^-/, ''), not, phrase: true })
    else query.unknown.push(whole)
  } else if (!value || !readers[operator](query, { value, not, phrase: quoted !== undefined }))
    query.unknown.push(whole)
}

function isOperator(name: string): name is Operator {
  return operators.some((each) => each === name)
}

type Value = Readonly<{ value: string; not: boolean; phrase: boolean }>
type Reader = (query: Draft, value: Value) => boolean

const term =
  (list: 'from' | 'to' | 'subject' | 'person' | 'filename' | 'order' | 'product' | 'type'): Reader =>
  (query, { value, not, phrase }) =>
    query[list].push({ text: list === 'order' ? value.replace(/^#/, '') : value, not, phrase }) > 0

const readers: Readonly<Record<Operator, Reader>> = {
  from: term('from'),
  to: term('to'),
  subject: term('subject'),
  person: term('person'),
  filename: term('filename'),
  order: term('order'),
  product: term('product'),
  type: term('type'),
  tag: term('type'),
  issue: (query, { value, not }) => {
    const id = Number(/^#?(\d{1,9})$/.exec(value)?.[1] ?? 0)
    return id > 0 && query.issue.push({ id, not }) > 0
  },
  is: (query, { value, not }) => {
    const state = states.find((each) => each === value.toLowerCase())
    return state !== undefined && query.is.push({ state, not }) > 0
  },
  has: (query, { value, not }) => {
    if (!/^(attachments?|files?)$/i.test(value)) return false
    query.attachment = !not
    return true
  },
  before: day('before'),
  after: day('after'),
}

/** 2026-03-01, 2026-03 or 2026. */
function day(name: 'before' | 'after'): Reader {
  return (query, { value, not }) => {
    const parts = /^(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?$/.exec(value)
    if (!parts || not) return false
    const [year, month, date] = [Number(parts[1]), Number(parts[2] ?? 1), Number(parts[3] ?? 1)]
    const at = new Date(Date.UTC(year, month - 1, date))
    if (year < 1970 || at.getUTCMonth() !== month - 1 || at.getUTCDate() !== date) return false
    query[name] = at
    return true
  }
}
