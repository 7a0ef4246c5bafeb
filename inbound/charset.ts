import iconv from 'iconv-lite'

/** Names that mail uses and the Encoding Standard does not know, or reads as less than what writers mean by them. */
const aliases: Readonly<Record<string, string>> = {
  gb2312: 'gb18030',
  'gb2312-80': 'gb18030',
  'gb_2312-80': 'gb18030',
  gbk: 'gb18030',
  cp936: 'gb18030',
  'x-gbk': 'gb18030',
  cp932: 'shift_jis',
  'x-ms-cp932': 'shift_jis',
  'iso-2022-jp-ms': 'iso-2022-jp',
  'iso-2022-jp-1': 'iso-2022-jp',
  'iso-2022-jp-2': 'iso-2022-jp',
  'iso-2022-jp-3': 'iso-2022-jp',
  'iso-2022-jp-2004': 'iso-2022-jp',
  cp50220: 'iso-2022-jp',
  cp50221: 'iso-2022-jp',
  cp51932: 'euc-jp',
  eucjp: 'euc-jp',
  'eucjp-ms': 'euc-jp',
  'euc-kr': 'cp949',
  uhc: 'cp949',
  euckr: 'cp949',
  korean: 'cp949',
  ks_c_5601: 'cp949',
  'ks_c_5601-1987': 'cp949',
  'ks_c_5601-1989': 'cp949',
  ksc5601: 'cp949',
  'windows-949': 'cp949',
  'x-windows-949': 'cp949',
  cp950: 'big5',
  'x-big5': 'big5',
  'big5-eten': 'big5',
  'iso-8859-6-e': 'iso-8859-6',
  'iso-8859-8-e': 'iso-8859-8',
  ansi: 'windows-1252',
  'latin-1': 'windows-1252',
  'x-latin1': 'windows-1252',
  'x-user-defined': 'windows-1252',
  utf7: 'utf-7',
  'x-utf-7': 'utf-7',
  'unicode-1-1-utf-7': 'utf-7',
  csunicode11utf7: 'utf-7',
  utf8mb4: 'utf-8',
  'x-utf-8': 'utf-8',
  'utf-8mb4': 'utf-8',
}

/**
 * Bytes to text whatever the mail claims (inbound.md P11): the declared charset, strict UTF-8, then windows-1252,
 * which reads anything; but a text that is damaged in a few places only stays what it says it is. Never throws.
 */
export function decodeText(bytes: Uint8Array, declared: string | undefined): string {
  const charset = declared ? known(declared, bytes) : 'utf-8'
  for (const name of charset === 'utf-8' ? [charset] : [charset, 'utf-8']) {
    const text = strictly(bytes, name)
    if (text !== undefined && text !== '') return text
  }
  return damaged(bytes, charset) ?? new TextDecoder('windows-1252').decode(bytes)
}

function known(charset: string, bytes: Uint8Array): string {
  const name = charset
    .slice(0, 100)
    .trim()
    .toLowerCase()
    .replace(/^["']+|["']+$/g, '')
    .split('*')[0]!
  // Declared ASCII with bytes above it is UTF-8 oftener than the windows-1252 that the standard makes of it.
  if (/^(us-?ascii|ascii|ansi_x3\.4-1968|unknown-8bit|x-unknown|binary|8bit|7bit|default|none)$/.test(name))
    return 'utf-8'
  if (name === 'utf-16' || name === 'ucs-2') return bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : 'utf-16le'
  const codePage = /^(?:x-)?(?:cp-?|windows-?|win-?|ms-?)(125[0-8]|874)$/.exec(name)?.[1]
  if (codePage) return `windows-${codePage}`
  return (Object.hasOwn(aliases, name) && aliases[name]) || name
}

/** A replacement character that the bytes do not hold means that they are something else. */
function strictly(bytes: Uint8Array, charset: string): string | undefined {
  try {
    return new TextDecoder(charset, { fatal: true }).decode(bytes)
  } catch {
    const text = charset === 'utf-8' ? undefined : byTable(bytes, charset)
    return text?.includes('\ufffd') ? undefined : text
  }
}

/** UTF-7, the code pages of DOS, and what Windows added to Korean and Japanese: Node’s own decoder lacks them. */
function byTable(bytes: Uint8Array, charset: string): string | undefined {
  try {
    return iconv.encodingExists(charset) && !/^(base64|hex|ucs2|binary)$/.test(charset)
      ? iconv.decode(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), charset)
      : undefined
  } catch {
    return undefined
  }
}

const sampleLength = 1 << 18

/** Cut or broken in less than one of twenty of the characters that tell charsets apart. */
function damaged(bytes: Uint8Array, charset: string): string | undefined {
  for (const name of new Set([charset, 'utf-8'])) {
    try {
      const text = new TextDecoder(name).decode(bytes)
      const sample = text.slice(0, sampleLength)
      const wrong = sample.split('\ufffd').length - 1
      const telling = sample.match(/\P{ASCII}/gu)?.length ?? 0
      if (wrong * 20 < telling) return text
    } catch {
      // A charset that this decoder does not know: its table has had its say.
    }
  }
  return undefined
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
