/**
 * Text for a header field: one line of ASCII, encoded words (RFC 2047) where it needs them, folded below 80 octets
 * (RFC 5322 2.1.1). Control characters become blanks, so that no value can begin another field.
 */
export function headerText(text: string): string {
  const line = oneLine(text)
  return plain.test(line) ? folded(line) : encodedWords(line)
}

/** A display name with its address, as From and To want it. The address is in ASCII already. */
export function mailboxText(name: string, address: string): string {
  const line = oneLine(name)
  if (line === '') return address
  if (!plain.test(line)) return `${encodedWords(line)}\r\n <${address}>`
  return `${/^[\w !#$%&'*+/=?^`{|}~-]+$/.test(line) ? line : `"${line.replace(/["\\]/g, '\\$&')}"`} <${address}>`
}

const plain = /^(?!.*=\?)[ -~]*$/
const most = 900

function oneLine(text: string): string {
  return text
    .toWellFormed()
    .replace(/[\p{Cc}\u2028\u2029]+/gu, ' ')
    .trim()
    .slice(0, most)
}

/** A word longer than a line stays whole; anything else breaks at a blank. */
function folded(line: string): string {
  if (line.length <= 66) return line
  return line.replace(/(.{1,66})( +|$)/g, (_, part: string, blank: string) => (blank ? `${part}\r\n${blank}` : part))
}

function encodedWords(line: string): string {
  const pieces = ['']
  for (const sign of line)
    if (Buffer.byteLength(pieces.at(-1) + sign) > 42) pieces.push(sign)
    else pieces[pieces.length - 1] += sign
  return pieces.map((piece) => `=?UTF-8?B?${Buffer.from(piece).toString('base64')}?=`).join('\r\n ')
}
