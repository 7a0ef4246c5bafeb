import { type Context, Hono } from 'hono'
import { DeadRepLinkPage, ForgotPage, JoinPage, ProviderProblemPage } from '../../templates/ways-in.tsx'
import { wordsIn } from '../../templates/words/pick.ts'
import { recordChange } from '../desk/changes.ts'
import { relayOf } from '../letters/relays.ts'
import { mailStaff } from '../letters/staff-mail.ts'
import { countTry } from '../reps/rate-limit.ts'
import { findRepLink, makeRepLink, useRepLink } from '../reps/rep-links.ts'
import { ownLanguage } from '../reps/rep-settings.ts'
import { findRep, type Rep } from '../reps/reps.ts'
import { holdAtSecondStep } from '../reps/visits.ts'
import { localPath } from './base-path.ts'
import { callerOf } from './client.ts'
import type { Desk, Web } from './desk.ts'
import { formOf } from './input.ts'
import { goOn } from './page.ts'
import { addCookies, clientOf, enter, signInWith } from './sign-in.tsx'

/** One-time links are asked for and used so often within a quarter of an hour, by network. */
const perNetwork = { seconds: 900, most: 30 }
/** A person gets so many mails with links in an hour, whoever asks for them. */
const perAddress = { seconds: 3600, most: 3 }

/** The other ways in, for who has no session: an invitation, a new password, the identity provider. */
export function waysIn(desk: Desk): Hono<Web> {
  const { db } = desk
  return new Hono<Web>()
    .get('/sign-in/forgot', async (c) =>
      c.html(<ForgotPage ui={c.get('ui')} relay={(await relayOf(db, desk)) !== undefined} />),
    )
    .post('/sign-in/forgot', (c) => forgot(c, desk))
    .get('/sign-in/provider', async (c) => {
      const started = await desk.auth.provider.start(localPath(c.req.query('next')), clientOf(c, desk))
      if ('problem' in started) return c.html(<ProviderProblemPage ui={c.get('ui')} problem={started.problem} />, 503)
      addCookies(c, started.cookies)
      return c.redirect(started.url, 303)
    })
    .get('/sign-in/provider/callback', (c) => comeBack(c, desk))
    .get('/join/:token', async (c) => {
      const link = await findRepLink(db, c.req.param('token'))
      if (!link) return c.html(<DeadRepLinkPage ui={c.get('ui')} />, 410)
      return c.html(<JoinPage ui={c.get('ui')} token={c.req.param('token')} link={link} />)
    })
    .post('/join/:token', (c) => join(c, desk))
}

/** The answer never tells whether there is such an account; the mail goes out behind it. */
async function forgot(c: Context<Web>, desk: Desk) {
  const { email = '' } = await formOf(c)
  const { db, config, log } = desk
  const ui = c.get('ui')
  const relay = (await relayOf(db, desk)) !== undefined
  if (!relay) return c.html(<ForgotPage ui={ui} relay={false} />)
  if (!(await countTry(db, `forgot ${callerOf(c, config).ip}`, perNetwork)))
    return c.html(<ForgotPage ui={ui} relay state="many" />, 429)
  void mailReset(c, desk, email).catch((error) => log.error({ error: String(error) }, 'a reset link was not mailed'))
  return c.html(<ForgotPage ui={ui} relay state="sent" />)
}

async function mailReset(c: Context<Web>, desk: Desk, email: string) {
  const { db, config } = desk
  const { language } = c.get('ui')
  const rep = await findRep(db, email.slice(0, 254))
  if (!rep || rep.deactivatedAt || !(await countTry(db, `reset ${rep.id}`, perAddress))) return
  const token = await db.transaction().execute((tx) => makeRepLink(tx, rep.id, 'reset'))
  const words = wordsIn((await ownLanguage(db, rep.id)) ?? language).ways.mail
  const text = words.reset(joinAddress(config, token))
  await mailStaff(desk, { to: rep.email, subject: words.resetSubject, text })
}

/** The whole address of a one-time link. */
export function joinAddress({ publicUrl, basePath }: Desk['config'], token: string): string {
  return `${publicUrl}${basePath}join/${token}`
}

async function join(c: Context<Web>, desk: Desk) {
  const { db, config } = desk
  const ui = c.get('ui')
  const token = c.req.param('token')!
  const { name = '', password = '' } = await formOf(c)
  const allowed = await countTry(db, `join ${callerOf(c, config).ip}`, perNetwork)
  const link = allowed ? await findRepLink(db, token) : undefined
  const used = link ? await useRepLink(db, token, { name, password }) : 'dead'
  if (!link || used === 'dead') return c.html(<DeadRepLinkPage ui={ui} />, 410)
  if ('faults' in used)
    return c.html(<JoinPage ui={ui} token={token} link={link} name={name} faults={used.faults} />, 422)
  return signInWith(c, desk, { email: used.email, password })
}

async function comeBack(c: Context<Web>, desk: Desk) {
  const query = new URL(c.req.url).searchParams
  const result = await desk.auth.provider.finish(query, c.req.raw.headers, clientOf(c, desk))
  if ('problem' in result) return c.html(<ProviderProblemPage ui={c.get('ui')} problem={result.problem} />, 403)
  const session = await sessionOf(desk, result.cookies)
  if (result.made && session) await noteNewRep(desk, session.rep)
  if (!session || !(await holdAtSecondStep(desk.db, session.id)))
    return enter(c, result.cookies, localPath(result.next))
  addCookies(c, result.cookies)
  return goOn(c, '/sign-in/second', { next: localPath(result.next) })
}

/** The session that these cookies are about to open. */
function sessionOf({ auth }: Desk, cookies: readonly string[]) {
  const cookie = cookies.map((one) => one.split(';')[0]).join('; ')
  return auth.session(new Headers({ cookie }))
}

/** Who came by the provider for the first time is in the history of the staff. */
async function noteNewRep({ db }: Desk, { id, name, role }: Rep) {
  const after = { repId: id, name, role }
  await db
    .transaction()
    .execute((tx) => recordChange(tx, { kind: 'system', repId: null }, { kind: 'rep.provided', after }))
}
