import type { Child } from 'hono/jsx'
import type { Ui } from './ui.ts'

type MailTextProps = { ui: Ui; text: string; folds: readonly number[]; whole?: string }

const longest = 60_000

/**
 * Somebody's words as they were written; quoted stretches (`folds`: start, end, start, end …) stand behind a … chip.
 * A very long text ends with a link to all of it.
 */
export function MailText({ ui, text, folds, whole }: MailTextProps) {
  const shown = text.length > longest && whole ? text.slice(0, longest) : text
  if (shown.trim() === '') return <p class="quiet">{ui.words.entry.empty}</p>
  return (
    <div class="mail-text">
      {pieces(shown, folds).map(({ piece, folded }) =>
        folded ? (
          <details class="quoted">
            <summary title={ui.words.entry.quoted} aria-label={ui.words.entry.quoted}>
              …
            </summary>
            <div>{linked(piece)}</div>
          </details>
        ) : (
          <div>{linked(piece)}</div>
        ),
      )}
      {shown.length < text.length && (
        <p>
          <a href={whole}>{ui.words.entry.whole}</a>
        </p>
      )}
    </div>
  )
}

function pieces(text: string, folds: readonly number[]): { piece: string; folded: boolean }[] {
  const all: { piece: string; folded: boolean }[] = []
  let at = 0
  for (let i = 0; i + 1 < folds.length; i += 2) {
    const start = Math.min(Math.max(folds[i]!, at), text.length)
    const end = Math.min(Math.max(folds[i + 1]!, start), text.length)
    all.push({ piece: text.slice(at, start), folded: false }, { piece: text.slice(start, end), folded: true })
    at = end
  }
  all.push({ piece: text.slice(at), folded: false })
  return all.map((part) => ({ ...part, piece: trimmed(part.piece) })).filter((part) => part.piece !== '')
}

/** Blank lines at the seams look like holes; inside a piece they stay. */
function trimmed(piece: string): string {
  return piece.replace(/^\s*\n/, '').trimEnd()
}

const address = /https?:\/\/[^\s<>"'`\p{Cc}\p{Cf}]{1,1000}/gu

/** Plain web addresses become links that tell the other side nothing about us. */
function linked(text: string): Child[] {
  const parts: Child[] = []
  let at = 0
  for (const match of text.matchAll(address)) {
    const url = match[0].replace(/[.,;:!?)\]}>]+$/, '')
    parts.push(
      text.slice(at, match.index),
      <a href={url} target="_blank" rel="noopener noreferrer nofollow">
        {url}
      </a>,
    )
    at = match.index + url.length
  }
  return [...parts, text.slice(at)]
}
