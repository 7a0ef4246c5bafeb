import { readFileSync } from 'node:fs'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { knownMigrations } from '../src/database/migrate.ts'
import { testDatabase } from './support/database.ts'

/**
 * A desk is upgraded while nodes of the version before go on working: a migration may hold a table that grows with the
 * years for a moment, never for as long as it takes to read it, and may take nothing away that those nodes still use.
 * https://www.postgresql.org/docs/current/sql-altertable.html (Notes)
 */
const first = '0034'
/** From here on an index on a large table needs its reason, too. */
const firstForIndexes = '0039'

const large = [
  ...['actions', 'attachments', 'blobs', 'changes', 'deliveries', 'emails', 'interactions', 'issues', 'letters'],
  ...['issue_participants', 'issue_types', 'user_identifications', 'user_identification_emails', 'remote_pictures'],
  ...['shop_users', 'shop_orders', 'shop_order_lines', 'shop_views', 'search_words', 'gift_certificates'],
  ...['campaign_recipients', 'campaign_events', 'campaign_attempts', 'campaign_hits', 'issue_closings'],
]
const onLarge = new RegExp(`(?:table|from|update|on)\\s+(?:only\\s+|if exists\\s+)?(${large.join('|')})\\b`)

/** A statement as it is written, in lower case and on one line; `reason`: what a comment gives for it. */
type Statement = Readonly<{ file: string; text: string; reason: string }>

const rules: readonly (readonly [wrong: string, finds: (statement: Statement) => boolean])[] = [
  [
    'rewrites the table: add a column, fill it in the background, then use it',
    ({ text }) => alters(text) && /\balter (column )?\w+ (set data )?type\b/.test(text),
  ],
  [
    'rewrites the table: a default must be the same for all rows',
    ({ text }) =>
      alters(text) &&
      /add (column )?\w+[^,]*\b(random|gen_random_uuid|clock_timestamp|nextval|stored|identity|\w*serial)\b/.test(text),
  ],
  [
    'reads the whole table: add a check (…) not valid, and validate it in a later migration',
    ({ text }) => alters(text) && /\bset not null\b/.test(text),
  ],
  [
    'reads the whole table: say “not valid”, and validate it in a later migration',
    ({ text }) =>
      alters(text) &&
      /\badd (constraint \w+ )?(check|foreign key|unique|primary key|exclude)\b/.test(text) &&
      !/not valid|using index/.test(text),
  ],
  [
    'reads the whole table: a column with a check or an index of its own',
    ({ text }) =>
      alters(text) &&
      /\badd (column )?\w+ [^,]*\b(check|unique|primary key)\b/.test(text) &&
      !/\badd (constraint|check|unique|primary)/.test(text),
  ],
  ['holds the table for as long as it takes', ({ text }) => /^(cluster|vacuum|reindex|truncate|lock)\b/.test(text)],
  [
    'touches every row in one transaction: let a task in the background do it, or say why these are “few rows”',
    ({ text, reason }) => /^(update|delete from)\b/.test(text) && onLarge.test(text) && !/few rows/.test(reason),
  ],
  [
    'stops writing while it is built: say “writes wait” and for how long at a million rows',
    ({ file, text, reason }) =>
      file >= firstForIndexes &&
      /^create (unique )?index\b/.test(text) &&
      onLarge.test(text) &&
      !/writes wait/.test(reason),
  ],
  [
    'takes away what nodes of the version before use: leave it for a later release, and say “unused since” which',
    ({ text, reason }) =>
      /^alter table\b.*\b(drop (column )?(?!constraint|default|not|expression|identity)\w+|rename)\b|^drop table\b/.test(
        text,
      ) && !/unused since/.test(reason),
  ],
]

const alters = (text: string) => text.startsWith('alter table') && onLarge.test(text)

test('no migration holds a large table for long, or takes away what the version before uses', () => {
  const found = knownMigrations()
    .filter((name) => name >= first)
    .flatMap((name) => statements(name, read(name)))
    .flatMap((statement) =>
      rules
        .filter(([, finds]) => finds(statement))
        .map(([wrong]) => `${statement.file}: “${statement.text.slice(0, 80)}” ${wrong}`),
    )
  expect(found).toEqual([])
})

test('each rule finds what it is for, and lets its remedy pass', () => {
  const judged = (text: string) => rules.filter(([, finds]) => statements('9999', text).some(finds)).length
  const wrong = [
    'alter table emails alter column subject type varchar(200);',
    'alter table emails add column token text default gen_random_uuid();',
    'alter table issues alter column opened_at set not null;',
    'alter table letters add constraint short check (length(subject) < 100);',
    'alter table letters add foreign key (rep_id) references reps;',
    "alter table letters add column tone text not null default 'warm' check (tone in ('warm', 'cold'));",
    'lock table issues;',
    'update issues set priority = 2;',
    'create index on interactions (channel);',
    'alter table groups rename to teams;',
    'alter table issues drop column snippet;',
  ]
  for (const text of wrong) expect(judged(text), text).toBe(1)
  const fine = [
    'alter table issues add column mood text;',
    "alter table issues add column mood text not null default 'calm', add column by_whom integer references reps;",
    'alter table letters add constraint short check (length(subject) < 100) not valid;',
    'alter table letters drop constraint short;',
    '-- Only drafts, few rows.\nupdate letters set reason = null where state = 4;',
    '-- Writes wait for it 2 s at a million rows.\ncreate index on interactions (channel);',
    'create table moods (id integer primary key, mood text not null check (mood <> $$;$$));',
    'create function f() returns void language sql as $$ update issues set priority = 2; $$;',
    '-- Unused since 0050.\nalter table issues drop column mood;',
  ]
  for (const text of fine) expect(judged(text), text).toBe(0)
})

test('what the rules call a large table is one', async () => {
  const { db } = await testDatabase()
  const { rows } = await sql<{
    name: string
  }>`select table_name as name from information_schema.tables where table_schema = 'public'`.execute(db)
  expect(large.filter((name) => !rows.some((row) => row.name === name))).toEqual([])
})

const read = (name: string) => readFileSync(new URL(`../migrations/${name}.sql`, import.meta.url), 'utf8')

/** Bodies of functions and words in quotes are emptied: they run later, or not at all. */
function statements(file: string, source: string): Statement[] {
  const comments: string[] = []
  const bare = source.replace(/--([^\n]*)|\$(\w*)\$[\s\S]*?\$\2\$|'(?:[^']|'')*'/g, (token, comment?: string) => {
    if (comment === undefined) return token.startsWith('$') ? '$$$$' : "''"
    return `--${comments.push(comment) - 1}--`
  })
  return bare.split(';').flatMap((part) => {
    const said = [...part.matchAll(/--(\d+)--/g)].map(([, place]) => comments[Number(place)])
    const text = plain(part.replace(/--\d+--/g, ''))
    return text ? [{ file, text, reason: plain(said.join(' ')) }] : []
  })
}

const plain = (text: string) => text.toLowerCase().replace(/\s+/g, ' ').trim()
