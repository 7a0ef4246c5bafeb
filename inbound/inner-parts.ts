import type { EmailMarks } from '../src/database/tables-parts.ts'
import { readCalendar } from './calendar.ts'
import type { Body } from './parse-body.ts'
import type { ParsedAttachment } from './parsed.ts'
import { readSignedData } from './signed-data.ts'
import { readTnef } from './tnef.ts'

/** Reads a MIME entity that was found inside a part; undefined where it is beyond the limits. */
type ReadEntity = (entity: Buffer) => Promise<Body | undefined>

const opaqueType = /^application\/(?:x-)?pkcs7-mime$/
const tnefType = /^application\/(?:ms-tnef|vnd\.ms-tnef)$/
const mostInside = 250

/**
 * Looks into the parts that wrap others, one level deep (inbound.md P14, P15): content within an opaque signature,
 * files of a winmail.dat, invitations. The wrapping part itself stays, byte for byte. Nothing found inside says who
 * wrote the mail or what it answers.
 */
export async function lookInside(body: Body, read: ReadEntity): Promise<Body> {
  if (body.attachments.length === 0) return body
  return noteInvitations(unpackTnef(await openSigned(body, read)))
}

async function openSigned(body: Body, read: ReadEntity): Promise<Body> {
  const opaque = body.attachments.find(isOpaque)
  if (!opaque) return body
  const inside = readSignedData(opaque.bytes)
  if (inside.kind !== 'signed')
    return isBare(body) || inside.kind === 'encrypted' ? marked(body, { encrypted: 'smime' }) : body
  const found = await read(inside.content)
  if (!found) return marked(body, { signed: 'smime' })
  return marked(joined(body, found.text, found.html, found.attachments), { signed: 'smime' })
}

function isOpaque({ contentType, filename }: ParsedAttachment): boolean {
  return opaqueType.test(contentType) || (contentType === 'application/octet-stream' && /^smime\.p7m$/i.test(filename))
}

function unpackTnef(body: Body): Body {
  const packed = body.attachments.filter(
    ({ contentType, filename }) => tnefType.test(contentType) || /^winmail\.dat$/i.test(filename),
  )
  let whole = body
  let count = 0
  for (const { bytes } of packed.slice(0, 5)) {
    const unpacked = readTnef(bytes)
    if (!unpacked) continue
    count += unpacked.files.length
    whole = joined(whole, unpacked.text, unpacked.html, unpacked.files)
  }
  return count > 0 ? marked(whole, { unpacked: count }) : whole
}

function noteInvitations(body: Body): Body {
  const calendars = body.attachments.filter(
    ({ contentType, filename }) => contentType === 'text/calendar' || /\.ics$/i.test(filename),
  )
  const all = calendars.slice(0, 3).flatMap(({ bytes }) => readCalendar(bytes))
  const invitations = all.filter(
    ({ uid, start }, i) => all.findIndex((one) => one.uid === uid && one.start?.local === start?.local) === i,
  )
  return invitations.length > 0 ? marked(body, { invitations: invitations.slice(0, 5) }) : body
}

/** Words from inside count only where the mail itself has none. */
function joined(body: Body, text: string | null, html: string | null, files: readonly ParsedAttachment[]): Body {
  return {
    ...body,
    ...(isBare(body) && { text, html }),
    attachments: [...body.attachments, ...files].slice(0, body.attachments.length + mostInside),
  }
}

const isBare = (body: Body) => !body.text?.trim() && !body.html

function marked(body: Body, marks: EmailMarks): Body {
  return { ...body, marks: { ...body.marks, ...marks } }
}
