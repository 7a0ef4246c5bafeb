import type { Tx } from '../database/connection.ts'
import { listMailboxes } from '../mail/mailboxes.ts'
import { type Actor, recordChange } from './changes.ts'
import {
  type ContactForm,
  type ContactFormSettings,
  getContactForm,
  insertContactForm,
  listContactForms,
  lockContactForm,
  removeContactForm,
  writeContactForm,
} from './contact-forms.ts'
import { listPicklist } from './picklists.ts'

export type ContactFormFaults = Readonly<Record<string, string>>
export type ContactFormWish = Readonly<{ [Name in keyof ContactFormSettings]?: ContactFormSettings[Name] | undefined }>

const most = 100
const blank: ContactFormSettings = {
  ...{ name: '', mailboxId: 0, sites: [], askOrder: true, types: [], files: true, thanks: '' },
}

/** Makes a contact form. */
export async function createContactForm(
  tx: Tx,
  actor: Actor,
  wish: ContactFormWish,
): Promise<{ form: ContactForm; changeId: number } | { faults: ContactFormFaults }> {
  const settings = patched(blank, wish)
  const faults = await faultsOf(tx, settings)
  if (Object.keys(faults).length > 0) return { faults }
  if ((await listContactForms(tx)).length >= most)
    return { faults: { name: `There are ${most} forms: delete one that is not needed.` } }
  const id = await insertContactForm(tx, settings)
  const changeId = await recordChange(tx, actor, { kind: 'contact_form.create', after: { formId: id, settings } })
  return { form: (await getContactForm(tx, id))!, changeId }
}

type Patch = Readonly<{ id: number; wish: ContactFormWish; version?: number | undefined }>
type Changed = { form: ContactForm; changeId: number | null }

/** Changes what is named. `conflict` when somebody else changed it since `version`. */
export async function changeContactForm(
  tx: Tx,
  actor: Actor,
  { id, wish, version }: Patch,
): Promise<Changed | { faults: ContactFormFaults } | { conflict: number } | 'not found'> {
  const form = await lockContactForm(tx, id)
  if (!form) return 'not found'
  if (version !== undefined && version !== form.version) return { conflict: form.version }
  const [before, after] = [settingsOf(form), patched(settingsOf(form), wish)]
  const faults = await faultsOf(tx, after)
  if (Object.keys(faults).length > 0) return { faults }
  if (JSON.stringify(before) === JSON.stringify(after)) return { form, changeId: null }
  await writeContactForm(tx, id, after)
  const change = { before: { formId: id, settings: before }, after: { formId: id, settings: after } }
  const changeId = await recordChange(tx, actor, { kind: 'contact_form.update', ...change })
  return { form: (await getContactForm(tx, id))!, changeId }
}

/** Its address answers no more. */
export async function deleteContactForm(tx: Tx, actor: Actor, id: number): Promise<{ changeId: number } | 'not found'> {
  const form = await lockContactForm(tx, id)
  if (!form) return 'not found'
  await removeContactForm(tx, id)
  const change = { before: { settings: settingsOf(form) }, after: { formId: id } }
  return { changeId: await recordChange(tx, actor, { kind: 'contact_form.delete', ...change }) }
}

type Change = Readonly<{ kind: string; before: Record<string, unknown>; after: Record<string, unknown> }>

/** Takes a change of a form back, where it still is as that change left it. */
export async function undoContactForm(
  tx: Tx,
  actor: Actor,
  change: Change,
): Promise<{ changeId: number } | { conflict: string }> {
  const id = change.after.formId as number
  const gone = { conflict: 'The form is gone.' }
  if (change.kind === 'contact_form.create') {
    const done = await deleteContactForm(tx, actor, id)
    return done === 'not found' ? gone : done
  }
  const before = change.before.settings as ContactFormSettings
  if (change.kind === 'contact_form.update') {
    const form = await lockContactForm(tx, id)
    if (!form) return gone
    const after = settingsOf(change.after.settings as ContactFormSettings)
    if (JSON.stringify(settingsOf(form)) !== JSON.stringify(after))
      return { conflict: 'Newer changes touched this form: undo those first.' }
  }
  await writeContactForm(tx, id, before)
  const kind = change.kind === 'contact_form.delete' ? 'contact_form.create' : 'contact_form.update'
  const after = { formId: id, settings: before }
  return { changeId: await recordChange(tx, actor, { kind, before: change.after, after }) }
}

/** What is wrong with a form's settings, by field, each with what would be right. */
async function faultsOf(tx: Tx, form: ContactFormSettings): Promise<ContactFormFaults> {
  const faults: Record<string, string> = {}
  const { name, mailboxId, sites, types, thanks } = form
  if (!name || name.length > 100 || /\p{Cc}/u.test(name)) faults.name = 'Write a heading of at most 100 characters.'
  if (!(await listMailboxes(tx)).some(({ id }) => id === mailboxId))
    faults.mailboxId = 'Choose a mailbox that is in use.'
  if (sites.length > 20 || !sites.every(isOrigin))
    faults.sites = 'Write at most 20 sites, each like https://www.shop.example, without a path.'
  const known = new Set(types.length > 0 ? await listPicklist(tx, 'issue_type') : [])
  if (!types.every((type) => known.has(type))) faults.types = 'Choose types that are in use.'
  if (thanks.length > 500) faults.thanks = 'Write at most 500 characters.'
  return faults
}

/** An origin as the header frame-ancestors takes it: a name of ASCII, nothing that could begin another directive. */
function isOrigin(site: string): boolean {
  return /^https?:\/\/[a-z0-9.:[\]-]{1,253}$/.test(site) && URL.parse(site)?.origin === site
}

function patched(before: ContactFormSettings, wish: ContactFormWish): ContactFormSettings {
  const defined = Object.fromEntries(Object.entries(wish).filter(([, value]) => value !== undefined))
  return settingsOf({ ...before, ...defined })
}

/** Always in one order, so that two can be compared as text. */
function settingsOf(form: ContactFormSettings): ContactFormSettings {
  const { name, mailboxId, sites, askOrder, types, files, thanks } = form
  const plain = sites.map((site) => site.trim().replace(/\/$/, '').toLowerCase()).filter(Boolean)
  const lists = { sites: [...new Set(plain)], types: [...new Set(types)] }
  return {
    name: name.trim(),
    mailboxId,
    sites: lists.sites,
    askOrder,
    types: lists.types,
    files,
    thanks: thanks.trim(),
  }
}
