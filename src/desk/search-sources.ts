import { type RawBuilder, sql } from 'kysely'
import { plainWords } from '../mail/lexemes.ts'
import { likePart } from '../people/people.ts'
import type { SearchQuery, Term } from './search-query.ts'
import type { WordQueries, WordQuery } from './search-words.ts'

type Sql = RawBuilder<unknown>

/** Where something was said, as rows `s`: how to read it newest first and what is asked of a row. */
export type Source = Readonly<{
  kind: 'mail' | 'letter' | 'note'
  table: 'emails' | 'letters' | 'actions'
  at: Sql
  /** What makes the index by time usable. */
  readable: Sql
  words: WordQuery
  /** Bounds on `at`. */
  range: readonly Sql[]
  /** Cheap conditions on a row. */
  conditions: readonly Sql[]
  /** Comparisons of its text, for a bounded number of rows. */
  deep: readonly Sql[]
  /** For how many rows. */
  most: number
  /** Conditions that an index answers by itself. */
  narrow: readonly Sql[]
}>

/** The sources that can answer the query: a note has no recipients and no files. */
export function sourcesOf(query: SearchQuery, words: WordQueries): Source[] {
  const notes =
    query.to.length + query.filename.length === 0 && !query.attachment && !query.subject.some(({ not }) => !not)
  return [mails(query, words.emails), letters(query, words.letters), ...(notes ? [noted(query, words.notes)] : [])]
}

function mails(query: SearchQuery, words: WordQuery): Source {
  const at = sql`s.received_at`
  return {
    ...{ kind: 'mail', table: 'emails', at, words, readable: sql`s.interaction_id is not null` },
    range: between(query, at),
    narrow: filesNamed(query.filename, sql`email_id`),
    ...{ conditions: [], most: mostCompared(query) },
    deep: [
      ...sentTo(query),
      ...files(query, sql`email_id`),
      ...contains(query.from, sql`s.from_name || ' ' || s.from_address`),
      ...contains(query.subject, sql`s.subject`),
      ...contains(phrases(query), sql`s.subject || ' ' || s.text`),
    ],
  }
}

function letters(query: SearchQuery, words: WordQuery): Source {
  const at = sql`s.created_at`
  return {
    ...{ kind: 'letter', table: 'letters', at, words, readable: sql`true` },
    range: between(query, at),
    narrow: filesNamed(query.filename, sql`letter_id`),
    ...{ conditions: byReps(query, sql`s.rep_id`), most: mostCompared(query) },
    deep: [
      ...sentTo(query),
      ...files(query, sql`letter_id`),
      ...contains(query.subject, sql`s.subject`),
      ...contains(phrases(query), sql`s.subject || ' ' || s.text`),
    ],
  }
}

function noted(query: SearchQuery, words: WordQuery): Source {
  const at = sql`s.said_at`
  const rep = sql`(select n.rep_id from interactions n where n.id = s.interaction_id)`
  return {
    ...{ kind: 'note', table: 'actions', at, words, readable: sql`s.search is not null`, narrow: [] },
    range: between(query, at),
    ...{ conditions: [sql`s.deleted_at is null`, ...byReps(query, rep)], most: mostCompared(query) },
    deep: contains(phrases(query), sql`s.details`),
  }
}

function byReps({ from }: SearchQuery, id: Sql): Sql[] {
  return from.map(({ text, not }) => {
    const found = sql`${id} in (select r.id from reps r where r.name || ' ' || r.email ilike ${likePart(text)})`
    return not ? sql`(${found}) is not true` : found
  })
}

function sentTo({ to }: SearchQuery): Sql[] {
  return to.map(({ text, not }) => {
    const found = sql`s.to_list::text || s.cc_list::text ilike ${likePart(text)}`
    return not ? sql`not ${found}` : found
  })
}

/** Comparing a whole text takes tens of microseconds. */
const mostCompared = (query: SearchQuery) => (phrases(query).length > 0 ? 250 : 2000)

const phrases = ({ words }: SearchQuery) => words.filter(({ phrase }) => phrase)

/** Case, accents, punctuation and line ends do not count. */
function contains(terms: readonly Term[], text: Sql): Sql[] {
  return terms.flatMap((term) => {
    const wanted = plainWords(term.text).slice(0, 200)
    if (!wanted) return []
    const found = sql`search_text(${text}) ~* ${patternOf(wanted)}`
    return [term.not ? sql`(${found}) is not true` : found]
  })
}

/** Words of letters and digits, which a pattern takes literally; accents may follow each, anything may part them. */
function patternOf(words: string): string {
  return [...words.normalize('NFKD')]
    .map((char) => (char === ' ' ? '[^[:alnum:]]+' : `${char}[\\u0300-\\u036f]*`))
    .join('')
}

function files({ attachment, filename }: SearchQuery, column: Sql): Sql[] {
  const any = sql`exists (select from attachments f where f.${column} = s.id and not f.inline)`
  const none = filename
    .filter(({ not }) => not)
    .map(
      ({ text }) =>
        sql`not exists (select from attachments f where f.${column} = s.id and f.filename ilike ${likePart(text)})`,
    )
  return [...(attachment === undefined ? [] : [attachment ? any : sql`not ${any}`]), ...none]
}

const mostFiles = 2000

function filesNamed(terms: readonly Term[], column: Sql): Sql[] {
  return terms
    .filter(({ not }) => !not)
    .map(
      ({ text }) => sql`s.id in (select f.${column} from attachments f
      where f.filename ilike ${likePart(text)} and f.${column} is not null order by f.id desc limit ${mostFiles})`,
    )
}

function between({ after, before }: SearchQuery, at: Sql): Sql[] {
  return [...(after ? [sql`${at} >= ${after}`] : []), ...(before ? [sql`${at} < ${before}`] : [])]
}
