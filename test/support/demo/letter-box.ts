import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { type AddressObject, simpleParser } from 'mailparser'
import type { MailAddress } from '../../../src/database/tables.ts'

/** One mail in a customer's mailbox: got from the desk, or sent to it. Ids in < >. */
export type BoxItem = Readonly<{
  id: number
  kind: 'got' | 'sent'
  customer: string
  at: Date
  from: MailAddress
  to: MailAddress[]
  replyTo: string
  subject: string
  messageId: string
  references: string[]
  text: string
  html: string | undefined
  attachments: { filename: string; contentType: string; content: Buffer; cid: string | undefined }[]
  raw: Buffer
}>

type Kept = { id: number; kind: BoxItem['kind']; customer: string; at: string; raw: string }

export type LetterBox = Readonly<{
  /** Newest first; of one customer or of all. */
  items: (customer?: string) => BoxItem[]
  item: (id: number) => BoxItem | undefined
  add: (kind: BoxItem['kind'], customer: string, raw: Buffer) => Promise<BoxItem>
  /** Gives mails the times that the desk has for them, by Message-ID without < >. */
  redate: (times: ReadonlyMap<string, Date>) => void
}>

const most = 500

/** Every customer's mailbox, in memory and in one file, the newest 500 mails of all. */
export async function openLetterBox(file: string): Promise<LetterBox> {
  const kept: Kept[] = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Kept[]) : []
  const items: BoxItem[] = []
  for (const each of kept) items.push(await toItem(each))

  function save() {
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(`${file}.new`, JSON.stringify(kept))
    renameSync(`${file}.new`, file)
  }

  return {
    items: (customer) =>
      items.filter((each) => !customer || each.customer === customer).sort((a, b) => +b.at - +a.at || b.id - a.id),
    item: (id) => items.find((each) => each.id === id),
    async add(kind, customer, raw) {
      const row = {
        id: (kept.at(-1)?.id ?? 0) + 1,
        kind,
        customer: customer.toLowerCase(),
        at: new Date().toISOString(),
        raw: raw.toString('base64'),
      }
      kept.push(row)
      const item = await toItem(row)
      items.push(item)
      kept.splice(0, kept.length - most)
      items.splice(0, items.length - most)
      save()
      return item
    },
    redate(times) {
      for (const [place, item] of items.entries()) {
        const at = times.get(item.messageId.slice(1, -1))
        if (!at) continue
        items[place] = { ...item, at }
        kept[place] = { ...kept[place]!, at: at.toISOString() }
      }
      save()
    },
  }
}

async function toItem({ id, kind, customer, at, raw }: Kept): Promise<BoxItem> {
  const bytes = Buffer.from(raw, 'base64')
  const mail = await simpleParser(bytes, { skipImageLinks: true })
  const from = addresses(mail.from)[0] ?? { name: '', address: '' }
  return {
    ...{ id, kind, customer, at: new Date(at), from, raw: bytes },
    to: [...addresses(mail.to), ...addresses(mail.cc)],
    replyTo: addresses(mail.replyTo)[0]?.address ?? from.address,
    subject: mail.subject ?? '',
    messageId: mail.messageId ?? '',
    references: [mail.references ?? []].flat(),
    text: mail.text ?? '',
    html: mail.html || undefined,
    attachments: mail.attachments.map((each) => ({
      filename: each.filename ?? 'attachment',
      contentType: each.contentType,
      content: each.content,
      cid: each.cid,
    })),
  }
}

function addresses(list: AddressObject | AddressObject[] | undefined): MailAddress[] {
  return [list ?? []].flat().flatMap(({ value }) => value.map(({ name, address = '' }) => ({ name, address })))
}
