import { sql } from 'kysely'
import type { Db, Tx } from '../database/connection.ts'
import type { Originator } from '../database/tables.ts'
import type { LetterDraft } from '../database/tables-drafts.ts'
import type { Actor } from '../desk/changes.ts'
import { lockIssues } from '../desk/record-letter.ts'
import { listMailboxes } from '../mail/mailboxes.ts'
import { conversationIds, mailToAnswer } from './answered.ts'
import { bodyOf } from './body.ts'
import { type Content, contentProblem } from './content.ts'
import { enclosuresOf } from './enclosures.ts'
import { type CertificateWish, withCertificate } from './letter-certificate.ts'
import { oneLine } from './quote.ts'
import { recipientsOf, type TypedRecipients } from './recipients.ts'
import { answerSubject } from './subject.ts'
import { type Desk, type Written, writeLetter } from './write.ts'

/** `expectedVersion` or, more exactly, `seenActionId` (the newest action the rep saw) guards against newer mail. */
export type Reply = Content &
  TypedRecipients &
  Readonly<{
    attachmentIds?: readonly number[] | undefined
    alsoIssues?: readonly number[] | undefined
    close?: boolean | undefined
    cancelIfReplied?: boolean | undefined
    expectedVersion?: number | undefined
    seenActionId?: number | undefined
    /** False: without the mail that it answers below. */
    quote?: boolean | undefined
    /** Granted to the issue's person with the letter. */
    certificate?: CertificateWish | undefined
    kept?: LetterDraft | undefined
  }>

/** What came into the issue while the rep wrote. */
export type Newer = Readonly<{
  actionId: number
  interactionId: number
  originator: Originator
  channel: string
  occurredAt: Date
  name: string
}>

export type ReplyResult = Written | { problem: string } | { newer: Newer[] } | 'not found'

/**
 * Answers an issue: recipients from its participants, the newest mail quoted below, everything recorded in the
 * caller's transaction. Nothing is written unless the result is a letter.
 */
export async function reply(tx: Tx, desk: Desk, actor: Actor, issueId: number, input: Reply): Promise<ReplyResult> {
  const also = (input.alsoIssues ?? []).filter((id) => id !== issueId)
  const issues = await lockIssues(tx, [issueId, ...also])
  if ('missing' in issues) return missing(tx, issueId, issues.missing)
  const issue = issues.find((each) => each.id === issueId)!
  const newer = await newerThanSeen(tx, issueId, issue.version, input)
  if (newer) return { newer }
  const problem = contentProblem(input)
  if (problem) return { problem }
  const recipients = await recipientsOf(tx, issueId, input)
  if ('problem' in recipients) return recipients
  const enclosures = await enclosuresOf(tx, actor, input.attachmentIds)
  if ('problem' in enclosures) return enclosures
  const answered = await mailToAnswer(tx, issueId)
  const mailbox = await mailboxOf(tx, issueId, answered?.mailboxId)
  const whose = { personId: issue.personId, issueId, wish: input.certificate }
  const granted = await withCertificate(tx, desk, actor, { ...whose, content: input })
  if ('problem' in granted) return granted
  const { content } = granted
  return writeLetter(tx, desk, actor, {
    kind: 'reply',
    issueIds: [issueId, ...new Set(also)],
    personId: issue.personId,
    mailbox,
    recipients,
    subject:
      input.subject === undefined ? answerSubject(answered?.subject || issue.values.subject) : oneLine(input.subject),
    ...(await bodyOf(tx, actor, mailbox, { content, enclosures })),
    certificateId: granted.granted?.id,
    answered,
    quote: input.quote === false ? null : undefined,
    conversation: await conversationIds(tx, issueId, answered),
    kept: input.kept,
    close: input.close ?? false,
    sendAt: input.sendAt,
    cancelIfReplied: input.cancelIfReplied ?? false,
  })
}

async function missing(tx: Tx, issueId: number, id: number): Promise<'not found' | { problem: string }> {
  const issue = await tx.selectFrom('issues').select('mergedIntoId').where('id', '=', id).executeTakeFirst()
  if (issue?.mergedIntoId) return { problem: `Issue ${id} was merged into ${issue.mergedIntoId}: answer that one.` }
  return id === issueId ? 'not found' : { problem: `There is no issue ${id}: leave it out of alsoIssues.` }
}

/** What came into an issue after the action that the rep saw last. */
export async function newerThanAction(db: Db, issueId: number, seenActionId: number): Promise<Newer[]> {
  return (await newerThanSeen(db, issueId, 0, { seenActionId })) ?? []
}

type Seen = Pick<Reply, 'expectedVersion' | 'seenActionId'>

/** Every action raises the version at least by one, so what is newer is among as many of the last actions. */
async function newerThanSeen(tx: Db, issueId: number, version: number, seen: Seen): Promise<Newer[] | undefined> {
  const behind = await versionsUnexplained(tx, issueId, version, seen.expectedVersion ?? version)
  if (seen.seenActionId === undefined && behind === 0) return undefined
  const { rows } = await sql<Newer>`
    select a.id as action_id, n.id as interaction_id, n.originator, n.channel, n.occurred_at,
      coalesce(r.name, btrim(p.first_names || ' ' || p.last_name)) as name
    from actions a join interactions n on n.id = a.interaction_id
      join user_identifications p on p.id = n.user_identification_id left join reps r on r.id = n.rep_id
    where a.issue_id = ${issueId} and a.deleted_at is null and a.id > ${seen.seenActionId ?? 0}
    order by a.id desc limit ${seen.seenActionId === undefined ? Math.min(Math.abs(behind), 20) : 20}`.execute(tx)
  return rows.length > 0 ? rows : undefined
}

/** How many versions came since `seen`, but for those of changes that said nothing, such as another priority. */
async function versionsUnexplained(tx: Db, issueId: number, version: number, seen: number): Promise<number> {
  if (seen >= version) return version - seen
  const { rows } = await sql<{ n: number }>`select count(distinct issue_version)::int as n from changes
    where issue_id = ${issueId} and issue_version > ${seen} and issue_version <= ${version}`.execute(tx)
  return version - seen - rows[0]!.n
}

/** The mailbox that an issue's letters come from: where its mail came in, else the first. */
export async function mailboxOf(tx: Db, issueId: number, answeredMailboxId: number | undefined) {
  const mailboxes = await listMailboxes(tx)
  const issue = await tx.selectFrom('issues').select('mailboxId').where('id', '=', issueId).executeTakeFirstOrThrow()
  const id = issue.mailboxId ?? answeredMailboxId
  const mailbox = mailboxes.find((each) => each.id === id) ?? mailboxes[0]
  if (!mailbox) throw new Error('There is no mailbox to write from: set SUPPORT_ADDRESS and start again.')
  return mailbox
}
