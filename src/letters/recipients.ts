import { domainToASCII } from 'node:url'
import type { Db } from '../database/connection.ts'
import type { MailAddress } from '../database/tables.ts'
import { addressKey } from '../mail/address.ts'
import { isOwnAddress, listMailboxes } from '../mail/mailboxes.ts'
import { oneLine } from './quote.ts'

export type Recipients = Readonly<{ to: MailAddress[]; cc: MailAddress[]; bcc: MailAddress[] }>
/** What a rep typed: each `a@b` or `Name <a@b>`. Left out: whoever takes part in the issue. */
export type TypedRecipients = Readonly<{
  to?: readonly string[] | undefined
  cc?: readonly string[] | undefined
  bcc?: readonly string[] | undefined
}>

const most = 50

/**
 * To whom an answer goes: what was typed, else the participants of the issue, never a mail's headers (inbound.md 4.4).
 * The problem names the address and what is wrong with it.
 */
export async function recipientsOf(
  db: Db,
  issueId: number,
  typed: TypedRecipients,
): Promise<Recipients | { problem: string }> {
  const usual = typed.to === undefined ? await usualRecipients(db, issueId) : { to: [], cc: [] }
  return typedRecipients(db, typed, usual)
}

/** What was typed, checked one by one; `usual` stands where nothing was typed. */
export async function typedRecipients(
  db: Db,
  typed: TypedRecipients,
  usual: { to: MailAddress[]; cc: MailAddress[] } = { to: [], cc: [] },
): Promise<Recipients | { problem: string }> {
  const to = typed.to === undefined ? usual.to : parseList(typed.to)
  const cc = typed.cc === undefined ? usual.cc : parseList(typed.cc)
  const bcc = parseList(typed.bcc)
  for (const list of [to, cc, bcc]) if ('problem' in list) return list
  return checked(db, { to, cc, bcc } as Recipients)
}

/** Who takes part: the person of the issue in To, the others in Cc; empty where no address is known. */
export async function usualRecipients(db: Db, issueId: number): Promise<{ to: MailAddress[]; cc: MailAddress[] }> {
  const mailboxes = await listMailboxes(db)
  const rows = await db
    .selectFrom('issueParticipants as p')
    .innerJoin('issues as i', 'i.id', 'p.issueId')
    .leftJoin('userIdentificationEmails as m', (join) =>
      join.onRef('m.addressKey', '=', 'p.addressKey').onRef('m.userIdentificationId', '=', 'i.userIdentificationId'),
    )
    .select(['p.address', 'p.name', 'm.addressKey as own'])
    .where('p.issueId', '=', issueId)
    .orderBy('p.createdAt')
    .orderBy('p.addressKey')
    .limit(most)
    .execute()
  // A participant’s address came from a mail: what could break an envelope is nobody’s address.
  const others = rows.filter((row) => !isOwnAddress(mailboxes, row.address) && !/[<>\p{Cc}]/u.test(row.address))
  const main = others.find((row) => row.own !== null) ?? (await personAddress(db, issueId)) ?? others[0]
  if (!main) return { to: [], cc: [] }
  return { to: [toAddress(main)], cc: others.filter((row) => row !== main).map(toAddress) }
}

/** The person's own address where no mail made them a participant: an issue from a call, say. */
async function personAddress(db: Db, issueId: number): Promise<MailAddress | undefined> {
  return db
    .selectFrom('issues as i')
    .innerJoin('userIdentificationEmails as m', 'm.userIdentificationId', 'i.userIdentificationId')
    .innerJoin('userIdentifications as u', 'u.id', 'i.userIdentificationId')
    .select((e) => ['m.address', e.fn<string>('concat_ws', [e.val(' '), 'u.firstNames', 'u.lastName']).as('name')])
    .where('i.id', '=', issueId)
    .orderBy('m.createdAt')
    .executeTakeFirst()
}

const toAddress = ({ name, address }: MailAddress): MailAddress => ({ name: oneLine(name), address })

/** Every address once (To before Cc before Bcc), none of them our own. */
async function checked(db: Db, { to, cc, bcc }: Recipients): Promise<Recipients | { problem: string }> {
  const mailboxes = await listMailboxes(db)
  const own = [...to, ...cc, ...bcc].find(({ address }) => isOwnAddress(mailboxes, address))
  if (own) return { problem: `${own.address} is this desk’s own address: leave it out, or use a note.` }
  const seen = new Set<string>()
  const once = (list: readonly MailAddress[]) =>
    list.filter(({ address }) => {
      const key = addressKey(address)
      return !seen.has(key) && seen.add(key)
    })
  const recipients = { to: once(to), cc: once(cc), bcc: once(bcc) }
  if (recipients.to.length === 0)
    return { problem: seen.size > 0 ? 'To is empty: name one address there.' : 'no e-mail address on file' }
  return seen.size > most ? { problem: `These are ${seen.size} recipients: a letter has at most ${most}.` } : recipients
}

function parseList(texts: readonly string[] | undefined): MailAddress[] | { problem: string } {
  const parsed: MailAddress[] = []
  for (const text of texts ?? []) {
    if (!text.trim()) continue
    const address = parseAddress(text)
    if (!address)
      return { problem: `“${oneLine(text).slice(0, 100)}” is not an e-mail address: write name@example.com.` }
    parsed.push(address)
  }
  return parsed
}

/** An address as a rep would type it, to be read back by `splitAddresses` and `parseAddress`. */
export function addressLine({ name, address }: MailAddress): string {
  const plain = name.replace(/["<>]/g, ' ').replace(/\s+/g, ' ').trim().slice(0, 200)
  if (!plain) return address
  return /[,;]/.test(plain) ? `"${plain}" <${address}>` : `${plain} <${address}>`
}

/** What a rep typed into one field, apart: commas and semicolons part addresses, but not inside quotes. */
export function splitAddresses(text: string): string[] {
  const parts = text.match(/(?:"[^"\n]*"|[^,;"\n]|")+/g) ?? []
  return parts.map((part) => part.trim()).filter(Boolean)
}

/** `a@b`, `Name <a@b>` or `"Name, First" <a@b>`; undefined for anything else, line breaks above all. */
export function parseAddress(text: string): MailAddress | undefined {
  const match = /^\s*(?:"?([^"<>\p{Cc}]{0,200})"?\s*<([^<>\s]+)>|([^<>\s]+))\s*$/u.exec(text)
  const address = match?.[2] ?? match?.[3]
  return address && isAddress(address) ? { name: oneLine(match?.[1] ?? ''), address } : undefined
}

/** RFC 5321 4.5.3.1 lengths, RFC 5322 dot-atom with RFC 6531 letters; quoted local parts are refused. */
function isAddress(address: string): boolean {
  const at = address.lastIndexOf('@')
  const local = address.slice(0, at)
  const domain = domainToASCII(address.slice(at + 1))
  const label = /^[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?$/i
  return (
    at > 0 &&
    Buffer.byteLength(local) <= 64 &&
    Buffer.byteLength(address) <= 254 &&
    local.isWellFormed() &&
    /^[^\s@<>()[\]\\,;:"\p{C}]+$/u.test(local) &&
    !/^\.|\.\.|\.$/.test(local) &&
    domain.split('.').every((part) => label.test(part))
  )
}
