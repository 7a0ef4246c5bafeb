import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import { sql } from 'kysely'
import { sha256 } from '../database/blobs.ts'
import type { Database, Db, Tx } from '../database/connection.ts'
import { deriveKey, type Secrets } from '../settings/secret.ts'

/** What an admin sets of a form on the shop's pages. */
export type ContactFormSettings = Readonly<{
  name: string
  mailboxId: number
  /** Origins whose pages may show it in a frame. */
  sites: readonly string[]
  askOrder: boolean
  /** Types of issues that the writer chooses from; none: nothing is asked. */
  types: readonly string[]
  files: boolean
  thanks: string
}>
export type ContactForm = ContactFormSettings & Readonly<{ id: number; slug: string; version: number }>

function forms(db: Db) {
  return db
    .selectFrom('contactForms')
    .select(['id', 'slug', 'name', 'mailboxId', 'sites', 'askOrder', 'types', 'files', 'thanks', 'version'])
    .where('deletedAt', 'is', null)
}

/** Every form in use, oldest first. */
export async function listContactForms(db: Db): Promise<ContactForm[]> {
  return forms(db).orderBy('id').execute()
}

export async function getContactForm(db: Db, id: number): Promise<ContactForm | undefined> {
  return forms(db).where('id', '=', id).executeTakeFirst()
}

/** The form of an address, as customers open it. */
export async function contactFormAt(db: Db, slug: string): Promise<ContactForm | undefined> {
  return /^[a-z0-9]{12}$/.test(slug) ? forms(db).where('slug', '=', slug).executeTakeFirst() : undefined
}

export async function lockContactForm(tx: Tx, id: number): Promise<ContactForm | undefined> {
  return forms(tx).where('id', '=', id).forUpdate().executeTakeFirst()
}

/** Makes a form with an address of its own, which it keeps. */
export async function insertContactForm(tx: Tx, settings: ContactFormSettings): Promise<number> {
  const slug = BigInt(`0x${randomBytes(9).toString('hex')}`)
    .toString(36)
    .padStart(12, '0')
    .slice(-12)
  const row = { slug, ...columnsOf(settings) }
  return (await tx.insertInto('contactForms').values(row).returning('id').executeTakeFirstOrThrow()).id
}

/** Writes the settings of a form, which is in use again if it was deleted. */
export async function writeContactForm(tx: Tx, id: number, settings: ContactFormSettings): Promise<void> {
  await tx
    .updateTable('contactForms')
    .set({ ...columnsOf(settings), version: sql<number>`version + 1`, deletedAt: null })
    .where('id', '=', id)
    .execute()
}

export async function removeContactForm(tx: Tx, id: number): Promise<void> {
  await tx.updateTable('contactForms').set({ deletedAt: new Date() }).where('id', '=', id).execute()
}

function columnsOf({ sites, types, ...settings }: ContactFormSettings) {
  return { ...settings, sites: [...sites], types: [...types] }
}

const tokenHours = 2

/** What a served form carries along: when it was served, signed for this form; good for 2 hours and once. */
export function contactToken(secrets: Secrets, slug: string, now = Date.now()): string {
  const head = `${Math.floor(now / 1000).toString(36)}.${randomBytes(12).toString('base64url')}`
  return `${head}.${macOf(secrets.current, slug, head)}`
}

/** Takes the token of a form in the transaction that keeps what was sent; false when it is none, too old, or used. */
export async function useContactToken(tx: Tx, secrets: Secrets, slug: string, token: string): Promise<boolean> {
  const match = /^(([0-9a-z]{1,8})\.[\w-]{16})\.([\w-]{43})$/.exec(token)
  if (!match) return false
  const [, head = '', seconds = '', mac = ''] = match
  const given = Buffer.from(mac)
  const ours = [secrets.current, ...secrets.old].some((secret) =>
    timingSafeEqual(Buffer.from(macOf(secret, slug, head)), given),
  )
  const expiresAt = new Date(Number.parseInt(seconds, 36) * 1000 + tokenHours * 3_600_000)
  if (!ours || +expiresAt < Date.now()) return false
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto('contactTokens')
    .values({ hash: sha256(head), expiresAt })
    .onConflict((c) => c.doNothing())
    .executeTakeFirst()
  return numInsertedOrUpdatedRows === 1n
}

function macOf(secret: string, slug: string, head: string): string {
  return createHmac('sha256', deriveKey(secret, 'contact forms')).update(`${slug} ${head}`).digest('base64url')
}

/** Forgets used tokens whose time is over. */
export async function dropOldTokens(db: Database): Promise<void> {
  await db.deleteFrom('contactTokens').where('expiresAt', '<', sql<Date>`now() - interval '1 hour'`).execute()
}
