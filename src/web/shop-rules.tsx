import { type Context, Hono } from 'hono'
import { DeskPage } from '../../templates/desk.tsx'
import { ShopRulesPage } from '../../templates/shop-rules.tsx'
import { changeShopRules } from '../desk/shop-rule-changes.ts'
import { lastShopRecount } from '../shop/recount.ts'
import { readRules, readShopRules } from '../shop/rules.ts'
import type { Desk, Web } from './desk.ts'
import { formOf } from './input.ts'
import { actorOf } from './issue-changes.tsx'
import { goOn, pageParts } from './page.ts'

const home = '/settings/shop-rules'

/** Which orders count as money. For those who may change settings. */
export function shopRulePages(desk: Desk): Hono<Web> {
  return new Hono<Web>()
    .get(home, async (c) => c.html(await page(c, desk)))
    .post(home, async (c) => {
      const { states = '', currencies = '' } = await formOf(c)
      const rules = readRules(states.split(/[\r\n,]+/), currencies.split(/[\s,]+/))
      if ('wrong' in rules) {
        const problem = c.get('ui').words.shopRules.wrong(rules.wrong)
        return c.html(await page(c, desk, { states, currencies, problem }), 422)
      }
      const done = await desk.db.transaction().execute((tx) => changeShopRules(tx, actorOf(c), rules))
      return goOn(c, home, done === null ? {} : { done })
    })
}

async function page(
  c: Context<Web>,
  desk: Desk,
  typed?: Readonly<{ states: string; currencies: string; problem: string }>,
) {
  const [parts, rules, recount] = await Promise.all([
    pageParts(c, desk),
    readShopRules(desk.db),
    lastShopRecount(desk.db),
  ])
  const shown = typed ?? { states: rules.uncountedStates.join('\n'), currencies: rules.currencies.join(' ') }
  return (
    <DeskPage {...parts} title={parts.ui.words.shopRules.title} place="mailboxes" shape="page">
      <ShopRulesPage ui={parts.ui} rules={rules} recount={recount} {...shown} />
    </DeskPage>
  )
}
