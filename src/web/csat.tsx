import { type Context, Hono } from 'hono'
import { CsatPage, CsatSettingsPage } from '../../templates/csat.tsx'
import { DeskPage } from '../../templates/desk.tsx'
import type { CsatWay } from '../database/tables-automatic.ts'
import { answerQuestion, findQuestion } from '../desk/csat-answers.ts'
import { listCsat, setCsat } from '../desk/csat-settings.ts'
import { languageOfPerson } from '../letters/known-words.ts'
import { verifyId } from '../letters/signed-ids.ts'
import { speakTo } from './customer-language.ts'
import type { Desk, Web } from './desk.ts'
import { formOf, idOf, plainLines } from './input.ts'
import { actorOf } from './issue-changes.tsx'
import { goOn, pageParts } from './page.ts'
import { Refusal } from './refusal.ts'

/** Where customers answer, with the signed link of a letter alone. Only a post counts. */
export function csatAnswers(desk: Desk): Hono<Web> {
  return new Hono<Web>().get('/csat/:token', (c) => show(c, desk)).post('/csat/:token', (c) => answer(c, desk))
}

const home = '/settings/csat'

/** What mailboxes ask at closing. For those who may change settings. */
export function csatSettingsPages(desk: Desk): Hono<Web> {
  return new Hono<Web>()
    .get(home, async (c) => c.html(await settingsPage(c, desk)))
    .post(`${home}/:id`, (c) => save(c, desk))
}

async function show(c: Context<Web>, desk: Desk, wrong = false) {
  const question = await questionOf(c, desk)
  if (question) speakTo(c, desk, await languageOfPerson(desk.db, { issueId: question.issueId }))
  const asked = Number(c.req.query('score'))
  const named = question && asked >= 1 && asked <= question.choices ? asked : null
  const thanks = c.req.query('thanks') !== undefined
  const chosen = thanks ? (question?.score ?? null) : (named ?? question?.score ?? null)
  const shown = { token: c.req.param('token')!, question, chosen, thanks, wrong }
  c.header('Cache-Control', 'no-store')
  c.header('Referrer-Policy', 'same-origin')
  c.header('X-Robots-Tag', 'noindex')
  return c.html(<CsatPage ui={c.get('ui')} {...shown} />, question ? (question.open ? (wrong ? 422 : 200) : 410) : 404)
}

async function answer(c: Context<Web>, desk: Desk) {
  const id = idFrom(c, desk)
  if (id === undefined) return show(c, desk)
  const { score = '', comment } = await formOf(c)
  const wish = { score: Number(score), comment: plainLines(comment) }
  const done = await desk.db.transaction().execute((tx) => answerQuestion(tx, id, wish))
  if (done !== 'answered') return show(c, desk, done === 'wrong')
  return goOn(c, `/csat/${c.req.param('token')}`, { thanks: '' })
}

function idFrom(c: Context<Web>, { secrets }: Desk): number | undefined {
  const signed = verifyId(secrets, c.req.param('token') ?? '')
  return signed?.purpose === 's' && signed.id <= 2 ** 31 - 1 ? signed.id : undefined
}

async function questionOf(c: Context<Web>, desk: Desk) {
  const id = idFrom(c, desk)
  return id === undefined ? undefined : findQuestion(desk.db, id)
}

type Fault = Readonly<{ mailboxId: number; problem: string }> & Partial<Awaited<ReturnType<typeof listCsat>>[number]>

async function settingsPage(c: Context<Web>, desk: Desk, fault?: Fault) {
  const [parts, lines] = await Promise.all([pageParts(c, desk), listCsat(desk.db)])
  const shown = lines.map((line) => (line.mailboxId === fault?.mailboxId ? { ...line, ...fault } : line))
  return (
    <DeskPage {...parts} title={parts.ui.words.csat.title} place="mailboxes" shape="page">
      <CsatSettingsPage ui={parts.ui} lines={shown} />
    </DeskPage>
  )
}

async function save(c: Context<Web>, desk: Desk) {
  const mailboxId = idOf(c)
  const form = await formOf(c)
  const typed = (name: string) => form[`${name}-${mailboxId}`] ?? ''
  const wish = {
    ...{ way: typed('way') as CsatWay, choices: Number(typed('choices')), question: typed('question') },
    quietDays: Number(typed('quietDays')),
  }
  const result = await desk.db.transaction().execute((tx) => setCsat(tx, actorOf(c), mailboxId, wish))
  if (result === 'not found') throw new Refusal(404, 'missing')
  if ('problem' in result) return c.html(await settingsPage(c, desk, { mailboxId, ...wish, ...result }), 422)
  return goOn(c, home, { done: result.changeId })
}
