import type { Context } from 'hono'
import { getCookie } from 'hono/cookie'
import type { DatesMaker } from '../../templates/dates.ts'
import type { AssetName, Flash, RailState, Theme, Ui } from '../../templates/ui.ts'
import { pickWords } from '../../templates/words/pick.ts'
import { marksIn, needlesOf } from '../desk/search-excerpt.ts'
import { parseSearch } from '../desk/search-query.ts'
import type { RepLanguage } from '../reps/rep-settings.ts'
import type { Rep } from '../reps/reps.ts'
import { may } from '../reps/roles.ts'
import { urlMaker } from './base-path.ts'
import type { Desk, Web } from './desk.ts'
import { flashOf } from './flash.ts'
import { railState } from './rail-state.ts'

type UiParts = {
  basePath: string
  asset: (name: AssetName) => string
  dates: DatesMaker
  chosen?: RepLanguage | null
}

/** What every template is given: words, dates and links for this reader, who is nobody yet; `chosen` goes before the browser's language. */
export function makeUi(c: Context<Web>, { basePath, asset, dates, chosen }: UiParts): Ui {
  const { language, locale, words } = pickWords(c.req.header('accept-language'), chosen)
  const url = urlMaker(basePath)
  const query = new URL(c.req.url).search.replace(/([?&])(done|said|taken|compose)=[^&]*/g, '$1').replace(/[?&]+$/, '')
  return {
    words,
    language,
    dates: dates(locale, getCookie(c, 'zone'), new Date()),
    url,
    asset: (name) => url(asset(name)),
    theme: themeOf(getCookie(c, 'theme')),
    here: c.req.path + query.replace('?&', '?').replace(/&&+/g, '&'),
    rep: undefined,
    may: () => false,
    find: findOf(c.req.query('find')),
  }
}

/** The same for a rep who has signed in. */
export function uiOf(ui: Ui, rep: Rep): Ui {
  return { ...ui, rep, may: (deed) => may(rep.role, deed) }
}

function findOf(q: string | undefined): Ui['find'] {
  if (!q) return undefined
  const needles = needlesOf(parseSearch(q))
  return (text) => marksIn(text, needles)
}

function themeOf(text: string | undefined): Theme {
  return text === 'light' || text === 'dark' ? text : 'system'
}

export type PageParts = {
  ui: Ui
  state: RailState
  flash: Flash | undefined
  singleKeys: boolean
  ownKeys: Record<string, string>
}

/** What every page of the desk shows around its own matter. */
export async function pageParts(c: Context<Web>, desk: Desk): Promise<PageParts> {
  const ui = c.get('ui')
  const rep = c.get('rep')
  const [state, flash] = await Promise.all([railState(desk, rep.id), flashOf(desk.db, ui, c.req.query())])
  const { single, own } = c.get('keys')
  return { ui, state, flash, singleKeys: single, ownKeys: own }
}

/** Sends the browser on with GET (303), so that a reload posts nothing twice. `path` is ours, without BASE_PATH. */
export function goOn(c: Context<Web>, path: string, query: Record<string, string | number | null | undefined> = {}) {
  const target = new URL(path, 'http://desk.invalid')
  for (const [name, value] of Object.entries(query)) {
    if (value !== null && value !== undefined) target.searchParams.set(name, String(value))
  }
  return c.redirect(c.get('ui').url(target.pathname + target.search + target.hash), 303)
}

export function isHtmx(c: Context<Web>): boolean {
  return c.req.header('hx-request') === 'true'
}
