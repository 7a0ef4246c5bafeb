import type { Tx } from '../src/database/connection.ts'
import { type IncomingMail, keep } from './keep.ts'

type FormMail = Pick<IncomingMail, 'raw' | 'clientIp' | 'flags'> & Readonly<{ mailboxId: number; address: string }>

/**
 * Keeps what a contact form sent. It came by no envelope: so nobody is acknowledged, and nothing vouches for its From
 * (authenticate.ts). Answers the ids of its deliveries.
 */
export function keepForm(tx: Tx, { mailboxId, address, ...mail }: FormMail): Promise<number[]> {
  const origin = { source: 'api', mailFrom: '', helo: '', tls: true } as const
  return keep(tx, { ...mail, ...origin, recipients: [{ mailboxId, address }] })
}
