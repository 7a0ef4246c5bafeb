import { sql } from 'kysely'
import type { Db, Tx } from '../database/connection.ts'
import type { CsatSettingsTable } from '../database/tables-automatic.ts'
import { type Actor, recordChange } from './changes.ts'
import { same } from './issue-values.ts'

/** Whether a mailbox asks how it went when an issue is closed. */
export type CsatSettings = Readonly<CsatSettingsTable>
export type CsatLine = CsatSettings & Readonly<{ mailboxId: number; address: string }>

/** Off by default. */
export const noCsat: CsatSettings = { way: 'off', choices: 3, question: 'How did we do?', quietDays: 30 }

/** Of every mailbox in use. */
export async function listCsat(db: Db): Promise<CsatLine[]> {
  const { rows } = await sql<CsatLine>`
    select m.id as mailbox_id, m.address, coalesce(s.way, ${noCsat.way}) as way, coalesce(s.choices, ${noCsat.choices}) as choices,
      coalesce(s.question, ${noCsat.question}) as question, coalesce(s.quiet_days, ${noCsat.quietDays}) as quiet_days
    from mailboxes m left join csat_settings s on s.mailbox_id = m.id where m.deleted_at is null order by m.id`.execute(
    db,
  )
  return rows
}

export type CsatDone = { changeId: number } | 'not found' | { problem: string }

/** Sets what a mailbox asks, into the history; the problem says what to mend. */
export async function setCsat(tx: Tx, actor: Actor, mailboxId: number, wish: CsatSettings): Promise<CsatDone> {
  const after = { ...wish, question: wish.question.replace(/\s+/g, ' ').trim() || noCsat.question }
  const problem = csatProblem(after)
  if (problem) return { problem }
  const before = await lockCsat(tx, mailboxId)
  if (!before) return 'not found'
  await tx
    .insertInto('csatSettings')
    .values({ mailboxId, ...after })
    .onConflict((c) => c.column('mailboxId').doUpdateSet(after))
    .execute()
  const change = { kind: 'mailbox.csat', before: { mailboxId, ...before }, after: { mailboxId, ...after } }
  return { changeId: await recordChange(tx, actor, change) }
}

function csatProblem({ way, choices, question, quietDays }: CsatSettings): string | undefined {
  if (!['off', 'line', 'letter'].includes(way)) return 'Choose off, line or letter.'
  if (![2, 3, 5].includes(choices)) return 'Offer two, three or five choices.'
  if (question.length > 200) return `The question has ${question.length} characters: use at most 200.`
  if (!Number.isInteger(quietDays) || quietDays < 1 || quietDays > 365) return 'Choose from 1 to 365 days.'
  return undefined
}

/** Puts back what was there, unless somebody set it anew since. */
export async function undoCsat(
  tx: Tx,
  actor: Actor,
  { before, after }: Readonly<{ before: Record<string, unknown>; after: Record<string, unknown> }>,
): Promise<{ changeId: number } | { conflict: string }> {
  const { mailboxId, ...old } = before as CsatSettings & { mailboxId: number }
  const now = await lockCsat(tx, mailboxId)
  if (!now || !Object.entries(now).every(([name, value]) => same(value, after[name])))
    return { conflict: 'the question at closing was changed again, or its mailbox is gone' }
  const done = await setCsat(tx, actor, mailboxId, old)
  return typeof done === 'object' && 'changeId' in done ? done : { conflict: 'its mailbox is gone' }
}

async function lockCsat(tx: Tx, mailboxId: number): Promise<CsatSettings | undefined> {
  const mailbox = await tx
    .selectFrom('mailboxes')
    .select('id')
    .where('id', '=', mailboxId)
    .where('deletedAt', 'is', null)
    .forUpdate()
    .executeTakeFirst()
  if (!mailbox) return undefined
  const found = await tx
    .selectFrom('csatSettings')
    .select(['way', 'choices', 'question', 'quietDays'])
    .where('mailboxId', '=', mailboxId)
    .executeTakeFirst()
  return found ?? noCsat
}
