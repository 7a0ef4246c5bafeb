import type { Config } from '../config.ts'
import type { SignId } from '../letters/signed-ids.ts'

/** A link of the template itself. Whatever Liquid makes is somebody's own, like the way out: it is never tracked. */
const link = /(<a\b[^>]{0,2000}?\bhref\s*=\s*)(["'])(https?:\/\/[^"'{}<>\s]{1,2000})\2/gi
const mostLinks = 500

/** The addresses that the links of an HTML template lead to, in order; by their place a click names one. */
export function linksOf(html: string): string[] {
  return [...html.matchAll(link)].slice(0, mostLinks).map(([, , , url]) => url!.replace(/&(amp|#38|#x26);/gi, '&'))
}

/** The template with its links led over the desk, and a picture at its end that tells of opening. */
export function withTracking(html: string): string {
  let n = 0
  const led = html.replace(link, (whole, before: string, quote: string) =>
    n < mostLinks ? `${before}${quote}{{ click_url }}/${n++}${quote}` : whole,
  )
  const picture = '<img src="{{ open_url }}" width="1" height="1" alt="">'
  const at = led.search(/<\/body\s*>/i)
  return at < 0 ? `${led}\n${picture}\n` : led.slice(0, at) + picture + led.slice(at)
}

type Desk = Readonly<{ config: Pick<Config, 'publicUrl' | 'basePath'>; sign: SignId }>

/** The two addresses that a recipient's letter tells of opens and clicks by. */
export function trackUrls({ config, sign }: Desk, recipientId: number) {
  const base = `${config.publicUrl}${config.basePath}`
  const token = sign('k', recipientId)
  return { click_url: `${base}click/${token}`, open_url: `${base}open/${token}` }
}

/**
 * Why a look at a letter is a machine's (campaigns.md R21); null: a person's, as far as one look can tell. `seconds`
 * since the relay took the letter.
 */
export function machineReason(look: { method: string; agent: string; seconds: number }): string | null {
  if (look.method !== 'GET') return 'asked for the head alone'
  if (look.agent.trim() === '') return 'says not what it is'
  if (machines.test(look.agent)) return 'known machine'
  return look.seconds < 10 ? 'within ten seconds' : null
}

const machines =
  /bot\b|crawl|spider|preview|scan|proxy|monitor|fetch|curl|wget|python|java\/|okhttp|go-http|libwww|headless|phantom|barracuda|mimecast|proofpoint|safelinks|symantec|fireeye|trendmicro|forcepoint|cloudmark|GoogleImageProxy|YahooMailProxy/i
