import type { Quote } from '../../templates/letters/letter.tsx'

export type Quotable = Readonly<{ name: string; address: string; at: Date; text: string }>

const limits = { chars: 20_000, lines: 400 }
const dates = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short', timeZone: 'UTC' })

/** The mail answered, from its text alone (its HTML may hold anything), cut at a line where it is very long. */
export function quoteMail({ name, address, at, text }: Quotable): Quote {
  const who = oneLine(name) || address
  return { line: `On ${dates.format(at)} UTC, ${who} wrote:`, text: bounded(plain(text)) }
}

/** A mail that goes on to somebody else, with what its head said; nothing before its lines. */
export function forwardedQuote({ name, address, at, text, subject }: Quotable & { subject: string }): Quote {
  const from = oneLine(name) ? `${oneLine(name)} <${address}>` : address
  const head = [`From: ${from}`, `Date: ${dates.format(at)} UTC`, `Subject: ${oneLine(subject)}`]
  return {
    line: ['---------- Forwarded message ----------', ...head].join('\n'),
    text: bounded(plain(text)),
    whole: true,
  }
}

/** The quote as plain text: `>` before every line (RFC 3676 4.5: `>>` where it was quoted already). */
export function quotedText({ line, text, whole }: Quote): string {
  if (whole) return `${line}\n\n${text}`
  const lines = text.split('\n').map((each) => (each.startsWith('>') || !each ? `>${each}` : `> ${each}`))
  return `${line}\n${lines.join('\n')}`
}

/** Text as a letter may carry it: line feeds only, no control characters, no half characters. */
export function plain(text: string): string {
  return text
    .toWellFormed()
    .replace(/\r\n?/g, '\n')
    .replace(/[\u2028\u2029]/g, '\n')
    .replace(/[\p{Cc}]/gu, (c) => (c === '\n' || c === '\t' ? c : ''))
    .replace(/[ \t]+$/gm, '')
    .trim()
}

export function oneLine(text: string): string {
  return plain(text).replace(/\s+/g, ' ')
}

function bounded(text: string): string {
  const lines = text.slice(0, limits.chars).split('\n')
  const cut = text.length > limits.chars || lines.length > limits.lines
  if (!cut) return text
  const kept = lines.slice(0, limits.lines)
  if (kept.length === lines.length && kept.length > 1) kept.pop() // the last one was cut inside
  return `${kept.join('\n')}\n[…]`
}
