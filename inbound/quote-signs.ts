/** Lines that mail programs and phones add below what somebody wrote. */

const device =
  '(?:iphon|ipad|ipod|android|smartphone|samsung|galaxy|huawei|xiaomi|oneplus|pixel|htc|nokia|sony|motorola|lg|blackberry|windows|outlook|yahoo|gmail|aol|gmx|web\\.de|proton|icloud|thunderbird|k-9|fairemail|airmail|mailbox|spark|superhuman|bluemail|blue mail|tutanota|zoho|mail\\.ru|yandex|phone|mobile|tablet|telefon|handy|mobilgerät|mobiltelefon|téléphone|portable|móvil|celular|teléfono|dispositivo|cellulare|telefono|telemóvel|telefoon|mobiel|mobil|puhelimesta|puhelin|telefonu|telefonem|телефона|смартфона|мобильного|почты|device|cell|mac|macbook|pc|laptop|app|ios|smarttelefon|mobiltelefonen|tel)'
const begin =
  '(?:sent|written|typed|gesendet|verschickt|geschrieben|diese nachricht wurde|diese e-mail wurde|von meinem|von meiner|envoyé|envoyée|envoyé à partir|enviado|enviada|escrito|inviato|inviata|inviato dal|scritto|verzonden|verstuurd|vanaf mijn|sendt|skickat|skickades|sänt|lähetetty|wysłano|wysłane|wysłana|odesláno|odoslané|отправлено|надіслано|изпратено|küldve|elküldve|gönderildi|στάλθηκε|trimis|poslano|from my|someone from|enviat|saadetud)'
/** "Sent from my …" with a device or a program in it. */
const fromDevice = new RegExp(
  `^${begin}(?!\\p{L})(?! (?:it|to|you|this|them)(?!\\p{L})).{0,30}?(?<!\\p{L})${device}\\p{Ll}{0,5}(?!\\p{L})`,
  'iu',
)
const fromMine =
  /^(?:sent from my|sent via my|von meinem|envoyé de mon|enviado desde mi|inviato dal mio|verzonden vanaf mijn|from my)\s/iu
const deviceFirst = new RegExp(
  `^(?:從我的|从我的|自我的|我的)?\\s{0,2}${device}.{0,20}(?:傳送|发送|發送|送信|から送信|에서 보냄|kaynağından gönderildi|gönderildi|küldve)$`,
  'iu',
)
const asian =
  /^(?:發自|发自|从我的|從我的|自我的|我的|나의|내)\s{0,2}.{1,30}(?:傳送|发送|發送|보냄)?$|^.{1,30}(?:から送信|에서 보냄|에서 보낸 메일|tarafından gönderildi|cihazımdan gönderildi)$/iu
const getProgram =
  /^(?:get|hol(?:en sie)?|télécharger|obtener|obtén|obtenga|scarica|download|obter|pobierz|скачать)\s{1,3}\[?(?:outlook|yahoo|proton|bluemail|spark|gmail|aol|airmail|newton)/iu

/** True for a line that a phone or a program adds by itself, "Sent from my …": the whole line, nothing of a person's. */
export function isDeviceLine(line: string): boolean {
  const text = line.trim()
  if (text.length < 6 || text.length > 240 || text.endsWith('?') || text.endsWith(':')) return false
  const linkless = text.replace(/\]\([^()\s]{1,300}\)|<https?:[^<>\s]{1,300}>/gi, '')
  const bare = linkless.replace(/^[<([*_~=\-–—\s]{1,6}/, '').replace(/^\[([^\]]{0,60})\]/, '$1')
  if (getProgram.test(bare) || fromMine.test(bare) || asian.test(bare) || deviceFirst.test(bare))
    return wordsIn(bare) < 14
  return fromDevice.test(bare) && wordsIn(bare) < 16
}

const wordsIn = (text: string) => text.split(/\s+/).length

/**
 * The mark of a signature: RFC 3676 4.3 `-- `, also with its blank lost; `strict` is the mark as the RFC wants it, a `rule`
 * stands above what mailing lists add. */
export function signatureMark(line: string): 'strict' | 'loose' | 'rule' | undefined {
  if (line === '-- ') return 'strict'
  if (/^[-_]{20,80}\s{0,3}$/.test(line)) return 'rule'
  return /^\s{0,2}(?:--|—|––|__)\s{0,3}$/.test(line) ? 'loose' : undefined
}

/** A sentence rather than a name, a trade or an address. */
export function isProse(line: string): boolean {
  const text = line.trim()
  const count = wordsIn(text)
  return (count >= 4 && /[.!?…。！？,;]["'”)]?$/.test(text)) || count >= 13
}

/** Something that only stands in signatures: telephone, address, web. */
export function isContact(line: string): boolean {
  return /@|https?:\/\/|www\.|(?:\+|\(|\b)\d[\d\s()/.-]{5,}\d|^\s*(?:tel|fon|phone|mobile?|fax|mail|e-mail|web)\b/i.test(
    line,
  )
}
