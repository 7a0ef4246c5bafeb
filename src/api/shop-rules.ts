import { OpenAPIHono, z } from '@hono/zod-openapi'
import { changeShopRules } from '../desk/shop-rule-changes.ts'
import { lastShopRecount } from '../shop/recount.ts'
import { readRules, readShopRules } from '../shop/rules.ts'
import type { ApiEnv, ApiParts } from './env.ts'
import { text } from './fields.ts'
import { Refusal } from './problems.ts'
import { route } from './route.ts'
import { inTransaction } from './transaction.ts'

const rules = {
  uncountedStates: z.array(text(60)).max(100),
  currencies: z.array(text(3)).max(50).openapi({ description: 'Empty: all of them count' }),
}

const read = route({
  method: 'get',
  path: '/shop/rules',
  deed: 'read',
  summary: 'Which orders count as money; `recounting` while all are counted anew',
  answer: z.object({ ...rules, recounting: z.boolean() }),
})

const set = route({
  method: 'put',
  path: '/shop/rules',
  deed: 'settings',
  summary: 'Sets which orders count; all of them are counted anew in the background',
  body: z.strictObject(rules),
  answer: z.object({ ...rules, changeId: z.int().nullable() }),
})

export function shopRuleRoutes({ db }: ApiParts) {
  return new OpenAPIHono<ApiEnv>()
    .openapi(read, async (c) => {
      const [rules, recount] = [await readShopRules(db), await lastShopRecount(db)]
      return c.json({ ...rules, recounting: recount !== undefined && recount.endedAt === null })
    })
    .openapi(set, async (c) => {
      const wish = c.req.valid('json')
      const rules = readRules(wish.uncountedStates, wish.currencies)
      if ('wrong' in rules) throw new Refusal(422, `“${rules.wrong}” is no state or currency.`)
      const changeId = await inTransaction(db, (tx) => changeShopRules(tx, c.var.actor, rules))
      return c.json({ ...rules, changeId })
    })
}
