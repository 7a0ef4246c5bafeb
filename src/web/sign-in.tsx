import { type Context, Hono } from 'hono'
import { SignInPage } from '../../templates/sign-in.tsx'
import { SecondStepPage } from '../../templates/ways-in.tsx'
import { DeadLinkPage, WelcomePage } from '../../templates/welcome.tsx'
import { hasAdmin, isAdminLink, useAdminLink } from '../reps/admin-link.ts'
import { readSignIn } from '../reps/sign-in-settings.ts'
import { localPath } from './base-path.ts'
import { callerOf } from './client.ts'
import type { Desk, Web } from './desk.ts'
import { formOf } from './input.ts'
import { goOn } from './page.ts'

/** Sign-in with its second step, sign-out and the one-time link of the first admin. */
export function signInPages(desk: Desk): Hono<Web> {
  return new Hono<Web>()
    .get('/sign-in', async (c) => c.html(await signInPage(c, desk, { next: localPath(c.req.query('next')) })))
    .post('/sign-in', (c) => signIn(c, desk))
    .get('/sign-in/second', (c) => c.html(<SecondStepPage ui={c.get('ui')} next={localPath(c.req.query('next'))} />))
    .post('/sign-in/second', (c) => secondStep(c, desk))
    .post('/sign-out', async (c) => {
      addCookies(c, await desk.auth.signOut(c.req.raw.headers))
      c.header('Clear-Site-Data', '"cache", "storage"') // what the browser kept of pages goes, too
      return goOn(c, '/sign-in')
    })
    .get('/welcome/:token', async (c) => {
      const token = c.req.param('token')
      if (!(await isAdminLink(desk.db, token))) return c.html(<DeadLinkPage ui={c.get('ui')} />, 410)
      return c.html(<WelcomePage ui={c.get('ui')} token={token} />)
    })
    .post('/welcome/:token', (c) => welcome(c, desk))
}

type Typed = { next: string; email?: string; problem?: 'wrong' | 'deactivated' | 'slow down' }

async function signInPage(c: Context<Web>, { db }: Desk, typed: Typed) {
  const [some, { provider }] = await Promise.all([hasAdmin(db), readSignIn(db)])
  return <SignInPage ui={c.get('ui')} {...typed} noAdmin={!some} provider={provider?.name ?? null} />
}

async function signIn(c: Context<Web>, desk: Desk) {
  const { email = '', password = '', next } = await formOf(c)
  const result = await desk.auth.signIn(email, password, clientOf(c, desk))
  if ('cookies' in result) return enter(c, result.cookies, localPath(next))
  if ('second' in result) {
    addCookies(c, result.second)
    return goOn(c, '/sign-in/second', { next: localPath(next) })
  }
  const status = { wrong: 401, deactivated: 403, 'slow down': 429 } as const
  const typed = { next: localPath(next), email, problem: result.problem }
  return c.html(await signInPage(c, desk, typed), status[result.problem])
}

async function secondStep(c: Context<Web>, desk: Desk) {
  const { code = '', next } = await formOf(c)
  const result = await desk.auth.secondStep(code, c.req.raw.headers, clientOf(c, desk))
  if ('cookies' in result) return enter(c, result.cookies, localPath(next))
  const status = result.problem === 'wrong code' || result.problem === 'again' ? 401 : 429
  return c.html(<SecondStepPage ui={c.get('ui')} next={localPath(next)} problem={result.problem} />, status)
}

async function welcome(c: Context<Web>, desk: Desk) {
  const { name = '', email = '', password = '' } = await formOf(c)
  const token = c.req.param('token')!
  const made = await useAdminLink(desk.db, token, { name, email, password })
  if (made === 'dead') return c.html(<DeadLinkPage ui={c.get('ui')} />, 410)
  if ('faults' in made) {
    return c.html(<WelcomePage ui={c.get('ui')} token={token} values={{ name, email }} faults={made.faults} />, 422)
  }
  return signInWith(c, desk, { email, password })
}

/** Signs in with a password that was just set; who has a second step is asked for it. */
export async function signInWith(
  c: Context<Web>,
  desk: Desk,
  { email, password }: { email: string; password: string },
) {
  const result = await desk.auth.signIn(email, password, clientOf(c, desk))
  if ('cookies' in result) return enter(c, result.cookies, '/issues')
  if (!('second' in result)) return goOn(c, '/sign-in')
  addCookies(c, result.second)
  return goOn(c, '/sign-in/second')
}

export function enter(c: Context<Web>, cookies: readonly string[], next: string) {
  addCookies(c, cookies)
  return goOn(c, next)
}

export function addCookies(c: Context<Web>, cookies: readonly string[]) {
  for (const cookie of cookies) c.header('Set-Cookie', cookie, { append: true })
}

/** Who asks, for the sign-in library's limits and the list of sessions. */
export function clientOf(c: Context<Web>, { config }: Pick<Desk, 'config'>) {
  return { ip: callerOf(c, config).ip, userAgent: c.req.header('user-agent') ?? '' }
}
