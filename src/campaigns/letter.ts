import { createHash } from 'node:crypto'
import { campaignFooter } from '../../templates/letters/campaign.ts'
import type { Config } from '../config.ts'
import { headerText, mailboxText } from '../letters/header-words.ts'
import { type CompiledLiquid, compileLiquid } from '../letters/liquid.ts'
import { quotedPiece } from '../letters/quoted-printable.ts'
import { asciiDomain, domainOf, plusAddress } from '../letters/reply-address.ts'
import { idSigner, type SignId } from '../letters/signed-ids.ts'
import type { Secrets } from '../settings/secret.ts'
import { archiveUrl } from './archive-url.ts'
import { htmlOfText, plainOfText } from './body-template.ts'
import { letterValues, type SameForAll, type Vars } from './letter-values.ts'
import { listHeaders } from './list-headers.ts'
import { trackUrls, withTracking } from './tracked.ts'
import { unsubscribeLinks } from './unsubscribe.ts'

/** What a letter is made from: a frozen version, or a draft that is looked at. */
export type LetterSource = SameForAll &
  Readonly<{
    campaignId: number
    subject: string
    text: string
    html: string | null
    plusAddresses: boolean
    list: Readonly<{ id: number; slug: string; name: string }> | null
    footer: Readonly<{ postalAddress: string; legalText: string; terms: string }>
    /** Whether opens and clicks are reported; no where left out. */
    tracking?: boolean
  }>

/** Whom a letter is for; `id` 0 is nobody: a preview or a test. */
export type LetterFor = Readonly<{
  id: number
  address: string
  vars: Vars
  code: string | null
  date: Date
  /** Where an earlier try bore one. */
  messageId?: string | null | undefined
}>

export type CampaignLetter = Readonly<{
  bytes: Buffer
  from: string
  messageId: string
  subject: string
  text: string
  html: string
}>

/** `missing`: variables that have no value and no default; the letter must not go. */
export type Made = CampaignLetter | Readonly<{ missing: readonly string[] }> | Readonly<{ problem: string }>

export type LetterMaker = Readonly<{ make: (to: LetterFor) => Made }>

type Desk = Readonly<{ secrets: Secrets; config: Pick<Config, 'publicUrl' | 'basePath'> }>

/**
 * Reads the templates once and makes letters from them: the same values give the same bytes each time. What is the same
 * in all is encoded once. Answers which part cannot be read, with line and remedy.
 */
export function letterMaker(desk: Desk, source: LetterSource): LetterMaker | { problem: string } {
  const parts = compileParts(source)
  if ('problem' in parts) return parts
  const boundary = `=_${createHash('sha256').update(`${source.campaignId} ${source.text}`).digest('hex').slice(0, 24)}`
  const from = mailboxText(source.fromName, asciiDomain(source.fromAddress))
  const sign = idSigner(desk.secrets)
  const archive = archiveUrl({ ...desk, sign }, source.campaignId)
  return { make: (to) => makeLetter({ desk: { ...desk, sign }, source, parts, boundary, from, archive }, to) }
}

type Part = Readonly<{ liquid: CompiledLiquid; encoded: readonly (string | null)[] }>
type Parts = Readonly<{ subject: Part; text: Part; html: Part }>

function compileParts(source: LetterSource): Parts | { problem: string } {
  const { subject, text, footer, tracking } = source
  const withFooter = `${text.trimEnd()}${campaignFooter(footer, text)}`
  const html = trackedHtml(source)
  const found = {
    subject: compilePart(subject, 'text'),
    text: compilePart(plainOfText(withFooter), 'text'),
    html: compilePart(tracking ? withTracking(html) : html, 'html'),
  }
  for (const [name, part] of Object.entries(found))
    if ('problem' in part) return { problem: `The ${name === 'html' ? 'HTML' : name}: ${part.problem}` }
  return found as Parts
}

/** The HTML template as it is sent, but for what reports opens and clicks: that leads to the links in this. */
export function trackedHtml({ text, html, footer }: LetterSource): string {
  return html === null ? htmlOfText(`${text.trimEnd()}${campaignFooter(footer, text)}`) : withHtmlFooter(html, footer)
}

/** ms for one part of one letter: a busy machine makes nobody’s letter fail. */
const patience = 3_000

function compilePart(template: string, as: 'text' | 'html'): Part | { problem: string } {
  const liquid = compileLiquid(template, as, patience)
  if ('problem' in liquid) return liquid
  return { liquid, encoded: liquid.fixed.map((piece) => (piece === null ? null : quotedPiece(piece))) }
}

/** Before </body> where there is one. */
function withHtmlFooter(html: string, footer: LetterSource['footer']): string {
  const below = campaignFooter(footer, html)
  if (!below.trim()) return html
  const at = html.search(/<\/body\s*>/i)
  const made = htmlOfText(below).replace(/^<!doctype html>\n/, '')
  return at < 0 ? `${html}\n${made}` : html.slice(0, at) + made + html.slice(at)
}

type Making = Readonly<{
  desk: Desk & { sign: SignId }
  source: LetterSource
  parts: Parts
  boundary: string
  from: string
  archive: string
}>

function makeLetter({ desk, source, parts, boundary, from, archive }: Making, to: LetterFor): Made {
  const home = { address: source.fromAddress, name: source.fromName, plusAddresses: source.plusAddresses }
  const links = unsubscribeLinks(desk, home, to.id)
  const { unsubscribe, preferences } = links
  const own = letterValues(source, { ...to, unsubscribe, preferences, archive })
  const values = source.tracking ? { ...own, ...trackUrls(desk, to.id) } : own
  const filled = {
    subject: fill(parts.subject, values),
    text: fill(parts.text, values),
    html: fill(parts.html, values),
  }
  for (const one of Object.values(filled)) if ('problem' in one) return one
  const { subject, text, html } = filled as Record<keyof Parts, Filled>
  const missing = [...new Set([...subject.missing, ...text.missing, ...html.missing])]
  if (missing.length > 0) return { missing }
  const token = desk.sign('c', to.id)
  const messageId = to.messageId ?? `${token}@${domainOf(asciiDomain(source.fromAddress))}`
  const ours = plusAddress(home, token)
  const list = listHeaders({ links, campaignId: source.campaignId, list: source.list, from: source.fromAddress })
  const head = [
    `Date: ${rfcDate(to.date)}`,
    `From: ${from}`,
    `To: ${mailboxText('', asciiDomain(to.address))}`,
    `Reply-To: ${asciiDomain(ours)}`,
    `Subject: ${headerText(subject.text)}`,
    `Message-ID: <${messageId}>`,
    'MIME-Version: 1.0',
    ...list.map(([name, value]) => `${name}: ${value.replace(/(\?=|,) /g, '$1\r\n ')}`),
    `Content-Type: multipart/alternative;\r\n boundary="${boundary}"`,
  ]
  const body = [part(boundary, 'text/plain', text), part(boundary, 'text/html', html), `--${boundary}--\r\n`]
  const bytes = Buffer.from(`${head.join('\r\n')}\r\n\r\n${body.join('\r\n')}`, 'latin1')
  return { bytes, from: asciiDomain(ours), messageId, subject: subject.text, text: text.text, html: html.text }
}

type Filled = Readonly<{ text: string; encoded: string; missing: readonly string[] }>

function fill({ liquid, encoded }: Part, values: ReturnType<typeof letterValues>): Filled | { problem: string } {
  const filled = liquid.fill(values)
  if ('problem' in filled) return filled
  const { pieces, missing } = filled
  return {
    text: pieces.join(''),
    encoded: pieces.map((piece, i) => encoded[i] ?? quotedPiece(piece)).join(''),
    missing,
  }
}

function part(boundary: string, type: string, { encoded }: Filled): string {
  return `--${boundary}\r\nContent-Type: ${type}; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n${encoded}`
}

/** RFC 5322 3.3. */
function rfcDate(at: Date): string {
  return at.toUTCString().replace('GMT', '+0000')
}
