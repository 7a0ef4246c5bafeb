import type { ClaimedDelivery } from '../src/mail/deliveries.ts'

/**
 * The envelope's sender, '' for the null sender; null where there was no envelope: an import, and a mail fetched by
 * IMAP whose server wrote no Return-Path, and what a contact form sent. There a missing sender says nothing.
 */
export function envelopeSender({
  source,
  mailFrom,
  flags,
}: Pick<ClaimedDelivery, 'source' | 'mailFrom' | 'flags'>): string | null {
  if (source === 'import' || source === 'api') return null
  return source === 'imap' && flags.envelope === undefined ? null : mailFrom
}

/** When a mail came to us: for a fetched one, when its server took it (INTERNALDATE), which is never later than now. */
export function arrivedAt(
  { source, flags, receivedAt }: Pick<ClaimedDelivery, 'source' | 'flags' | 'receivedAt'>,
  date: Date | null,
): Date {
  if (source === 'import') return date ?? receivedAt
  const taken = source === 'imap' && typeof flags.internalDate === 'string' ? new Date(flags.internalDate) : receivedAt
  return Number.isNaN(taken.getTime()) || taken > receivedAt || taken.getTime() < 0 ? receivedAt : taken
}
