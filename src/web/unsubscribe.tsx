import { type Context, Hono } from 'hono'
import { ConfirmPage, PreferencesPage, UnsubscribePage } from '../../templates/unsubscribe.tsx'
import { confirmable, confirmMember } from '../campaigns/double-opt-in.ts'
import { choose, leaveAll, preferencesOf } from '../campaigns/preferences.ts'
import { testRecipient } from '../campaigns/unsubscribe.ts'
import { type Addressed, addressedBy, scopeOf, unsubscribe } from '../campaigns/unsubscribing.ts'
import { languageOfAddress } from '../letters/known-words.ts'
import { type Purpose, verifyId } from '../letters/signed-ids.ts'
import { getMember } from '../people/list-members.ts'
import { speakTo } from './customer-language.ts'
import type { Desk, Web } from './desk.ts'
import { formOf } from './input.ts'
import { Refusal } from './refusal.ts'

/**
 * What customers open from a letter, by its signed link alone: no login, no cookie, for ever. Only a post acts
 * (campaigns.md R18, R19): gateways that check links read every page. The post of RFC 8058 comes from mail providers.
 */
export function unsubscribePages(desk: Desk): Hono<Web> {
  return new Hono<Web>()
    .get('/unsubscribe/:token', (c) => showUnsubscribe(c, desk))
    .post('/unsubscribe/:token', (c) => takeUnsubscribe(c, desk))
    .get('/preferences/:token', (c) => showPreferences(c, desk))
    .post('/preferences/:token', (c) => takePreferences(c, desk))
    .get('/confirm/:token', (c) => showConfirm(c, desk))
    .post('/confirm/:token', (c) => takeConfirm(c, desk))
}

/** The id in a link of ours; undefined for a forged one. */
function idIn(c: Context<Web>, { secrets }: Desk, purposes: readonly Purpose[]) {
  const signed = verifyId(secrets, c.req.param('token') ?? '')
  const fits = signed && purposes.includes(signed.purpose) && signed.id <= Number.MAX_SAFE_INTEGER
  return fits && (signed.purpose !== 'm' || signed.id <= 2 ** 31 - 1) ? signed : undefined
}

async function addressed(c: Context<Web>, desk: Desk): Promise<Addressed | 'test' | undefined> {
  const signed = idIn(c, desk, ['u'])
  if (signed?.id === testRecipient) return 'test'
  const to = signed && (await addressedBy(desk.db, signed.id))
  if (to) await speakAsTo(c, desk, to.address)
  return to
}

/** The page speaks the language that the owner of the address chose, or that the shop knows of him. */
async function speakAsTo(c: Context<Web>, desk: Desk, address: string) {
  speakTo(c, desk, await languageOfAddress(desk.db, address))
}

async function showUnsubscribe(c: Context<Web>, desk: Desk, unclear = false) {
  const to = await addressed(c, desk)
  const words = c.get('ui').words.unsubscribePage
  if (to === 'test') return pageOf(c, undefined, { tone: '', text: words.test })
  if (!to) return pageOf(c, undefined, { tone: '', text: words.gone }, 404)
  return unclear ? pageOf(c, to, { tone: 'bad', text: words.unclear }, 400) : pageOf(c, to)
}

type Note = Readonly<{ tone: 'good' | 'bad' | ''; text: string }>

function pageOf(c: Context<Web>, to: Addressed | undefined, note?: Note, status: 200 | 400 | 404 = 200, done = false) {
  keepPrivate(c)
  const shown = to && {
    address: masked(to.address),
    list: scopeOf(to).scope === 'list' ? (to.list?.name ?? null) : null,
  }
  const props = { token: c.req.param('token')!, to: shown, done, ...(note && { note }) }
  return c.html(<UnsubscribePage ui={c.get('ui')} {...props} />, status)
}

/**
 * One click by a mail provider (`List-Unsubscribe=One-Click`, either encoding; RFC 8058 3.1) gets a short 200 and no
 * redirect; the button of our own page gets a page. Whose link is unknown hears the same: there is nothing left to end.
 */
async function takeUnsubscribe(c: Context<Web>, desk: Desk) {
  const form = Object.entries(await formOf(c)).map(([name, value]) => [name.toLowerCase(), value.toLowerCase()])
  const oneClick = form.some(([name, value]) => name === 'list-unsubscribe' && value === 'one-click')
  const button = form.some(([name, value]) => name === 'confirm' && value === '1')
  if (!oneClick && !button) return showUnsubscribe(c, desk, true)
  const { oneClick: short } = c.get('ui').words.unsubscribePage
  const to = await addressed(c, desk)
  if (to && to !== 'test')
    await desk.db.transaction().execute((tx) => unsubscribe(tx, to, { way: oneClick ? 'one-click' : 'page' }))
  if (oneClick) return c.text(short)
  if (to === 'test') return showUnsubscribe(c, desk)
  return to
    ? pageOf(c, to, { tone: 'good', text: c.get('ui').words.unsubscribePage.done }, 200, true)
    : showUnsubscribe(c, desk)
}

async function showPreferences(c: Context<Web>, desk: Desk, note?: Note) {
  const address = await preferring(c, desk)
  return preferencesPage(c, desk, address, { ...(note && { note }) })
}

type Said = Readonly<{ note?: Note; wrongLanguage?: string }>

async function preferencesPage(c: Context<Web>, desk: Desk, address: string, said: Said) {
  keepPrivate(c)
  const chosen = await preferencesOf(desk.db, address)
  const shown = { ...chosen, address: masked(address) }
  const page = <PreferencesPage ui={c.get('ui')} token={c.req.param('token')!} chosen={shown} {...said} />
  return c.html(page, said.wrongLanguage ? 422 : 200)
}

/** Of a campaign's recipient, or of somebody on a list. */
async function preferring(c: Context<Web>, desk: Desk): Promise<string> {
  const signed = idIn(c, desk, ['u', 'm'])
  const found =
    signed && (await (signed.purpose === 'u' ? addressedBy(desk.db, signed.id) : getMember(desk.db, signed.id)))
  if (!found) throw new Refusal(404, 'missing')
  await speakAsTo(c, desk, found.address)
  return found.address
}

async function takePreferences(c: Context<Web>, desk: Desk) {
  const address = await preferring(c, desk)
  const form = await formOf(c)
  const language = (form.language ?? '').trim()
  if (form.all === 'off') await desk.db.transaction().execute((tx) => leaveAll(tx, address))
  else if (!/^([a-zA-Z]{2,3}(-[a-zA-Z0-9]{2,8}){0,3})?$/.test(language))
    return preferencesPage(c, desk, address, { wrongLanguage: c.get('ui').words.preferences.wrongLanguage })
  else {
    const lists = new Set(Object.keys(form).flatMap((name) => (name.startsWith('list-') ? [name.slice(5)] : [])))
    const choice = { lists, marketing: form.marketing !== undefined, language }
    await desk.db.transaction().execute((tx) => choose(tx, address, choice))
    speakTo(c, desk, language)
  }
  return preferencesPage(c, desk, address, { note: { tone: 'good', text: c.get('ui').words.preferences.saved } })
}

async function showConfirm(c: Context<Web>, desk: Desk) {
  const id = idIn(c, desk, ['m'])?.id
  const found = id === undefined ? undefined : await confirmable(desk.db, id)
  if (!found) throw new Refusal(404, 'missing')
  keepPrivate(c)
  await speakAsTo(c, desk, found.member.address)
  const { state } = found.member
  const shown = state === 'confirmed' ? 'done' : state === 'removed' || found.archived ? 'over' : 'asked'
  const props = { token: c.req.param('token')!, list: found.list, address: masked(found.member.address) }
  return c.html(<ConfirmPage ui={c.get('ui')} {...props} state={shown} />)
}

async function takeConfirm(c: Context<Web>, desk: Desk) {
  const id = idIn(c, desk, ['m'])?.id
  if (id === undefined) throw new Refusal(404, 'missing')
  await desk.db.transaction().execute((tx) => confirmMember(tx, id))
  return showConfirm(c, desk)
}

/** A link may have been passed on: whoever opens it need not learn the address. */
function masked(address: string): string {
  const at = address.lastIndexOf('@')
  return `${[...address][0] ?? ''}…${address.slice(Math.max(at, 0))}`
}

function keepPrivate(c: Context<Web>) {
  c.header('Cache-Control', 'no-store')
  c.header('X-Robots-Tag', 'noindex')
}
