import { type Context, Hono } from 'hono'
import { getCookie } from 'hono/cookie'
import { type Answer, AudienceAnswer } from '../../templates/audience-answer.tsx'
import { AudienceBuilderPage } from '../../templates/audience-builder.tsx'
import { AudiencesPage } from '../../templates/audiences.tsx'
import { DeskPage } from '../../templates/desk.tsx'
import type { Audience } from '../campaigns/audience.ts'
import { audienceChoices } from '../campaigns/audience-choices.ts'
import { type Estimator, startEstimator } from '../campaigns/audience-estimate.ts'
import { clauseNames } from '../campaigns/audience-read.ts'
import { isZone } from '../campaigns/audience-times.ts'
import { whyInAudience } from '../campaigns/audience-why.ts'
import {
  type AudienceResult,
  changeAudience,
  createAudience,
  getAudience,
  listAudiences,
  type SavedAudience,
} from '../desk/audiences.ts'
import { type BuilderState, newRow, readBuilder, rowsOf, treeOf } from './audience-form.ts'
import type { Desk, Web } from './desk.ts'
import { formOf, idIn, idOf } from './input.ts'
import { actorOf } from './issue-changes.tsx'
import { goOn, pageParts } from './page.ts'
import { Refusal } from './refusal.ts'

const home = '/audiences'

/** Audiences: built, counted, explained and kept. */
export function audiencePages(desk: Desk): Hono<Web> {
  const estimator = startEstimator(desk.readDb)
  return new Hono<Web>()
    .get(home, async (c) => c.html(await listPage(c, desk)))
    .get(`${home}/new`, async (c) => c.html(await builder(c, desk, { state: rowsOf(askedFor(c)) })))
    .post(`${home}/new`, (c) => posted(c, desk, estimator, undefined))
    .post(`${home}/count`, async (c) => {
      const read = treeOf(readBuilder(await formOf(c)), zoneOf(c))
      const estimate = 'audience' in read ? await estimator(read.audience) : undefined
      return c.html(<AudienceAnswer ui={c.get('ui')} answer={{ estimate }} />)
    })
    .get(`${home}/:id`, async (c) => {
      const saved = await savedOf(c, desk)
      return c.html(await builder(c, desk, { state: rowsOf(saved.audience as Audience), saved, name: saved.name }))
    })
    .post(`${home}/:id`, async (c) => posted(c, desk, estimator, await savedOf(c, desk)))
    .post(`${home}/:id/delete`, async (c) => {
      const version = idIn((await formOf(c)).version)
      const wish = { deleted: true, version }
      return settle(c, await desk.db.transaction().execute((tx) => changeAudience(tx, actorOf(c), idOf(c), wish)))
    })
}

/** The finder of those who spent over a sum hands its question on; else an empty audience. */
function askedFor(c: Context<Web>): Audience {
  const { over = '', currency = '', days = '' } = c.req.query()
  const read = treeOf(
    { join: 'all', rows: [{ kind: 'spent', not: false, fields: { min: over, currency, days } }] },
    'UTC',
  )
  const [spent] = 'audience' in read && 'all' in read.audience ? read.audience.all : []
  if (!over || !days || !spent || !('spent' in spent)) return { all: [] }
  // The finder looks for more than that, to the smallest coin.
  return { all: [{ spent: { ...spent.spent, minMinor: (spent.spent.minMinor ?? 0) + 1 } }] }
}

async function savedOf(c: Context<Web>, { db }: Desk): Promise<SavedAudience> {
  const saved = await getAudience(db, idOf(c))
  if (!saved) throw new Refusal(404, 'missing')
  return saved
}

function zoneOf(c: Context<Web>): string {
  const zone = getCookie(c, 'zone') ?? ''
  return isZone(zone) ? zone : 'UTC'
}

async function listPage(c: Context<Web>, desk: Desk) {
  const [parts, audiences] = await Promise.all([pageParts(c, desk), listAudiences(desk.db)])
  return (
    <DeskPage {...parts} title={parts.ui.words.audiences.title} place="audiences" shape="page">
      <AudiencesPage ui={parts.ui} audiences={audiences} />
    </DeskPage>
  )
}

type Shown = Readonly<{
  state: BuilderState
  saved?: SavedAudience | undefined
  name?: string | undefined
  who?: string | undefined
  faults?: readonly { row: number; text: string }[]
  problem?: string | undefined
  answer?: Answer
}>

async function builder(c: Context<Web>, desk: Desk, shown: Shown) {
  const { state, saved, name = '', who = '', faults = [], problem, answer = {} } = shown
  const typed = state.rows.find(({ fields }) => fields.what === 'product')?.fields.value ?? ''
  const [parts, choices] = await Promise.all([pageParts(c, desk), audienceChoices(desk.readDb, typed)])
  const { ui } = parts
  const some = { ...state, name, who, faults, problem, answer, choices, kinds: clauseNames, zone: zoneOf(c) }
  return (
    <DeskPage {...parts} title={name || ui.words.audiences.add} place="audiences" shape="page">
      <AudienceBuilderPage ui={ui} id={saved?.id} version={saved?.version ?? 0} {...some} />
    </DeskPage>
  )
}

/** Every button of the builder: each shows the form anew with all that was typed; only "save" keeps it. */
async function posted(c: Context<Web>, desk: Desk, estimator: Estimator, saved: SavedAudience | undefined) {
  const form = await formOf(c)
  const { name = '', who = '', do: deed = '' } = form
  const state = readBuilder(form)
  const taken = /^take\.(\d{1,3})$/.exec(deed)
  const added = deed === 'add' ? newRow(form.add) : undefined
  const rows = taken ? state.rows.toSpliced(Number(taken[1]), 1) : [...state.rows, ...(added ? [added] : [])]
  const shown = { state: { ...state, rows }, saved, name, who }
  if (taken || deed === 'add') return c.html(await builder(c, desk, shown))
  const read = treeOf(state, zoneOf(c))
  const { words } = c.get('ui')
  if ('faults' in read)
    return c.html(await builder(c, desk, { ...shown, faults: read.faults, problem: words.audiences.wrong }), 422)
  if (deed === 'save') return save(c, desk, { ...shown, version: idIn(form.version), audience: read.audience })
  const estimate = await estimator(read.audience, deed === 'count')
  const why = deed === 'why' ? await explained(desk, read.audience, who) : undefined
  return c.html(await builder(c, desk, { ...shown, answer: { estimate, why } }))
}

async function explained({ readDb }: Desk, audience: Audience, who: string) {
  const personId = idIn(who.trim().replace(/^#/, ''))
  const by = personId === undefined ? { email: who.trim().slice(0, 254) } : { personId }
  return (await whyInAudience(readDb, audience, by)) ?? 'unknown'
}

async function save(
  c: Context<Web>,
  desk: Desk,
  { version, audience, ...shown }: Shown & { version: number | undefined; audience: Audience },
) {
  const { saved, name = '' } = shown
  const result = await desk.db
    .transaction()
    .execute((tx) =>
      saved
        ? changeAudience(tx, actorOf(c), saved.id, { name, audience, version })
        : createAudience(tx, actorOf(c), { name, audience }),
    )
  if (typeof result !== 'string' && 'problem' in result)
    return c.html(await builder(c, desk, { ...shown, problem: result.problem }), 422)
  if (typeof result !== 'string' && 'newer' in result)
    return c.html(await builder(c, desk, { ...shown, problem: c.get('ui').words.audiences.conflict }), 409)
  return settle(c, result)
}

function settle(c: Context<Web>, done: AudienceResult) {
  if (done === 'not found' || 'problem' in done) throw new Refusal(404, 'missing')
  if ('newer' in done) return goOn(c, home, { said: 'conflict' })
  return goOn(c, home, done.changeId === null ? { said: 'unchanged' } : { done: done.changeId })
}
