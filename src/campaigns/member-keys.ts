import type { Db } from '../database/connection.ts'
import { parseAddress } from '../letters/recipients.ts'

/** Whom a list's member names: the shop's id of a registered user wins, else an e-mail address. */
export async function memberKeyed(
  db: Db,
  named: string,
): Promise<{ address: string; shopUserId: number | null } | { problem: string }> {
  const user = await db
    .selectFrom('shopUsers')
    .select(['id', 'email'])
    .where('externalId', '=', named)
    .executeTakeFirst()
  if (user?.email) return { address: user.email, shopUserId: user.id }
  if (user) return { problem: `The shop’s user ${named} has no e-mail address.` }
  const parsed = parseAddress(named)
  if (!parsed) return { problem: `“${named}” is neither an e-mail address nor a user that the shop told us of.` }
  return { address: parsed.address, shopUserId: null }
}
