/**
 * The servers that ours is measured beside, each a process of its own:
 *   discard  smtp-server that throws the bytes away
 *   commit   smtp-server that parses nothing and commits one row, raw bytes and envelope, per mail
 *   naive    smtp-server, simpleParser, one transaction of five inserts with a full-text column, then 250
 */
import { simpleParser } from 'mailparser'
import pg from 'pg'
import { SMTPServer, type SMTPServerSession } from 'smtp-server'

const [kind, port, url] = process.argv.slice(2)
const pool = new pg.Pool({ connectionString: url, max: 10 })

type Keep = (raw: Buffer, session: SMTPServerSession) => Promise<void>

const keeps: Record<string, Keep> = {
  discard: async () => undefined,
  commit: async (raw, session) => {
    await pool.query('insert into bare_mails (mail_from, rcpt_to, raw) values ($1, $2, $3)', [
      from(session),
      to(session),
      raw,
    ])
  },
  naive: async (raw, session) => {
    const mail = await simpleParser(raw)
    const client = await pool.connect()
    try {
      await client.query('begin')
      const person = await client.query(
        'insert into naive_people (address) values ($1) on conflict (address) do update set address = excluded.address returning id',
        [from(session)],
      )
      const issue = await client.query('insert into naive_issues (person_id, subject) values ($1, $2) returning id', [
        person.rows[0].id,
        mail.subject,
      ])
      const interaction = await client.query('insert into naive_interactions (person_id) values ($1) returning id', [
        person.rows[0].id,
      ])
      await client.query('insert into naive_actions (interaction_id, issue_id) values ($1, $2)', [
        interaction.rows[0].id,
        issue.rows[0].id,
      ])
      await client.query('insert into naive_mails (interaction_id, message_id, body, raw) values ($1, $2, $3, $4)', [
        interaction.rows[0].id,
        mail.messageId,
        mail.text,
        raw,
      ])
      await client.query('commit')
    } finally {
      client.release()
    }
  },
}

const from = (session: SMTPServerSession) => (session.envelope.mailFrom ? session.envelope.mailFrom.address : '')
const to = (session: SMTPServerSession) => session.envelope.rcptTo.map((each) => each.address).join(',')

await pool.query(`
  create table if not exists bare_mails (id serial primary key, mail_from text, rcpt_to text, raw bytea);
  alter table bare_mails alter column raw set storage external;
  create table if not exists naive_people (id serial primary key, address text unique);
  create table if not exists naive_issues (id serial primary key, person_id int references naive_people, subject text, opened_at timestamptz default now());
  create table if not exists naive_interactions (id serial primary key, person_id int references naive_people, at timestamptz default now());
  create table if not exists naive_actions (id serial primary key, interaction_id int references naive_interactions, issue_id int references naive_issues);
  create table if not exists naive_mails (id serial primary key, interaction_id int references naive_interactions, message_id text, body text, raw bytea,
    search tsvector generated always as (to_tsvector('simple', coalesce(body, ''))) stored);
  create index if not exists naive_mails_search on naive_mails using gin (search);
  create index if not exists naive_mails_message_id on naive_mails (message_id)`)

const server = new SMTPServer({
  authOptional: true,
  disabledCommands: ['AUTH', 'STARTTLS'],
  disableReverseLookup: true,
  onData(stream, session, done) {
    const chunks: Buffer[] = []
    stream.on('data', (chunk: Buffer) => chunks.push(chunk))
    stream.on('end', () => keeps[kind!]!(Buffer.concat(chunks), session).then(() => done(), done))
  },
})
server.listen(Number(port), '127.0.0.1', () => process.stdout.write('listening\n'))
