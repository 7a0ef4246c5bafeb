import { sql } from 'kysely'
import type { Tx } from '../database/connection.ts'
import type { Consent } from '../database/tables-consent.ts'
import { nobody } from '../letters/automatic.ts'
import { parseAddress } from '../letters/recipients.ts'
import { addressKey } from '../mail/address.ts'
import { enterMembers, type Wish } from '../people/list-members.ts'
import { lockMailingList, type MailingList } from '../people/mailing-lists.ts'
import { liftOwn } from '../people/suppressions.ts'
import { putMember } from './double-opt-in.ts'

/** A line of a batch: who is to be on which list, by the shop's id or an address. */
export type MemberLine = Readonly<{ slug: string; member: string; consent: Consent | null }>

/**
 * Puts many on lists, as PUT /mailing-lists/{slug}/members/{member} does one: by sets, but for lists that ask each new
 * member for confirmation. Answers for each line what was wrong with it; the others are entered.
 */
export async function putMembers(
  tx: Tx,
  desk: Parameters<typeof putMember>[1],
  lines: readonly MemberLine[],
): Promise<(string | undefined)[]> {
  const addresses = await addressesOf(tx, lines)
  const problems: (string | undefined)[] = lines.map(({ member }) => {
    const found = addresses.get(member)
    return typeof found === 'string' ? found : undefined
  })
  const slugs = [...new Set(lines.map(({ slug }) => slug))].sort()
  for (const slug of slugs) {
    const list = await lockMailingList(tx, { slug })
    const at = lines.flatMap((line, i) => (line.slug === slug && problems[i] === undefined ? [i] : []))
    if (!list) for (const i of at) problems[i] = `There is no mailing list “${slug}”: PUT /mailing-lists/${slug} first.`
    else await enter(tx, desk, { list, lines, at, addresses, problems })
  }
  return problems
}

type Found = Readonly<{ address: string; shopUserId: number | null }>
type Entering = Readonly<{
  list: MailingList
  lines: readonly MemberLine[]
  at: readonly number[]
  addresses: ReadonlyMap<string, Found | string>
  problems: (string | undefined)[]
}>

async function enter(
  tx: Tx,
  desk: Parameters<typeof putMember>[1],
  { list, lines, at, addresses, problems }: Entering,
) {
  const wishes = at.map((i) => ({ ...(addresses.get(lines[i]!.member) as Found), consent: lines[i]!.consent }))
  if (list.doubleOptIn)
    for (const [n, wish] of wishes.entries()) {
      const done = await putMember(tx, desk, { actor: nobody, list, wish })
      if ('problem' in done) problems[at[n]!] = done.problem
    }
  else {
    await enterMembers(tx, list, wishes)
    await liftOlder(tx, list, wishes)
  }
}

/** Evidence newer than a farewell ends it, as it does for one. */
async function liftOlder(tx: Tx, list: MailingList, wishes: readonly Wish[]): Promise<void> {
  const agreed = wishes.flatMap(({ address, consent }) =>
    consent ? [{ key: addressKey(address), at: consent.at }] : [],
  )
  const { rows } = await sql<{ address: string }>`
    select distinct s.address from json_to_recordset(${JSON.stringify(agreed)}::json) as w (key text, at timestamptz)
      join suppressions s on s.address_key = w.key and s.list_id = ${list.id} and s.lifted_at is null and s.created_at < w.at`.execute(
    tx,
  )
  for (const { address } of rows) await liftOwn(tx, { address, listId: list.id, alsoMarketing: false }, 'newer consent')
}

async function addressesOf(tx: Tx, lines: readonly MemberLine[]): Promise<ReadonlyMap<string, Found | string>> {
  const named = [...new Set(lines.map(({ member }) => member))]
  const users = await tx
    .selectFrom('shopUsers')
    .select(['id', 'email', 'externalId'])
    .where('externalId', 'in', named)
    .execute()
  const known = new Map(users.map(({ id, email, externalId }) => [externalId, { address: email, shopUserId: id }]))
  return new Map(named.map((member) => [member, known.get(member) ?? byAddress(member)] as const).map(checked))
}

function byAddress(member: string): Found | string {
  const parsed = parseAddress(member)
  return parsed
    ? { address: parsed.address, shopUserId: null }
    : `“${member}” is neither an e-mail address nor a user that the shop told us of.`
}

function checked([member, found]: readonly [string, Found | string]): readonly [string, Found | string] {
  const empty = typeof found === 'object' && found.address === ''
  return [member, empty ? `The shop’s user ${member} has no e-mail address.` : found]
}
