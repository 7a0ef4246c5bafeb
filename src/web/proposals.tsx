import { type Context, Hono } from 'hono'
import { DeskPage } from '../../templates/desk.tsx'
import { ProposalsPage } from '../../templates/proposals.tsx'
import { type Pair, settleProposals } from '../desk/match-many.ts'
import { listProposals } from '../people/proposals.ts'
import { findShopUsers } from '../shop/users.ts'
import type { Desk, Web } from './desk.ts'
import { bodyOf, idIn } from './input.ts'
import { actorOf } from './issue-changes.tsx'
import { goOn, pageParts } from './page.ts'

const home = '/people/proposals'

/** Customers who may be registered users: all of them on one page, many answered at once. */
export function proposalPages(desk: Desk): Hono<Web> {
  return new Hono<Web>()
    .get(home, async (c) => c.html(await page(c, desk)))
    .post(home, async (c) => {
      const { pair, deed } = await bodyOf(c, true)
      const pairs = [pair].flat().flatMap((text) => pairIn(String(text)) ?? [])
      if (pairs.length === 0) return c.html(await page(c, desk, c.get('ui').words.proposals.noneChosen), 422)
      const answers = deed === 'confirm' ? { confirm: pairs } : { dismiss: pairs }
      const done = await desk.db.transaction().execute((tx) => settleProposals(tx, actorOf(c), answers))
      return goOn(c, home, done.changeId === null ? { said: 'unchanged' } : { done: done.changeId })
    })
}

function pairIn(text: string): Pair | undefined {
  const [personId, shopUserId] = text.split('-', 2).map(idIn)
  return personId && shopUserId ? { personId, shopUserId } : undefined
}

async function page(c: Context<Web>, desk: Desk, problem?: string) {
  const [parts, proposals] = await Promise.all([pageParts(c, desk), listProposals(desk.db)])
  const users = await findShopUsers(desk.db, { ids: proposals.map((one) => one.shopUserId) })
  const items = proposals.flatMap(({ shopUserId, ...rest }) => {
    const shopUser = users.find(({ id }) => id === shopUserId)
    return shopUser ? [{ ...rest, shopUser }] : []
  })
  return (
    <DeskPage {...parts} title={parts.ui.words.proposals.title} place="people" shape="page">
      <ProposalsPage ui={parts.ui} items={items} problem={problem} />
    </DeskPage>
  )
}
