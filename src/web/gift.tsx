import { type Context, Hono } from 'hono'
import { GiftPage, type GiftShown } from '../../templates/gift.tsx'
import { type Claimed, claim } from '../certificates/claims.ts'
import { countTry, triesLeft } from '../reps/rate-limit.ts'
import { callerOf } from './client.ts'
import type { Desk, Web } from './desk.ts'
import { formOf } from './input.ts'

/** Codes that one address may ask about, and wrong ones from everywhere: a flood of guesses is a sign. */
const perAddress = { seconds: 600, most: 20 }
const wrongInAll = { seconds: 600, most: 500 }
const everywhere = 'wrong gift codes of everybody'

/**
 * Where customers ask what is left, without a sign-in. To look at it does nothing, since programs that check links look
 * as well; a posted code that is not good gets one answer, whatever is wrong with it (campaigns.md 6.2, rule 10).
 */
export function giftPages(desk: Desk): Hono<Web> {
  return new Hono<Web>().get('/gift', (c) => show(c)).post('/gift', (c) => ask(c, desk))
}

function show(c: Context<Web>, more: { shown?: GiftShown; refused?: 'unknown' | 'tooMany' } = {}) {
  c.header('Cache-Control', 'no-store')
  c.header('Referrer-Policy', 'same-origin')
  c.header('X-Robots-Tag', 'noindex')
  const status = more.refused === undefined ? 200 : more.refused === 'tooMany' ? 429 : 422
  return c.html(<GiftPage ui={c.get('ui')} {...more} />, status)
}

async function ask(c: Context<Web>, { db, secrets, config }: Desk) {
  const code = ((await formOf(c)).code ?? '').slice(0, 100)
  const mine = await countTry(db, `gift codes from ${callerOf(c, config).ip}`, perAddress)
  if (!mine || !(await triesLeft(db, everywhere, wrongInAll))) {
    c.header('Retry-After', String(perAddress.seconds))
    return show(c, { refused: 'tooMany' })
  }
  const claimed = await db.transaction().execute((tx) => claim(tx, secrets, { code }))
  if (claimed) return show(c, { shown: shownOf(c, claimed) })
  await countTry(db, everywhere, wrongInAll)
  return show(c, { refused: 'unknown' })
}

/** Days as the shop counts them. */
function shownOf(
  c: Context<Web>,
  { balanceMinor, currency, expiresAt, timeZone, terms, personId }: Claimed,
): GiftShown {
  const ui = c.get('ui')
  const last = new Intl.DateTimeFormat(ui.language, { dateStyle: 'long', timeZone }).format(+expiresAt - 1000)
  return { left: ui.dates.money(balanceMinor, currency), until: last, terms, kept: personId !== null }
}
