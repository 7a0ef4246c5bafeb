import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import { sha256, storeBlobs } from '../../src/database/blobs.ts'
import type { Db } from '../../src/database/connection.ts'
import { notify } from '../../src/database/listen.ts'

type Mail = {
  subject?: string
  text?: string
  html?: string
  from?: string
  name?: string
  folds?: number[]
  issueId?: number
  at?: Date
}

/** A mail that is filed: into a new issue of its sender, or into `issueId`. */
export async function fileMail(
  db: Db,
  mail: Mail = {},
): Promise<{ issueId: number; emailId: number; personId: number }> {
  const {
    subject = 'The ants have escaped',
    text = 'Please help.',
    from = 'maria@example.test',
    name = 'Maria Formica',
    at = new Date(),
  } = mail
  const personId = await person(db, from, name)
  const issueId = mail.issueId ?? (await issue(db, personId, { subject, text, from, name, at }))
  const raw = Buffer.from(`From: ${from}\r\nSubject: ${subject}\r\n\r\n${text}\r\n`)
  const [key] = await storeBlobs(db, [raw])
  const id = `${randomBytes(6).toString('hex')}@example.test`
  const { rows } = await sql<{ emailId: number }>`
    with d as (insert into deliveries (mailbox_id, source, recipient, raw_sha256, state, received_at) values (1, 'smtp', 'support@shop.test', ${key}, 'filed', ${at}) returning id),
    n as (insert into interactions (user_identification_id, mailbox_id, originator, channel, occurred_at) values (${personId}, 1, 'customer', 'email', ${at}) returning id),
    a as (insert into actions (interaction_id, issue_id) select n.id, ${issueId} from n)
    insert into emails (delivery_id, mailbox_id, interaction_id, fingerprint, message_id, message_id_key, from_address, from_name, subject, text, html, folds, why, parser_version, received_at)
    select d.id, 1, n.id, ${randomBytes(32)}, ${id}, ${sha256(id)}, ${from}, ${name}, ${subject}, ${text}, ${mail.html ?? null}, ${mail.folds ?? []},
      ${JSON.stringify({ level: 'new', evidence: 'no references', text: 'It answers nothing of ours: a new issue.' })}, 1, ${at}
    from d, n returning id as email_id`.execute(db)
  await sql`update issues set last_inbound_at = ${at}, last_activity_at = ${at}, version = version + 1 where id = ${issueId}`.execute(
    db,
  )
  await notify(db, 'desk', JSON.stringify({ issue: issueId }))
  return { issueId, emailId: rows[0]!.emailId, personId }
}

async function person(db: Db, from: string, name: string): Promise<number> {
  const known = await db
    .selectFrom('userIdentificationEmails')
    .select('userIdentificationId as id')
    .where('addressKey', '=', from)
    .executeTakeFirst()
  if (known) return known.id
  const [firstNames = '', lastName = ''] = name.split(' ')
  const { id } = await db
    .insertInto('userIdentifications')
    .values({ firstNames, lastName })
    .returning('id')
    .executeTakeFirstOrThrow()
  await db
    .insertInto('userIdentificationEmails')
    .values({ addressKey: from, address: from, userIdentificationId: id })
    .execute()
  return id
}

type NewIssue = { subject: string; text: string; from: string; name: string; at: Date }

async function issue(db: Db, personId: number, { subject, text, from, name, at }: NewIssue): Promise<number> {
  const { id } = await db
    .insertInto('issues')
    .values({
      userIdentificationId: personId,
      mailboxId: 1,
      subject,
      snippet: text.slice(0, 100),
      lastActivityAt: at,
      lastInboundAt: at,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  await db.insertInto('issueParticipants').values({ issueId: id, addressKey: from, address: from, name }).execute()
  return id
}
