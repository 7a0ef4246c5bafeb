import { getCertificate } from '../certificates/certificates.ts'
import { type Grant, grantCertificate } from '../certificates/issue.ts'
import { voidCertificate } from '../certificates/ledger.ts'
import {
  addProgram,
  changeProgram,
  getProgram,
  type Program,
  type ProgramPatch,
  type ProgramValues,
} from '../certificates/programs.ts'
import type { Db, Tx } from '../database/connection.ts'
import type { Secrets } from '../settings/secret.ts'
import { type Actor, recordChange } from './changes.ts'
import { issuesTouched } from './notices.ts'

type Problem = Readonly<{ problem: string }>

/** Grants a certificate and writes that into the histories of its issue and its person; its code is in neither. */
export async function grantAndRecord(
  tx: Tx,
  secrets: Secrets,
  actor: Actor,
  grant: Grant,
): Promise<{ id: number; changeId: number } | Problem> {
  const problem = await issueProblem(tx, grant)
  if (problem) return { problem }
  const id = await grantCertificate(tx, secrets, { ...grant, repId: actor.repId })
  if (typeof id !== 'number') return id
  const changeId = await recordChange(tx, actor, {
    kind: 'certificate.grant',
    issueId: grant.issueId ?? null,
    userIdentificationId: grant.personId,
    after: { id, amountMinor: grant.amountMinor, currency: grant.currency },
  })
  if (grant.issueId) await issuesTouched(tx, [grant.issueId])
  return { id, changeId }
}

/** A certificate is its person's: it cannot belong to another's issue. */
async function issueProblem(db: Db, { issueId, personId }: Grant): Promise<string | undefined> {
  if (!issueId) return undefined
  const issue = await db
    .selectFrom('issues')
    .select('userIdentificationId')
    .where('id', '=', issueId)
    .executeTakeFirst()
  if (!issue) return `There is no issue ${issueId}.`
  if (issue.userIdentificationId !== personId)
    return `Issue ${issueId} is customer ${issue.userIdentificationId}’s, not customer ${personId}’s: grant it to that one, or without the issue.`
  return undefined
}

/** Makes a certificate void for good. */
export async function voidAndRecord(
  tx: Tx,
  actor: Actor,
  id: number,
  reason: string,
): Promise<{ voidedMinor: number; changeId: number } | Problem | 'not found'> {
  const letterId = await waitingLetter(tx, id)
  if (letterId)
    return { problem: `Letter ${letterId} brings it and has not gone yet: call that letter back, which makes it void.` }
  const done = await voidCertificate(tx, id, { repId: actor.repId, reason })
  if (done === 'not found' || 'problem' in done) return done
  const certificate = await getCertificate(tx, id)
  const changeId = await recordChange(tx, actor, {
    kind: 'certificate.void',
    issueId: certificate?.issueId ?? null,
    userIdentificationId: certificate?.person?.id ?? null,
    after: { id, reason, voidedMinor: done.voidedMinor },
  })
  if (certificate?.issueId) await issuesTouched(tx, [certificate.issueId])
  return { ...done, changeId }
}

/** Takes a grant back by making it void; what was spent already is a money move, and stays. */
export async function undoGrant(tx: Tx, actor: Actor, change: { kind: string; after: Record<string, unknown> }) {
  if (change.kind === 'certificate.void')
    return { conflict: 'A void certificate stays void: grant another one instead.' }
  const id = Number(change.after.id)
  const certificate = await getCertificate(tx, id)
  if (certificate && certificate.balanceMinor < certificate.initialMinor)
    return { conflict: `Certificate ${id} was spent in part already: make what is left of it void instead.` }
  const done = await voidAndRecord(tx, actor, id, 'taken back')
  if (done === 'not found') return { conflict: `There is no certificate ${id} any more.` }
  return 'problem' in done ? { conflict: done.problem } : done
}

/** Makes a program, and says so in the history of settings. */
export async function addProgramAndRecord(
  tx: Tx,
  actor: Actor,
  values: ProgramValues,
): Promise<{ id: number; changeId: number } | Problem> {
  const id = await addProgram(tx, values)
  if (id === 'taken') return { problem: `Another program is called “${values.name}”: take another name.` }
  return { id, changeId: await recordChange(tx, actor, { kind: 'gift_program.create', after: { id, values } }) }
}

/** Changes a program; the history keeps what was there before. */
export async function changeProgramAndRecord(
  tx: Tx,
  actor: Actor,
  wish: { id: number; version?: number | undefined; values: ProgramPatch },
): Promise<{ changeId: number } | Problem | { conflict: Program } | 'not found'> {
  const before = await getProgram(tx, wish.id)
  if (!before) return 'not found'
  if (wish.version !== undefined && wish.version !== before.version) return { conflict: before }
  if ((await changeProgram(tx, wish.id, wish.values)) === 'taken')
    return { problem: `Another program is called “${wish.values.name}”: take another name.` }
  const changeId = await recordChange(tx, actor, {
    kind: 'gift_program.update',
    before: { id: wish.id, values: settingsOf(before) },
    after: { id: wish.id, values: wish.values },
  })
  return { changeId }
}

/** Puts a program back as it was, a new one out of use; the budget used since stays used. */
export async function undoProgram(
  tx: Tx,
  actor: Actor,
  change: { kind: string; before: Record<string, unknown>; after: Record<string, unknown> },
) {
  const off = { id: Number(change.after.id), values: { active: false } }
  const made = change.kind === 'gift_program.create'
  const { id, values } = made ? off : (change.before as { id: number; values: ProgramPatch })
  const done = await changeProgramAndRecord(tx, actor, { id, values })
  if (done === 'not found') return { conflict: `There is no program ${id} any more.` }
  if ('problem' in done) return { conflict: done.problem }
  return 'conflict' in done ? { conflict: 'Somebody else changed it since.' } : done
}

function settingsOf({
  name,
  eachMinor,
  repEachMinor,
  repDayMinor,
  budgetMinor,
  validDays,
  timeZone,
  terms,
  active,
}: Program) {
  return { name, eachMinor, repEachMinor, repDayMinor, budgetMinor, validDays, timeZone, terms, active }
}

/** A letter that does not go takes the certificate along that was granted with it: nobody has seen its code. */
export async function voidOfLetter(tx: Tx, actor: Actor, letterId: number): Promise<void> {
  const brought = await tx
    .selectFrom('letterCertificates')
    .select('certificateId')
    .where('letterId', '=', letterId)
    .where('granted', '=', true)
    .execute()
  for (const { certificateId } of brought)
    await voidAndRecord(tx, actor, certificateId, `letter ${letterId} was called back`)
}

/** The letter that brings a certificate and has not gone yet: whoever wants to take it back takes back the letter. */
async function waitingLetter(tx: Tx, certificateId: number): Promise<number | undefined> {
  const row = await tx
    .selectFrom('letterCertificates as b')
    .innerJoin('letters as l', 'l.id', 'b.letterId')
    .select('l.id')
    .where('b.certificateId', '=', certificateId)
    .where('l.state', 'in', ['scheduled', 'queued', 'sending', 'deferred', 'undelivered'])
    .executeTakeFirst()
  return row?.id
}
