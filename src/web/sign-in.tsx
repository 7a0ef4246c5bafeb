import { type Context, Hono } from 'hono'
import { SignInPage } from '../../templates/sign-in.tsx'
import { DeadLinkPage, WelcomePage } from '../../templates/welcome.tsx'
import { hasAdmin, isAdminLink, useAdminLink } from '../reps/admin-link.ts'
import { localPath } from './base-path.ts'
import { callerOf } from './client.ts'
import type { Desk, Web } from './desk.ts'
import { formOf } from './input.ts'
import { goOn } from './page.ts'

/** Sign-in, sign-out and the one-time link: the only pages that need no session. */
export function signInPages(desk: Desk): Hono<Web> {
  return new Hono<Web>()
    .get('/sign-in', async (c) => {
      const noAdmin = !(await hasAdmin(desk.db))
      return c.html(<SignInPage ui={c.get('ui')} next={localPath(c.req.query('next'))} noAdmin={noAdmin} />)
    })
    .post('/sign-in', (c) => signIn(c, desk))
    .post('/sign-out', async (c) => {
      for (const cookie of await desk.auth.signOut(c.req.raw.headers)) c.header('Set-Cookie', cookie, { append: true })
      return goOn(c, '/sign-in')
    })
    .get('/welcome/:token', async (c) => {
      const token = c.req.param('token')
      if (!(await isAdminLink(desk.db, token))) return c.html(<DeadLinkPage ui={c.get('ui')} />, 410)
      return c.html(<WelcomePage ui={c.get('ui')} token={token} />)
    })
    .post('/welcome/:token', (c) => welcome(c, desk))
}

async function signIn(c: Context<Web>, { auth, config }: Desk) {
  const { email = '', password = '', next } = await formOf(c)
  const client = { ip: callerOf(c, config).ip, userAgent: c.req.header('user-agent') ?? '' }
  const result = await auth.signIn(email, password, client)
  if ('cookies' in result) {
    for (const cookie of result.cookies) c.header('Set-Cookie', cookie, { append: true })
    return goOn(c, localPath(next))
  }
  const status = { wrong: 401, deactivated: 403, 'slow down': 429 } as const
  const page = <SignInPage ui={c.get('ui')} next={localPath(next)} email={email} problem={result.problem} />
  return c.html(page, status[result.problem])
}

async function welcome(c: Context<Web>, desk: Desk) {
  const { name = '', email = '', password = '' } = await formOf(c)
  const token = c.req.param('token')!
  const made = await useAdminLink(desk.db, token, { name, email, password })
  if (made === 'dead') return c.html(<DeadLinkPage ui={c.get('ui')} />, 410)
  if ('faults' in made) {
    return c.html(<WelcomePage ui={c.get('ui')} token={token} values={{ name, email }} faults={made.faults} />, 422)
  }
  const client = { ip: callerOf(c, desk.config).ip, userAgent: c.req.header('user-agent') ?? '' }
  const result = await desk.auth.signIn(email, password, client)
  if (!('cookies' in result)) return goOn(c, '/sign-in')
  for (const cookie of result.cookies) c.header('Set-Cookie', cookie, { append: true })
  return goOn(c, '/issues')
}
