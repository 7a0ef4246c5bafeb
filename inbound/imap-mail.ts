import { addressKey } from '../src/mail/address.ts'
import { type MailboxLine, mailboxForRecipient, plusSuffix } from '../src/mail/mailboxes.ts'
import { parseAddresses } from './addresses.ts'
import { type Headers, headerEnd, readHeaders } from './headers.ts'
import type { IncomingMail } from './keep.ts'

/** A message as the server gave it; `held` where its bytes are not whole: why a rep must look. */
export type Fetched = Readonly<{
  uid: number
  raw: Buffer
  internalDate: Date | undefined
  emailId: string | undefined
  held?: string | undefined
}>

const headerBytes = 128 << 10
/** Where mail servers write down the recipient of the envelope. */
const envelopeFields = ['delivered-to', 'x-original-to', 'envelope-to', 'x-envelope-to']

/**
 * A fetched message as the door keeps it. Its envelope is what the server that took it wrote into its header: the
 * recipient from Delivered-To and its like, else To and Cc, else the mailbox's own address; the sender from
 * Return-Path. `flags.envelope` says that there was one: without it a missing sender says nothing.
 */
export function asIncoming(mailboxes: readonly MailboxLine[], mailboxId: number, fetched: Fetched): IncomingMail {
  const { raw, uid, internalDate } = fetched
  const headers = readHeaders(raw.subarray(0, headerEnd(raw.subarray(0, headerBytes)).end))
  const returnPath = headers.get('return-path')?.[0]
  const from = returnPath === undefined ? undefined : addressesIn([returnPath])[0]
  const date = internalDate && !Number.isNaN(internalDate.getTime()) ? internalDate.toISOString() : undefined
  return {
    source: 'imap',
    raw,
    recipients: [recipientOf(mailboxes, mailboxId, headers)],
    mailFrom: from ?? '',
    helo: '',
    clientIp: null,
    tls: false,
    flags: { uid, internalDate: date, ...(returnPath !== undefined && { envelope: 'return-path' }) },
  }
}

/**
 * Of our addresses that the header names, one of this mailbox with a suffix goes first, since it may hold a reply
 * token (some servers write Delivered-To without it), then this mailbox's, then another mailbox's: one account may
 * serve several addresses.
 */
function recipientOf(mailboxes: readonly MailboxLine[], mailboxId: number, headers: Headers) {
  const named = [envelopeFields, ['to', 'cc']]
    .flatMap((names) => names.flatMap((name) => addressesIn(headers.get(name) ?? [])))
    .flatMap((address) => {
      const mailbox = mailboxForRecipient(mailboxes, address)
      return mailbox ? [{ mailboxId: mailbox.id, address }] : []
    })
  const own = named.filter((one) => one.mailboxId === mailboxId)
  const suffixed = own.find((one) => plusSuffix(addressKey(one.address)) !== '')
  const best = suffixed ?? own[0] ?? named[0]
  if (best) return best
  return { mailboxId, address: mailboxes.find((mailbox) => mailbox.id === mailboxId)?.address ?? '' }
}

const mostAddresses = 100

function addressesIn(values: readonly string[]): string[] {
  return values
    .slice(0, 20)
    .flatMap((value) => parseAddresses(value.slice(0, 8192)))
    .slice(0, mostAddresses)
    .map((one) => one.address)
    .filter((address) => address.includes('@') && address.length <= 320)
}

/**
 * What is kept in place of a message whose bytes cannot be had: its header, without what speaks of the body, and a
 * notice. It is held, so that a rep sees it; released, it becomes a mail like others.
 */
export function standIn(header: Buffer, notice: string): Buffer {
  const lines = header
    .subarray(0, headerBytes)
    .toString('latin1')
    .replace(/(\r?\n)+$/, '')
    .split(/\r?\n(?![ \t])/)
    .filter((line) => /^[\x21-\x39\x3b-\x7e]+:/.test(line) && !/^(content-|mime-version)/i.test(line))
  const head = [...lines, 'MIME-Version: 1.0', 'Content-Type: text/plain; charset=utf-8'].join('\r\n')
  return Buffer.concat([Buffer.from(`${head}\r\n\r\n`, 'latin1'), Buffer.from(`${notice}\r\n`, 'utf8')])
}
