import type { Quote } from './letters/letter.tsx'

const mostLines = 60

/** The first lines of a quote, for a look before it goes. */
export function quotedLines({ line, text }: Quote): string {
  const lines = text.split('\n')
  const shown = lines.length > mostLines ? [...lines.slice(0, mostLines), '…'] : lines
  return [line, ...shown].join('\n')
}
