import type { Context } from 'hono'
import type { Campaign, CampaignValues } from '../campaigns/campaigns.ts'
import type { Db } from '../database/connection.ts'
import { getAudience } from '../desk/audiences.ts'
import type { Web } from './desk.ts'
import { idIn, plainLines } from './input.ts'
import { localTime } from './local-time.ts'

/** What is typed, as it stands in the fields. */
export type CampaignTyped = Readonly<Record<string, string>>
export type CampaignFault =
  | 'name'
  | 'subject'
  | 'text'
  | 'mailbox'
  | 'amount'
  | 'expiresOn'
  | 'time'
  | 'rate'
  | 'audience'
  | 'list'

/** Whom nobody has chosen yet. */
export const nobody = { any: [] } as const

/** A posted draft, or the fields that are wrong; `kept` is what the campaign has now. */
export async function readCampaign(
  c: Context<Web>,
  db: Db,
  typed: CampaignTyped,
  kept: Campaign | undefined,
): Promise<{ values: CampaignValues } | { faults: readonly CampaignFault[] }> {
  const faults: CampaignFault[] = []
  const check = <T>(fault: CampaignFault, value: T | undefined): T => {
    if (value === undefined) faults.push(fault)
    return value as T
  }
  const basis = typed.basis === 'softOptIn' ? 'softOptIn' : 'consent'
  const values: CampaignValues = {
    name: check('name', line(typed.name, 100)),
    subject: check('subject', line(typed.subject, 300)),
    text: check('text', words(typed.text)),
    html: typed.html?.trim() ? check('text', words(typed.html)) : null,
    mailboxId: check('mailbox', await mailboxOf(db, typed.mailbox)),
    list: typed.list || null,
    basis,
    audience: check('audience', await audienceOf(db, typed.audience, kept)),
    certificate: check('amount', certificateOf(typed)),
    types: (typed.types ?? '')
      .split(',')
      .flatMap((type) => type.trim().slice(0, 100) || [])
      .slice(0, 20),
    sendAt: check('time', timeOf(c, typed.sendAt)),
    expiresAt: check('time', timeOf(c, typed.expiresAt)),
    policy: typed.policy === 'resend' ? 'resend' : 'hold',
    rate: check('rate', rateOf(typed.rate)),
  }
  if (basis === 'consent' && values.list === null) faults.push('list')
  if (values.list && !(await isList(db, values.list))) faults.push('list')
  if (values.certificate && !isDayAhead(values.certificate.expiresOn)) faults.push('expiresOn')
  return faults.length > 0 ? { faults: [...new Set(faults)] } : { values }
}

function line(text: string | undefined, most: number): string | undefined {
  const trimmed = (text ?? '').trim()
  return trimmed !== '' && trimmed.length <= most && !/[\r\n]/.test(trimmed) ? trimmed.toWellFormed() : undefined
}

function words(text: string | undefined): string | undefined {
  const plain = plainLines(text)
  return plain.trim() !== '' && plain.length <= 100_000 ? plain.toWellFormed() : undefined
}

async function mailboxOf(db: Db, text: string | undefined): Promise<number | undefined> {
  const id = idIn(text)
  if (id === undefined) return undefined
  const found = db.selectFrom('mailboxes').select('id').where('id', '=', id).where('deletedAt', 'is', null)
  return (await found.executeTakeFirst())?.id
}

async function isList(db: Db, slug: string): Promise<boolean> {
  const found = db.selectFrom('mailingLists').select('id').where('slug', '=', slug).where('archivedAt', 'is', null)
  return (await found.executeTakeFirst()) !== undefined
}

/** '' leaves it as it is; else the tree of a saved one, copied. */
async function audienceOf(db: Db, text: string | undefined, kept: Campaign | undefined): Promise<object | undefined> {
  if (!text) return kept?.audience ?? nobody
  const id = idIn(text)
  return id === undefined ? undefined : (await getAudience(db, id))?.audience
}

/** Null: none; undefined: something is wrong with the sum. */
function certificateOf({ amount = '', currency = '', expiresOn = '' }: CampaignTyped) {
  if (!amount.trim()) return null
  if (!/^\d{1,8}([.,]\d{1,4})?$/.test(amount.trim()) || !/^[A-Za-z]{3}$/.test(currency.trim())) return undefined
  const code = currency.trim().toUpperCase()
  const amountMinor = Math.round(Number(amount.trim().replace(',', '.')) * 10 ** digitsOf(code))
  return amountMinor > 0 && amountMinor <= 2 ** 31 - 1 ? { amountMinor, currency: code, expiresOn } : undefined
}

/** How many digits that currency has behind the point. */
export function digitsOf(currency: string): number {
  return new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2
}

function isDayAhead(day: string): boolean {
  return /^\d{4}-\d\d-\d\d$/.test(day) && !Number.isNaN(Date.parse(day)) && Date.parse(day) > Date.now()
}

function timeOf(c: Context<Web>, text: string | undefined): Date | null | undefined {
  return text ? localTime(c, text) : null
}

function rateOf(text: string | undefined): number | null | undefined {
  if (!text?.trim()) return null
  const rate = Number(text.trim().replace(',', '.'))
  return rate > 0 && rate <= 10_000 ? rate : undefined
}
