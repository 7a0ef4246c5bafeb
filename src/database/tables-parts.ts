import type { Generated } from 'kysely'

/** An invitation in a mail (RFC 5545), as far as it is shown; times are the calendar's own words with their zone. */
export type CalendarMark = Readonly<{
  method: string
  uid: string
  title: string
  organiser: string
  start: CalendarTime | null
  end: CalendarTime | null
  place: string
}>

/** `at` is ISO 8601 UTC, null where the zone is not known here: then `local` alone holds. `day`: a date without a time. */
export type CalendarTime = Readonly<{ local: string; zone: string; at: string | null; day: boolean }>

/** What a mail is beside its words; a mark that does not hold is absent. */
export type EmailMarks = Readonly<{
  /** It carries a signature, which nobody here has verified. */
  signed?: 'smime' | 'pgp'
  /** Its words cannot be read here. */
  encrypted?: 'smime' | 'pgp'
  /** A CR or an LF stood alone among its line ends (inbound.md S6). */
  bareLineEnds?: true
  /** How many files came out of a winmail.dat. */
  unpacked?: number
  /** Its HTML names pictures on the web, which are blocked until a rep asks for them. */
  remotePictures?: true
  invitations?: readonly CalendarMark[]
}>

export type RemotePicturesTable = {
  id: Generated<number>
  emailId: number
  urlHash: Buffer
  url: string
  state: Generated<'asked' | 'fetched' | 'refused'>
  reason: string | null
  contentType: string | null
  bytes: Buffer | null
  expiresAt: Date
}
