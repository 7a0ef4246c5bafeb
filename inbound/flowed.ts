/**
 * Lines that a mail program broke for old screens, put together again (RFC 3676): format=flowed, with or without
 * DelSp. Quote marks stay, one set before each paragraph; a signature's mark is never joined to anything. Linear.
 */
export function unflow(text: string, delSp: boolean): string {
  const out: string[] = []
  let paragraph: { depth: number; words: string } | undefined
  const end = () => {
    if (paragraph) out.push(marks(paragraph.depth) + paragraph.words)
    paragraph = undefined
  }
  for (const line of text.split(/\r?\n/)) {
    const depth = /^>*/.exec(line)![0].length
    const words = line.slice(depth).replace(/^ /, '')
    if (paragraph && paragraph.depth !== depth) end()
    if (words === '-- ') {
      end()
      out.push(`${marks(depth)}-- `)
      continue
    }
    const flows = words.endsWith(' ')
    const kept = flows && delSp ? words.slice(0, -1) : words
    paragraph = { depth, words: (paragraph?.words ?? '') + kept }
    if (!flows) end()
  }
  end()
  return out.join('\n')
}

const marks = (depth: number) => (depth > 0 ? `${'>'.repeat(depth)} ` : '')
