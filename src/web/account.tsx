import { type Context, Hono } from 'hono'
import type { Child } from 'hono/jsx'
import { type AccountFaults, AccountPage, CodesPage, SetUpPage } from '../../templates/account.tsx'
import { DeskPage } from '../../templates/desk.tsx'
import { SettingsPage } from '../../templates/settings-nav.tsx'
import { changeRep, endRepSessions } from '../desk/staff-changes.ts'
import { ownState } from '../reps/auth-own.ts'
import { ownLanguage, repLanguages, setOwnLanguage } from '../reps/rep-settings.ts'
import { listSessions } from '../reps/visits.ts'
import type { Desk, Web } from './desk.ts'
import { formOf, idOf } from './input.ts'
import { actorOf } from './issue-changes.tsx'
import { goOn, pageParts } from './page.ts'
import { Refusal } from './refusal.ts'
import { addCookies, clientOf } from './sign-in.tsx'

const home = '/account'

/** A rep's own name, password, second step and devices; and the list of all settings. */
export function accountPages(desk: Desk): Hono<Web> {
  const { db } = desk
  return new Hono<Web>()
    .get('/settings', async (c) =>
      c.html(await framed(c, desk, c.get('ui').words.settingsNav.title, <SettingsPage ui={c.get('ui')} />)),
    )
    .get(home, async (c) => c.html(await page(c, desk)))
    .post(`${home}/name`, async (c) => {
      const { name = '' } = await formOf(c)
      const { id, role } = c.get('rep')
      const done = await db.transaction().execute((tx) => changeRep(tx, actorOf(c), { id, name, role }))
      return goOn(c, home, { said: 'changeId' in done && done.changeId !== null ? 'kept' : 'unchanged' })
    })
    .post(`${home}/language`, async (c) => {
      const { language } = await formOf(c)
      await setOwnLanguage(db, c.get('rep').id, repLanguages.find((each) => each === language) ?? null)
      return goOn(c, home, { said: 'kept' })
    })
    .post(`${home}/password`, (c) => changePassword(c, desk))
    .post(`${home}/second-step`, (c) => secondStep(c, desk))
    .post(`${home}/second-step/confirm`, (c) => confirm(c, desk))
    .post(`${home}/sessions/others`, (c) => end(c, desk, { keep: c.get('sessionId') }))
    .post(`${home}/sessions/:id/end`, (c) => end(c, desk, { id: idOf(c) }))
}

async function framed(c: Context<Web>, desk: Desk, title: string, children: Child) {
  const parts = await pageParts(c, desk)
  return (
    <DeskPage {...parts} title={title} place="settings" shape="page">
      {children}
    </DeskPage>
  )
}

async function page(c: Context<Web>, desk: Desk, faults: AccountFaults = {}) {
  const ui = c.get('ui')
  const { id } = c.get('rep')
  const [state, sessions, chosen] = await Promise.all([
    ownState(desk.db, id),
    listSessions(desk.db, id),
    ownLanguage(desk.db, id),
  ])
  const shown = { ui, state, sessions, languages: { all: repLanguages, chosen }, sessionId: c.get('sessionId'), faults }
  return framed(c, desk, ui.words.account.title, <AccountPage {...shown} />)
}

async function changePassword(c: Context<Web>, desk: Desk) {
  const { current = '', next = '' } = await formOf(c)
  const wish = { repId: c.get('rep').id, current, next }
  const done = await desk.auth.own.changePassword(c.req.raw.headers, wish, clientOf(c, desk))
  if ('cookies' in done) {
    addCookies(c, done.cookies)
    return goOn(c, home, { said: 'passwordSet' })
  }
  if ('fault' in done) return c.html(await page(c, desk, { next: done.fault }), 422)
  return c.html(await page(c, desk, { current: problemText(c, done.problem) }), 422)
}

function problemText(c: Context<Web>, problem: 'wrong password' | 'slow down'): string {
  const words = c.get('ui').words.account
  return problem === 'slow down' ? words.slowDown : words.wrongPassword
}

type Started = { uri?: string; codes: string[] } | { problem: 'wrong password' | 'slow down' }

async function secondStep(c: Context<Web>, desk: Desk) {
  const { deed, password = '' } = await formOf(c)
  const { own } = desk.auth
  const asked = [c.req.raw.headers, password, clientOf(c, desk)] as const
  const ui = c.get('ui')
  const title = ui.words.account.second
  if (deed === 'stop') return stop(c, desk, password)
  const done: Started = deed === 'codes' ? await own.newCodes(...asked) : await own.startTotp(...asked)
  if ('problem' in done) return c.html(await page(c, desk, { second: problemText(c, done.problem) }), 422)
  if ('uri' in done)
    return c.html(await framed(c, desk, title, <SetUpPage ui={ui} uri={done.uri} codes={done.codes} />))
  return c.html(await framed(c, desk, title, <CodesPage ui={ui} codes={done.codes} />))
}

async function stop(c: Context<Web>, desk: Desk, password: string) {
  const { required } = await ownState(desk.db, c.get('rep').id)
  if (required) throw new Refusal(403, 'role', c.get('ui').words.account.required)
  const done = await desk.auth.own.stopTotp(c.req.raw.headers, password, clientOf(c, desk))
  if ('problem' in done) return c.html(await page(c, desk, { second: problemText(c, done.problem) }), 422)
  addCookies(c, done.cookies)
  return goOn(c, home, { said: 'secondOff' })
}

/** A wrong code shows the same seed and codes again: they came from this page and are shown to nobody else. */
async function confirm(c: Context<Web>, desk: Desk) {
  const { code = '', uri = '', codes = '' } = await formOf(c)
  const ui = c.get('ui')
  const done = await desk.auth.own.confirmTotp(c.req.raw.headers, code, clientOf(c, desk))
  if ('cookies' in done) {
    addCookies(c, done.cookies)
    return goOn(c, home, { said: 'secondOn' })
  }
  if (done.problem === 'slow down') return c.html(await page(c, desk, { second: ui.words.account.slowDown }), 429)
  if (!/^otpauth:\/\/totp\/\S{1,400}$/.test(uri)) throw new Refusal(422, 'bad input')
  const shown = codes
    .split(' ')
    .slice(0, 20)
    .map((one) => one.slice(0, 40))
  return c.html(
    await framed(c, desk, ui.words.account.second, <SetUpPage ui={ui} uri={uri} codes={shown} wrong />),
    422,
  )
}

async function end(c: Context<Web>, { db }: Desk, which: { id: number } | { keep: number }) {
  const repId = c.get('rep').id
  const done = await db.transaction().execute((tx) => endRepSessions(tx, actorOf(c), { repId, ...which }))
  return goOn(c, home, { said: 'changeId' in done && done.changeId !== null ? 'signedOut' : 'unchanged' })
}
