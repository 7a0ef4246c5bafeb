import { confirmLetter } from '../../templates/letters/confirm-list.ts'
import type { Config } from '../config.ts'
import type { Db, Tx } from '../database/connection.ts'
import type { Actor } from '../desk/changes.ts'
import { enterMember } from '../desk/mailing-list-changes.ts'
import { nobody, sendAutomatic } from '../letters/automatic.ts'
import { languageOfAddress } from '../letters/known-words.ts'
import { signId } from '../letters/signed-ids.ts'
import type { Desk } from '../letters/write.ts'
import { type Entered, getMember, type Member, memberAsked, setMember, type Wish } from '../people/list-members.ts'
import { lockMailingList, type MailingList } from '../people/mailing-lists.ts'
import { liftOwn } from '../people/suppressions.ts'

/** Letters that ask one address to confirm one list, in all. */
const mostAsks = 3
const askAgainAfter = 24 * 3600_000

/**
 * Puts an address on a locked list; where the list asks twice, the letter that asks goes out in the same transaction.
 * Who gets a problem must let the transaction go.
 */
export async function putMember(
  tx: Tx,
  desk: Desk,
  of: { actor: Actor; list: MailingList; wish: Wish },
): Promise<(Entered & { changeId: number }) | { problem: string }> {
  const entered = await enterMember(tx, of.actor, of.list, of.wish)
  if (entered.state !== 'pending') return entered
  const problem = await ask(tx, desk, of.list, entered)
  return problem ? { problem } : entered
}

/** At most three letters, a day apart: who does not want them must not be pestered by whoever types their address. */
async function ask(tx: Tx, desk: Desk, list: MailingList, { id, asks }: Entered): Promise<string | undefined> {
  const member = (await getMember(tx, id))!
  if (asks >= mostAsks || (member.askedAt && Date.now() - +member.askedAt < askAgainAfter)) return undefined
  const url = `${baseOf(desk.config)}confirm/${signId(desk.secrets, 'm', id)}`
  const sent = await sendAutomatic(tx, desk, nobody, {
    to: [member.address],
    ...confirmLetter({ list: list.name, url }, await languageOfAddress(tx, member.address)),
    ...(list.mailboxId !== null && { mailboxId: list.mailboxId }),
  })
  if ('problem' in sent) return sent.problem
  await memberAsked(tx, id)
  return undefined
}

function baseOf({ publicUrl = '', basePath = '/' }: Partial<Pick<Config, 'publicUrl' | 'basePath'>>): string {
  return `${publicUrl}${basePath}`
}

export type Confirmable = Readonly<{ member: Member; list: string; archived: boolean }>

/** What the page behind a confirmation link shows. */
export async function confirmable(tx: Db, memberId: number): Promise<Confirmable | undefined> {
  const member = await getMember(tx, memberId)
  if (!member) return undefined
  const list = await tx
    .selectFrom('mailingLists')
    .select(['name', 'archivedAt'])
    .where('id', '=', member.listId)
    .executeTakeFirstOrThrow()
  return { member, list: list.name, archived: list.archivedAt !== null }
}

/**
 * The second yes, given at the address itself: it proves the first, and takes back an earlier farewell. 'over' for who
 * was taken off the list since; a second time changes nothing.
 */
export async function confirmMember(tx: Tx, memberId: number): Promise<'confirmed' | 'over' | 'not found'> {
  const known = await getMember(tx, memberId)
  const list = known && (await lockMailingList(tx, { id: known.listId }))
  const member = await getMember(tx, memberId)
  if (!list || !member) return 'not found'
  if (member.state === 'confirmed') return 'confirmed'
  if (member.state === 'removed' || list.archived) return 'over'
  await setMember(
    tx,
    { id: memberId, state: 'confirmed', consent: member.consent, confirmedAt: new Date().toISOString() },
    { kind: 'confirmed', evidence: { way: 'link in the letter' } },
  )
  await liftOwn(tx, { address: member.address, listId: list.id, alsoMarketing: true }, 'confirmed by letter')
  return 'confirmed'
}
