import { addressList } from './addresses.ts'
import type { ReportPart } from './bounces-parts.ts'
import type { Notice } from './bounces-prose.ts'
import { type Headers, messageIds, readHeaders } from './headers.ts'

/** What a report quotes of the mail that it is about. */
export type Original = Readonly<{ ids: readonly string[]; to: readonly string[] }>

const headerBytes = 64 << 10

/** The returned mail's own id and recipients, wherever the report puts its header. */
export function originalOf(parts: readonly ReportPart[], notice: Notice): Original {
  const inside = parts.filter(
    (part) =>
      part.type === 'message/rfc822' ||
      part.type === 'message/global' ||
      /rfc822-headers|global-headers/.test(part.type),
  )
  const texts = [...inside.map((part) => part.text), notice.returned].filter((text) => text.trim())
  const headers = texts.map(headerOf)
  const ids = headers.flatMap((one) => messageIds(one, 'message-id'))
  const to = headers.flatMap((one) => addressList(one, 'to').map(({ address }) => address))
  return { ids: [...new Set(ids)].slice(0, 5), to: [...new Set(to)].slice(0, 20) }
}

/** A header as notices indent and mark it. */
function headerOf(text: string): Headers {
  const start = text.search(/^[\w-]{2,60}:/m)
  const from = text.slice(Math.max(start, 0), Math.max(start, 0) + headerBytes)
  const blank = from.search(/\n\s*\n/)
  return readHeaders(Buffer.from(blank < 0 ? from : from.slice(0, blank)))
}
