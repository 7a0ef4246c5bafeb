import type { MailboxForm } from '../../templates/mailbox-form.tsx'
import { imapAuths, processedDeeds, tlsModes } from '../database/tables-mailboxes.ts'
import type { MailboxWish } from '../desk/mailbox-changes.ts'
import type { ImapSettings, Mailbox } from '../mail/mailbox-settings.ts'

export type { MailboxForm }

export const emptyForm: MailboxForm = {
  ...{ address: '', name: '', defaultTypes: '', reopenDays: '90', bySmtp: true, trustedAuthservId: '' },
  ...{ imap: false, host: '', port: '993', tls: 'tls', user: '', auth: 'password', tokenUrl: '' },
  ...{ folder: 'INBOX', processed: 'nothing', moveTo: '', takeOld: true, version: 0 },
}

/** A mailbox as its form shows it. */
export function formValues({ imap, ...mailbox }: Mailbox): MailboxForm {
  const { address, name, bySmtp, trustedAuthservId, version } = mailbox
  return {
    ...emptyForm,
    ...(imap && { ...imap, port: String(imap.port), imap: imap.enabled }),
    ...{ address, name, bySmtp, trustedAuthservId, version },
    defaultTypes: mailbox.defaultTypes.join(', '),
    reopenDays: String(mailbox.reopenDays),
  }
}

/** The form of a new mailbox, filled with the servers that were found for its address, where the link names them. */
export function foundForm(query: Posted): MailboxForm {
  if (query.imap !== 'yes') return emptyForm
  const { address, host, port, tls, user } = typedValues(query)
  return { ...emptyForm, address, host, port, tls, user, imap: true, bySmtp: false }
}

type Posted = Readonly<Record<string, string>>

/** What was posted, to be shown again beside its faults; bounded, and never a secret. */
export function typedValues(form: Posted): MailboxForm {
  const text = (name: string, most = 500) => (form[name] ?? '').trim().slice(0, most)
  const one = <T extends string>(name: string, of: readonly T[]) => of.find((each) => each === form[name]) ?? of[0]!
  return {
    address: text('address'),
    name: text('name'),
    defaultTypes: text('defaultTypes', 5000),
    reopenDays: text('reopenDays', 10),
    bySmtp: form.bySmtp === 'yes',
    trustedAuthservId: text('trustedAuthservId'),
    imap: form.imap === 'yes',
    host: text('host'),
    port: text('port', 10),
    tls: one('tls', tlsModes),
    user: text('user'),
    auth: one('auth', imapAuths),
    tokenUrl: text('tokenUrl', 2000),
    folder: text('folder'),
    processed: one('processed', processedDeeds),
    moveTo: text('moveTo'),
    takeOld: form.takeOld === 'yes',
    version: Number(form.version) || 0,
  }
}

/** What a posted form asks for. An account that is switched off stays stored; one that never was is left out. */
export function wishOf(form: Posted, before: ImapSettings | null): MailboxWish {
  const { imap, defaultTypes, reopenDays, version: _, ...typed } = typedValues(form)
  const { address, name, bySmtp, trustedAuthservId, ...account } = typed
  const types = defaultTypes.split(',').flatMap((type) => type.trim() || [])
  const patch = { address, name, bySmtp, trustedAuthservId, reopenDays: whole(reopenDays), defaultTypes: types }
  const { password, clientId, clientSecret, refreshToken } = form
  if (!imap) return { patch: { ...patch, imap: before ? { enabled: false } : undefined }, credentials: {} }
  return {
    patch: { ...patch, imap: { ...account, port: whole(account.port), enabled: true } },
    credentials: { password, clientId, clientSecret, refreshToken },
  }
}

/** NaN is refused by the rules, with a sentence. */
function whole(text: string): number {
  return /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN
}
