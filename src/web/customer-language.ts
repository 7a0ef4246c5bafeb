import type { Context } from 'hono'
import { getCookie } from 'hono/cookie'
import { pickWords } from '../../templates/words/pick.ts'
import type { Desk, Web } from './desk.ts'

/**
 * Lets the page speak the language that the desk knows of this customer (BCP 47), where it is one of the desk's own;
 * else it keeps that of their browser.
 */
export function speakTo(c: Context<Web>, desk: Desk, known: string | undefined): void {
  const ui = c.get('ui')
  const wanted = known?.split('-')[0]?.toLowerCase()
  if (!wanted || wanted === ui.language) return
  const { language, locale, words } = pickWords(`${c.req.header('accept-language') ?? ''},${known}`, wanted)
  if (language !== wanted) return
  c.set('ui', { ...ui, language, words, dates: desk.dates(locale, getCookie(c, 'zone'), ui.dates.now) })
}
