import { type Context, Hono } from 'hono'
import { MatchQuestions } from '../../templates/match-box.tsx'
import type { Tx } from '../database/connection.ts'
import { dismissMatch, matchPerson } from '../desk/match-changes.ts'
import { matchesOf } from '../desk/matches.ts'
import { mergePeople } from '../desk/merge-people.ts'
import { getPerson } from '../people/people.ts'
import { localPath } from './base-path.ts'
import type { Desk, Web } from './desk.ts'
import { formOf, idIn, idOf } from './input.ts'
import { actorOf } from './issue-changes.tsx'
import { goOn } from './page.ts'
import { postalCodePages } from './postal-codes.tsx'
import { Refusal } from './refusal.ts'

/** Says who a record is: posts that lead back to where they came from, each with an undo that never ends. */
export function matchingPages(desk: Desk): Hono<Web> {
  return new Hono<Web>()
    .route('/', postalCodePages(desk))
    .get('/people/:id/matches', async (c) => {
      const person = await getPerson(desk.db, idOf(c))
      if (!person) throw new Refusal(404, 'missing')
      const { matches } = await matchesOf(desk.db, person)
      const back = localPath(c.req.query('back'))
      return c.html(<MatchQuestions ui={c.get('ui')} personId={person.id} matches={matches} back={back} />)
    })
    .post('/people/:id/match', async (c) => {
      const { user, back } = await asked(c)
      return does(c, desk, back, (tx) => matchPerson(tx, actorOf(c), idOf(c), user))
    })
    .post('/people/:id/match/dismiss', async (c) => {
      const { user, back } = await asked(c)
      return does(c, desk, back, (tx) => dismissMatch(tx, actorOf(c), idOf(c), user))
    })
    .post('/people/:id/unmatch', (c) =>
      does(c, desk, `/people/${idOf(c)}`, (tx) => matchPerson(tx, actorOf(c), idOf(c), null)),
    )
    .post('/people/:id/merge', async (c) => {
      const into = idIn((await formOf(c)).into?.trim().replace(/^#/, ''))
      if (into === undefined) throw new Refusal(422, 'bad input')
      return does(c, desk, `/people/${into}`, (tx) => mergePeople(tx, actorOf(c), idOf(c), into))
    })
}

async function asked(c: Context<Web>): Promise<{ user: number; back: string }> {
  const { shopUser, back } = await formOf(c)
  const user = idIn(shopUser)
  if (user === undefined) throw new Refusal(422, 'bad input')
  return { user, back: back ? localPath(back) : `/people/${idOf(c)}` }
}

type Done = { changeId: number | null } | { problem: string } | 'not found'

async function does(c: Context<Web>, { db }: Desk, back: string, deed: (tx: Tx) => Promise<Done>) {
  const done = await db.transaction().execute(deed)
  if (done === 'not found') throw new Refusal(404, 'missing')
  if ('problem' in done) throw new Refusal(422, 'bad input', done.problem)
  return goOn(c, back, { done: done.changeId, said: done.changeId === null ? 'unchanged' : undefined })
}
