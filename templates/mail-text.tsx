import type { Child } from 'hono/jsx'
import { foundIn } from './found.tsx'
import { type Mark, markedParts, withMarks } from './marked-text.ts'
import type { Ui } from './ui.ts'

type MailTextProps = {
  ui: Ui
  text: string
  folds: readonly number[]
  whole?: string
  /** Words that an issue is about. */
  marks?: readonly Mark[]
}

const longest = 60_000

/**
 * Somebody's words as they were written; quoted stretches (`folds`: start, end, start, end …) stand behind a … chip.
 * Quoted lines that are answered in place stay, set back, and each answer is named as one. A very long text ends with
 * a link to all of it.
 */
export function MailText({ ui, text: written, folds: at, whole, marks = [] }: MailTextProps) {
  const { text, folds } = withMarks(written, at, marks)
  const shown = text.length > longest && whole ? text.slice(0, longest) : text
  if (shown.trim() === '') return <p class="quiet">{ui.words.entry.empty}</p>
  return (
    <div class="mail-text">
      {segments(shown, folds).map((segment) => (
        <Segment ui={ui} segment={segment} marks={marks} />
      ))}
      {shown.length < text.length && (
        <p>
          <a href={whole}>{ui.words.entry.whole}</a>
        </p>
      )}
    </div>
  )
}

type SegmentProps = { ui: Ui; segment: Segmented; marks: readonly Mark[] }

function Segment({ ui, segment: { kind, piece }, marks }: SegmentProps) {
  const words = ui.words.entry
  const linked = (text: string) => <Marked ui={ui} text={text} marks={marks} />
  if (kind === 'own') return <div>{linked(piece)}</div>
  if (kind === 'asked') return <blockquote class="asked">{linked(piece.replace(/^ {0,3}> ?/gm, ''))}</blockquote>
  if (kind === 'answer')
    return (
      <div class="answer">
        <span class="answer-mark">{words.answer}</span>
        {linked(piece)}
      </div>
    )
  return (
    <details class="quoted">
      <summary title={words.quoted} aria-label={words.quoted}>
        …
      </summary>
      <div>{linked(piece)}</div>
    </details>
  )
}

type Segmented = Readonly<{ kind: 'own' | 'answer' | 'asked' | 'folded'; piece: string }>

const mostSegments = 300

/** What was written, what is folded, and where answers stand between quotes: what was asked and what was answered. */
function segments(text: string, folds: readonly number[]): Segmented[] {
  const parts = pieces(text, folds)
  const split = parts.flatMap((part) => (part.kind === 'own' ? askedAndOwn(part.piece) : [part]))
  const all = split.length > mostSegments ? parts : split
  const quotes = all.flatMap(({ kind, piece }, i) => (kind === 'own' || isSignature(piece) ? [] : [i]))
  const isAnswer = (i: number) => i > quotes[0]! && (i < quotes.at(-1)! || all[i - 1]?.kind === 'asked')
  return all.map((part, i) => (part.kind === 'own' && isAnswer(i) ? { ...part, kind: 'answer' } : part))
}

const isSignature = (piece: string) => /^\s{0,9}(?:--|—|__)\s{0,9}\n/.test(piece)

function askedAndOwn(piece: string): Segmented[] {
  const runs = piece.match(/(?:^ {0,3}>.*(?:\n|$))+|(?:^(?! {0,3}>).*(?:\n|$))+/gm) ?? []
  return runs
    .map((run) => ({ kind: /^ {0,3}>/.test(run) ? ('asked' as const) : ('own' as const), piece: trimmed(run) }))
    .filter((part) => part.piece.trim() !== '')
}

function pieces(text: string, folds: readonly number[]): Segmented[] {
  const all: Segmented[] = []
  let at = 0
  for (let i = 0; i + 1 < folds.length; i += 2) {
    const start = Math.min(Math.max(folds[i]!, at), text.length)
    const end = Math.min(Math.max(folds[i + 1]!, start), text.length)
    all.push({ piece: text.slice(at, start), kind: 'own' }, { piece: text.slice(start, end), kind: 'folded' })
    at = end
  }
  all.push({ piece: text.slice(at), kind: 'own' })
  return all.map((part) => ({ ...part, piece: trimmed(part.piece) })).filter((part) => part.piece !== '')
}

/** Blank lines at the seams look like holes; inside a piece they stay. */
function trimmed(piece: string): string {
  return piece.replace(/^\s*\n/, '').trimEnd()
}

const address = /https?:\/\/[^\s<>"'`\p{Cc}\p{Cf}]{1,1000}/gu

/** What an issue is about is marked; what another one is about leads there. */
function Marked({ ui, text, marks }: { ui: Ui; text: string; marks: readonly Mark[] }) {
  return (
    <>
      {markedParts(text).map(({ text: part, mark: number }) => {
        const mark = number === undefined ? undefined : marks[number]
        if (!mark) return linked(ui, part)
        if (!mark.issue)
          return (
            <mark class="excerpt" title={ui.words.craft.markedHere}>
              {linked(ui, part)}
            </mark>
          )
        const { id, subject } = mark.issue
        return (
          <a class={`excerpt c${id % 4}`} href={ui.url(`/issues/${id}`)} title={ui.words.craft.marked(id, subject)}>
            {part}
          </a>
        )
      })}
    </>
  )
}

/** Plain web addresses become links that tell the other side nothing about us. */
function linked(ui: Ui, text: string): Child[] {
  const parts: Child[] = []
  let at = 0
  for (const match of text.matchAll(address)) {
    const url = match[0].replace(/[.,;:!?)\]}>]+$/, '')
    parts.push(
      ...foundIn(ui, text.slice(at, match.index)),
      <a href={url} target="_blank" rel="noopener noreferrer nofollow">
        {url}
      </a>,
    )
    at = match.index + url.length
  }
  return [...parts, ...foundIn(ui, text.slice(at))]
}
