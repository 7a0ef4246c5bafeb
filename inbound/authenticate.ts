import type { Verified } from '../src/database/tables.ts'

/** What is known of how a mail came: the bytes, and the envelope of the session that brought it. */
export type Arrival = Readonly<{ raw: Buffer; mailFrom: string; helo: string; clientIp: string | null }>

/** Whether the From domain vouches for the mail (DMARC). Not asked yet: `unknown`, which no rule takes for a pass. */
export function authenticate(_arrival: Arrival): Promise<Verified> {
  return Promise.resolve('unknown')
}
