import { type RawBuilder, sql } from 'kysely'
import type { Db, Tx } from '../database/connection.ts'

/**
 * Which orders are money. States are the shop's own words, compared without case; every other one counts. Of
 * currencies all count where none is named. What was refunded is always taken off.
 */
export type ShopRules = Readonly<{ uncountedStates: readonly string[]; currencies: readonly string[] }>

const none: ShopRules = { uncountedStates: [], currencies: [] }

export async function readShopRules(db: Db): Promise<ShopRules> {
  const { rows } = await sql<{ value: ShopRules }>`select value from settings where name = 'shop_rules'`.execute(db)
  return rows[0]?.value ?? none
}

/** The rules, which stay as they are until the transaction ends: what is written by them, the next recount will see. */
export async function holdShopRules(tx: Tx): Promise<ShopRules> {
  const { rows } = await sql<{ value: ShopRules }>`
    select value from settings where name = 'shop_rules' for share`.execute(tx)
  return rows[0]?.value ?? none
}

/** SQL: whether an order in this state and currency counts by these rules. */
export function countsBy(rules: ShopRules, state: RawBuilder<unknown>, currency: RawBuilder<unknown>) {
  const states = sql`lower(${state}) <> all (${[...rules.uncountedStates]}::text[])`
  if (rules.currencies.length === 0) return sql<boolean>`(${states})`
  return sql<boolean>`(${states} and ${currency} = any (${[...rules.currencies]}::text[]))`
}

const limits = { states: 100, state: 60, currencies: 50 } as const

/** States in small letters and currencies in capitals, each once; or which of them is wrong. */
export function readRules(states: readonly string[], currencies: readonly string[]): ShopRules | { wrong: string } {
  const tidy = (texts: readonly string[]) => [...new Set(texts.map((text) => text.trim()).filter(Boolean))]
  const uncountedStates = tidy(states.map((state) => state.toLowerCase()))
  const codes = tidy(currencies.map((code) => code.toUpperCase()))
  const wrong =
    uncountedStates.find((state) => state.length > limits.state || /\p{Cc}/u.test(state) || !state.isWellFormed()) ??
    codes.find((code) => !/^[A-Z]{3}$/.test(code)) ??
    uncountedStates[limits.states] ??
    codes[limits.currencies]
  return wrong === undefined ? { uncountedStates, currencies: codes } : { wrong: wrong.slice(0, limits.state) }
}

/** Sets the rules and asks for a recount, which follows in the background; answers what they were, locked. */
export async function writeShopRules(tx: Tx, rules: ShopRules): Promise<ShopRules> {
  const { rows } = await sql<{ value: ShopRules }>`
    select value from settings where name = 'shop_rules' for update`.execute(tx)
  await sql`insert into settings (name, value, updated_at) values ('shop_rules', ${JSON.stringify(rules)}, now())
    on conflict (name) do update set value = excluded.value, updated_at = now()`.execute(tx)
  await sql`insert into shop_recounts (why) values ('rules')`.execute(tx)
  return rows[0]?.value ?? none
}
