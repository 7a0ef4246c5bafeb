/**
 * RFC 2045 6.7 for text in pieces, each encoded for itself: a piece begins at the start of a line, so that what is the
 * same in a hundred thousand letters is encoded once. A soft break parts two pieces.
 */
const widest = 75

/** ASCII, CRLF at line ends; a piece that does not end with a line ends with a soft break. */
export function quotedPiece(text: string): string {
  if (text === '') return ''
  const lines = text.replace(/\r\n?/g, '\n').split('\n')
  const encoded = lines.map((line, i) => quotedLine(line, i < lines.length - 1))
  return encoded.join('\r\n') + (lines.at(-1) === '' ? '' : '=\r\n')
}

const plainLine = /^[\t -<>-~]{0,75}$/

function quotedLine(line: string, ends: boolean): string {
  if (plainLine.test(line) && !(ends && /[\t ]$/.test(line))) return line
  const signs = encodeSigns(line, ends)
  if (signs.length <= widest) return signs
  return softBroken(signs)
}

/** A blank before a line end would be lost on the way, so it is written as a sign. */
function encodeSigns(line: string, ends: boolean): string {
  const signs = line.replace(/[^\t -<>-~]+/g, (run) => {
    let encoded = ''
    for (const byte of Buffer.from(run)) encoded += `=${hex[byte]}`
    return encoded
  })
  return ends ? signs.replace(/[\t ]$/, (blank) => `=${hex[blank.charCodeAt(0)]}`) : signs
}

const hex = Array.from({ length: 256 }, (_, byte) => byte.toString(16).toUpperCase().padStart(2, '0'))

function softBroken(signs: string): string {
  let broken = ''
  let at = 0
  while (signs.length - at > widest) {
    let end = at + widest
    if (signs[end - 1] === '=') end -= 1
    else if (signs[end - 2] === '=') end -= 2
    broken += `${signs.slice(at, end)}=\r\n`
    at = end
  }
  return broken + signs.slice(at)
}
