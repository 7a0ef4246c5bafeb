import type { Tx } from '../database/connection.ts'
import type { Consent } from '../database/tables-consent.ts'
import { addressKey } from '../mail/address.ts'
import { type Before, type Entered, enterMembers, getMember, setMember, type Wish } from '../people/list-members.ts'
import {
  addMailingList,
  getMailingList,
  listSlug,
  lockMailingList,
  type MailingList,
  type MailingListValues,
  writeMailingList,
} from '../people/mailing-lists.ts'
import { liftOwn } from '../people/suppressions.ts'
import { type Actor, recordChange } from './changes.ts'
import { differing, pick } from './issue-values.ts'
import { personOfAddress } from './suppression-changes.ts'

type Problem = Readonly<{ problem: string }>
type Undone = { changeId: number } | { conflict: string }
type Change = Readonly<{ before: Record<string, unknown>; after: Record<string, unknown> }>
export type ListPatch = { [Key in keyof MailingListValues]?: MailingListValues[Key] | undefined }

const fresh: MailingListValues = {
  ...{ name: '', description: '', mailboxId: null, doubleOptIn: false, acceptsUnproven: false },
  ...{ offered: false, archived: false },
}

/**
 * Makes a list or changes one; what is left out stays. Whether unproven members get letters is an admin's word and a
 * change of a kind of its own. `changeId` is null where nothing differs.
 */
export async function putMailingList(
  tx: Tx,
  actor: Actor,
  slug: string,
  patch: ListPatch,
): Promise<{ list: MailingList; changeId: number | null } | Problem> {
  if (!listSlug.test(slug))
    return { problem: `“${slug}” is no name for a list: use a–z, 0–9 and hyphens, at most 50 of them.` }
  const list = await lockMailingList(tx, { slug })
  const now = list ? valuesOf(list) : fresh
  const after = differing<MailingListValues>(now, clean(patch))
  const wanted = { ...now, ...after }
  const problem = await listProblem(tx, wanted)
  if (problem) return { problem }
  if (list && Object.keys(after).length === 0) return { list, changeId: null }
  const id = list?.id ?? (await addMailingList(tx, slug, wanted))
  if (id === undefined) return putMailingList(tx, actor, slug, patch)
  if (list) await writeMailingList(tx, id, wanted)
  const before = list ? pick(now, after) : { archived: true }
  const kind = 'acceptsUnproven' in after ? 'list.unproven' : 'list.update'
  const changeId = await recordChange(tx, actor, {
    ...{ kind, before: { slug, ...before }, after: { slug, ...(list ? after : { archived: false }) } },
  })
  return { list: (await getMailingList(tx, slug))!, changeId }
}

/** A change of a list taken back, where nobody changed the same since. */
export async function undoMailingList(tx: Tx, actor: Actor, { before, after }: Change): Promise<Undone> {
  const { slug, ...old } = before as { slug: string } & ListPatch
  const { slug: _, ...wrote } = after as { slug: string } & Partial<MailingListValues>
  const list = await lockMailingList(tx, { slug })
  if (!list) return { conflict: `There is no list “${slug}” any more.` }
  const newer = Object.keys(differing<MailingListValues>(valuesOf(list), wrote))
  if (newer.length > 0) return { conflict: `Somebody changed the list “${list.name}” since (${newer.join(', ')}).` }
  const done = await putMailingList(tx, actor, slug, old)
  if ('problem' in done) return { conflict: done.problem }
  return done.changeId === null ? { conflict: 'Nothing is left to take back.' } : { changeId: done.changeId }
}

function valuesOf({ name, description, mailboxId, doubleOptIn, acceptsUnproven, offered, archived }: MailingList) {
  return { name, description, mailboxId, doubleOptIn, acceptsUnproven, offered, archived }
}

function clean({ name, description, ...rest }: ListPatch): Partial<MailingListValues> {
  const tidy = { ...rest, name: name?.replace(/\s+/g, ' ').trim(), description: description?.trim() }
  return Object.fromEntries(Object.entries(tidy).filter(([, value]) => value !== undefined))
}

async function listProblem(tx: Tx, { name, description, mailboxId }: MailingListValues): Promise<string | undefined> {
  if (!name) return 'The list has no name: give it one that its readers will know.'
  if (name.length > 100) return `The name has ${name.length} characters: use at most 100.`
  if (description.length > 500) return `The description has ${description.length} characters: use at most 500.`
  if (mailboxId === null) return undefined
  const found = await tx
    .selectFrom('mailboxes')
    .select('id')
    .where('id', '=', mailboxId)
    .where('deletedAt', 'is', null)
    .executeTakeFirst()
  return found ? undefined : `There is no mailbox ${mailboxId}: name one from the settings page.`
}

/** Puts one address on a list that is locked, into the history of its person. Evidence newer than a farewell ends it. */
export async function enterMember(
  tx: Tx,
  actor: Actor,
  list: MailingList,
  wish: Wish,
): Promise<Entered & { changeId: number }> {
  const [entered] = await enterMembers(tx, list, [wish])
  if (entered!.state === 'confirmed' && (await isNewer(tx, list.id, wish)))
    await liftOwn(tx, { address: wish.address, listId: list.id, alsoMarketing: false }, 'newer consent')
  const changeId = await recordMember(tx, actor, { ...entered!, list, after: { state: entered!.state } })
  return { ...entered!, changeId }
}

async function isNewer(tx: Tx, listId: number, { address, consent }: Wish): Promise<boolean> {
  if (!consent) return false
  const found = await tx
    .selectFrom('suppressions')
    .select('createdAt')
    .where('addressKey', '=', addressKey(address))
    .where('listId', '=', listId)
    .where('liftedAt', 'is', null)
    .executeTakeFirst()
  return found !== undefined && found.createdAt < new Date(consent.at)
}

/** Takes a member off a list; 'not found' for who is not on it. */
export async function removeMember(
  tx: Tx,
  actor: Actor,
  list: MailingList,
  id: number,
): Promise<{ changeId: number } | 'not found'> {
  const member = await getMember(tx, id)
  if (!member || member.listId !== list.id || member.state === 'removed') return 'not found'
  const before = (await setMember(
    tx,
    { id, state: 'removed', consent: member.consent, confirmedAt: null },
    { kind: 'removed', evidence: { repId: actor.repId } },
  ))!
  const { address } = member
  return { changeId: await recordMember(tx, actor, { id, address, before, list, after: { state: 'removed' } }) }
}

type Recorded = Readonly<{
  id: number
  address: string
  list: Pick<MailingList, 'id' | 'name'>
  before: Before | null
  after: { state: string }
}>

/** The change names the member by its number: an address would have to be erased from it. */
async function recordMember(tx: Tx, actor: Actor, { id, address, list, before, after }: Recorded): Promise<number> {
  const userIdentificationId = await personOfAddress(tx, address)
  const at = { memberId: id, listId: list.id, list: list.name }
  const old = before ?? { state: 'removed', consent: null, confirmedAt: null }
  return recordChange(tx, actor, {
    ...{ kind: 'list.member', userIdentificationId, before: { ...at, ...old }, after: { ...at, ...after } },
  })
}

/** Puts a member back into the state before, unless that changed since. */
export async function undoMember(tx: Tx, actor: Actor, { before, after }: Change): Promise<Undone> {
  const { memberId, listId, state } = before as { memberId: number; listId: number } & Before
  const list = await lockMailingList(tx, { id: listId })
  const member = await getMember(tx, memberId)
  if (!list || !member) return { conflict: 'The list or its member is gone.' }
  if (member.state !== after.state) return { conflict: `${member.address} is ${member.state} on the list by now.` }
  const { consent = null, confirmedAt = null } = before as { consent?: Consent | null; confirmedAt?: string | null }
  const old = (await setMember(
    tx,
    { id: memberId, state, consent, confirmedAt },
    { kind: state === 'removed' ? 'removed' : 'added', evidence: { undo: true, repId: actor.repId } },
  ))!
  const { address } = member
  return { changeId: await recordMember(tx, actor, { id: memberId, address, before: old, list, after: { state } }) }
}
