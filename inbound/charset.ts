/** Names that mail uses and the Encoding Standard does not know. */
const aliases: Readonly<Record<string, string>> = {
  cp932: 'shift_jis',
  'iso-2022-jp-ms': 'iso-2022-jp',
  cp50220: 'iso-2022-jp',
  cp949: 'euc-kr',
  uhc: 'euc-kr',
  cp936: 'gbk',
  cp950: 'big5',
  'iso-8859-8-i': 'iso-8859-8',
  'iso-8859-6-i': 'iso-8859-6',
  ansi: 'windows-1252',
  'latin-1': 'windows-1252',
  utf7: 'utf-8',
  utf8mb4: 'utf-8',
}

/**
 * Bytes to text whatever the mail claims (inbound.md P11): the declared charset, strict UTF-8, then windows-1252,
 * which reads anything. Never throws.
 */
export function decodeText(bytes: Uint8Array, declared: string | undefined): string {
  for (const charset of [declared && known(declared), 'utf-8']) {
    const text = charset && strictly(bytes, charset)
    if (text !== undefined && text !== '') return text
  }
  return new TextDecoder('windows-1252').decode(bytes)
}

function known(charset: string): string {
  const name = charset
    .trim()
    .toLowerCase()
    .replace(/^["']|["']$/g, '')
    .split('*')[0]!
  // Declared ASCII with bytes above it is UTF-8 oftener than the windows-1252 that the standard makes of it.
  if (/^(us-?ascii|ascii|unknown-8bit|binary|8bit|default)$/.test(name)) return 'utf-8'
  return aliases[name] ?? name
}

function strictly(bytes: Uint8Array, charset: string): string | undefined {
  try {
    return new TextDecoder(charset, { fatal: true }).decode(bytes)
  } catch {
    return undefined
  }
}

/** What PostgreSQL can hold and a page can show (inbound.md P5): no NUL, no half characters, no other controls. */
export function cleanText(text: string): string {
  return text.replace(/[^\P{Cc}\t\n\f\r\u0080-\u009f]/gu, '').toWellFormed()
}

/** The same for a header: one line, also without C1 controls and the Unicode line ends. */
export function cleanLine(text: string): string {
  return text
    .replace(/[\p{Cc}\u2028\u2029]+/gu, ' ')
    .toWellFormed()
    .trim()
}
