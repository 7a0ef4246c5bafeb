import type { Child } from 'hono/jsx'
import type { Excerpt } from '../src/desk/search-excerpt.ts'
import type { Ui } from './ui.ts'

/** A text with what was looked for in it marked. The pieces are text, never HTML. */
export function Found({ excerpt: { text, marks } }: { excerpt: Excerpt }) {
  return <>{marked(text, marks)}</>
}

/** The same for words of a conversation that a hit of the search leads to. */
export function foundIn(ui: Ui, text: string): Child[] {
  return marked(text, ui.find?.(text) ?? [])
}

function marked(text: string, marks: Excerpt['marks']): Child[] {
  const parts: Child[] = []
  let at = 0
  for (const [start, end] of marks) {
    parts.push(text.slice(at, start), <mark class="found">{text.slice(start, end)}</mark>)
    at = end
  }
  return [...parts, text.slice(at)]
}
