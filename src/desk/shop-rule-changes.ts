import type { Tx } from '../database/connection.ts'
import { readShopRules, type ShopRules, writeShopRules } from '../shop/rules.ts'
import { type Actor, recordChange } from './changes.ts'

/** Sets which orders count, and has all of them counted anew; null where nothing changed. */
export async function changeShopRules(tx: Tx, actor: Actor, rules: ShopRules): Promise<number | null> {
  if (same(await readShopRules(tx), rules)) return null
  const before = await writeShopRules(tx, rules)
  return recordChange(tx, actor, { kind: 'settings.shop_rules', before, after: rules })
}

/** Takes it back where nobody changed the rules since. */
export async function undoShopRules(
  tx: Tx,
  actor: Actor,
  { before, after }: { before: object; after: object },
): Promise<{ changeId: number } | { conflict: string }> {
  const conflict = { conflict: 'Somebody changed which orders count since: set it anew.' }
  if (!same(await readShopRules(tx), after as ShopRules)) return conflict
  const changeId = await changeShopRules(tx, actor, before as ShopRules)
  return changeId === null ? conflict : { changeId }
}

function same(a: ShopRules, b: ShopRules): boolean {
  const of = ({ uncountedStates, currencies }: ShopRules) => JSON.stringify([uncountedStates, currencies])
  return of(a) === of(b)
}
