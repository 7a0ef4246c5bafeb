import type { Context, MiddlewareHandler } from 'hono'
import { may } from '../reps/roles.ts'
import type { Assets } from './assets.ts'
import type { Desk, Web } from './desk.ts'
import { goOn, makeUi, uiOf } from './page.ts'
import { deedOfPage } from './page-deeds.ts'
import { Refusal } from './refusal.ts'

/** Gives every request its Ui; pages before the sign-in have no rep. */
export function withUi({ config, dates }: Desk, assets: Assets): MiddlewareHandler<Web> {
  return async (c, next) => {
    c.set('ui', makeUi(c, { basePath: config.basePath, asset: assets.path, dates }))
    await next()
  }
}

/** Lets signed-in reps through; sends others to the sign-in page and back here afterwards. */
export function signedIn({ auth, config, dates }: Desk, assets: Assets): MiddlewareHandler<Web> {
  return async (c, next) => {
    const session = await auth.session(c.req.raw.headers)
    if (!session) return toSignIn(c)
    if (session.stepDue) return toSignIn(c, '/sign-in/second')
    for (const cookie of session.cookies) c.header('Set-Cookie', cookie, { append: true })
    c.set('rep', session.rep)
    c.set('sessionId', session.id)
    c.set('keys', session.keys)
    const { rep, language: chosen } = session
    const ui = chosen ? makeUi(c, { basePath: config.basePath, asset: assets.path, dates, chosen }) : c.get('ui')
    c.set('ui', uiOf(ui, rep))
    if (!may(session.rep.role, deedOfPage(c.req.method, c.req.path))) throw new Refusal(403, 'role')
    if (session.mustSecure && !withoutSecondStep.test(c.req.path)) return toAccount(c)
    return next()
  }
}

/** What a rep whose role asks for a second step may do before there is one. */
const withoutSecondStep = /^\/(account(\/|$)|theme$)/

function toAccount(c: Context<Web>) {
  if (c.req.header('hx-request') || c.req.header('accept')?.includes('text/event-stream'))
    return c.body(null, 403, { 'HX-Redirect': c.get('ui').url('/account') })
  return goOn(c, '/account')
}

function toSignIn(c: Context<Web>, page = '/sign-in') {
  const ui = c.get('ui')
  const next = pageShown(c) ?? (c.req.method === 'GET' ? ui.here : '/issues')
  const target = ui.url(`${page}?next=${encodeURIComponent(next)}`)
  if (c.req.header('hx-request') || c.req.header('accept')?.includes('text/event-stream')) {
    return c.body(null, 401, { 'HX-Redirect': target })
  }
  return c.redirect(target, 303)
}

/** Where whoever asks for a part of a page is: the part alone is no place to come back to. */
function pageShown(c: Context<Web>): string | undefined {
  const shown = URL.parse(c.req.header('hx-current-url') ?? '')
  const base = c.get('ui').url('/')
  return shown?.pathname.startsWith(base) ? `/${shown.pathname.slice(base.length)}${shown.search}` : undefined
}
