import { cleanLine } from './charset.ts'

/**
 * A file name that is safe to show and to save under (inbound.md P12): no path, controls, marks that turn the reading
 * direction, trailing dots or device names; at most 150 bytes, the ending kept.
 */
export function safeFilename(name: string | undefined, contentType: string): string {
  const last = cleanLine(name ?? '')
    .split(/[/\\]/)
    .at(-1)!
  const safe = last
    .replace(/[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g, '')
    .replace(/[<>:"|?*]/g, '_')
    .replace(/^[\s.]+|[\s.]+$/g, '')
  const named = safe || fallback(contentType)
  return shorten(/^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i.test(named) ? `_${named}` : named)
}

function fallback(contentType: string): string {
  if (contentType === 'message/rfc822') return 'message.eml'
  if (contentType === 'text/calendar') return 'invitation.ics'
  const kind = /^(image|audio|video)\/([a-z0-9]{1,5})$/.exec(contentType)
  return kind ? `${kind[1]}.${kind[2] === 'jpeg' ? 'jpg' : kind[2]}` : 'attachment'
}

function shorten(name: string): string {
  if (Buffer.byteLength(name) <= 150) return name
  const dot = name.lastIndexOf('.')
  const ending = dot > 0 && name.length - dot <= 12 ? name.slice(dot) : ''
  const head = Buffer.from(name.slice(0, name.length - ending.length)).subarray(0, 150 - Buffer.byteLength(ending))
  return head.toString('utf8').replace(/\ufffd+$/, '') + ending
}
