import { type Context, Hono } from 'hono'
import { DeskPage } from '../../templates/desk.tsx'
import { MailingListPage, type TypedMember } from '../../templates/mailing-list.tsx'
import { MailingListsPage, type TypedList } from '../../templates/mailing-lists.tsx'
import { putMember } from '../campaigns/double-opt-in.ts'
import { memberKeyed } from '../campaigns/member-keys.ts'
import { type MemberState, memberStates } from '../database/tables-consent.ts'
import { type ListPatch, putMailingList, removeMember } from '../desk/mailing-list-changes.ts'
import { listMailboxes } from '../mail/mailboxes.ts'
import { listMembers } from '../people/list-members.ts'
import { getMailingList, listMailingLists, lockMailingList } from '../people/mailing-lists.ts'
import type { Desk, Web } from './desk.ts'
import { formOf, idIn, idOf, plainLines } from './input.ts'
import { actorOf } from './issue-changes.tsx'
import { goOn, pageParts } from './page.ts'
import { Refusal } from './refusal.ts'

/** Mailing lists, their members and evidence. Who may do what is in page-deeds.ts. */
export function mailingListPages(desk: Desk): Hono<Web> {
  return new Hono<Web>()
    .get('/lists', (c) => allLists(c, desk))
    .post('/lists', (c) => save(c, desk))
    .get('/lists/:slug', (c) => oneList(c, desk))
    .post('/lists/:slug', (c) => save(c, desk, c.req.param('slug')))
    .post('/lists/:slug/unproven', async (c) => {
      const { accept } = await formOf(c)
      return patch(c, desk, { acceptsUnproven: accept === 'yes' })
    })
    .post('/lists/:slug/archive', async (c) => {
      const { archived } = await formOf(c)
      return patch(c, desk, { archived: archived === 'yes' })
    })
    .post('/lists/:slug/members', (c) => add(c, desk))
    .post('/lists/:slug/members/:id/remove', (c) => remove(c, desk))
}

async function allLists(c: Context<Web>, desk: Desk, typed?: TypedList) {
  const [parts, lists, mailboxes] = await Promise.all([
    pageParts(c, desk),
    listMailingLists(desk.db),
    listMailboxes(desk.db),
  ])
  return c.html(
    <DeskPage {...parts} title={parts.ui.words.lists.title} place="lists" shape="page">
      <MailingListsPage ui={parts.ui} lists={lists} mailboxes={mailboxes} typed={typed} />
    </DeskPage>,
    typed ? 422 : 200,
  )
}

async function oneList(c: Context<Web>, desk: Desk, typed?: TypedMember, typedList?: TypedList) {
  const list = await known(c, desk)
  const asked = c.req.query('state') as MemberState
  const state = memberStates.includes(asked) ? asked : undefined
  const q = (c.req.query('q') ?? '').trim().slice(0, 254)
  const page = { cursor: c.req.query('cursor'), limit: 50 }
  const [parts, mailboxes, found] = await Promise.all([
    pageParts(c, desk),
    listMailboxes(desk.db),
    listMembers(desk.db, { listId: list.id, state, address: q || undefined }, page),
  ])
  const shown = { list, mailboxes, members: found.items, next: found.next, state, q, typed, typedList }
  return c.html(
    <DeskPage {...parts} title={list.name} place="lists" shape="page">
      <MailingListPage ui={parts.ui} {...shown} />
    </DeskPage>,
    typed || typedList ? 422 : 200,
  )
}

async function known(c: Context<Web>, desk: Desk) {
  const list = await getMailingList(desk.db, c.req.param('slug') ?? '')
  if (!list) throw new Refusal(404, 'missing')
  return list
}

async function save(c: Context<Web>, desk: Desk, slug?: string) {
  if (slug !== undefined) await known(c, desk)
  const form = await formOf(c)
  const to = slug ?? (form.slug ?? '').trim().toLowerCase()
  const taken = slug === undefined && (await getMailingList(desk.db, to))
  const typed = { slug: to, name: form.name ?? '', description: plainLines(form.description) }
  const values = {
    ...{ name: typed.name, description: typed.description, mailboxId: idIn(form.mailboxId) ?? null },
    ...{ doubleOptIn: form.doubleOptIn !== undefined, offered: form.offered !== undefined },
  }
  const done = taken
    ? { problem: `There is a list “${to}” already.` }
    : await desk.db.transaction().execute((tx) => putMailingList(tx, actorOf(c), to, values))
  if ('problem' in done) {
    const again = { ...typed, problem: done.problem }
    return slug === undefined ? allLists(c, desk, again) : oneList(c, desk, undefined, again)
  }
  return goOn(c, `/lists/${to}`, done.changeId === null ? { said: 'unchanged' } : { done: done.changeId })
}

async function patch(c: Context<Web>, desk: Desk, wish: ListPatch) {
  const { slug } = await known(c, desk)
  const done = await desk.db.transaction().execute((tx) => putMailingList(tx, actorOf(c), slug, wish))
  if ('problem' in done) throw new Refusal(422, 'bad input', done.problem)
  return goOn(c, `/lists/${slug}`, done.changeId === null ? { said: 'unchanged' } : { done: done.changeId })
}

async function add(c: Context<Web>, desk: Desk) {
  const { slug } = await known(c, desk)
  const { address = '', source = '', wording = '', at = '' } = await formOf(c)
  const typed = { address, source, wording, at }
  const words = c.get('ui').words.lists
  const day = at.trim() === '' ? new Date() : new Date(at)
  if (Number.isNaN(+day) || +day > Date.now()) return oneList(c, desk, { ...typed, problem: words.wrongTime })
  const shown = source.trim() || wording.trim()
  const consent = shown
    ? { kind: 'by hand', source: source.slice(0, 200), wording: wording.slice(0, 2000), at: day.toISOString() }
    : null
  const keyed = await memberKeyed(desk.db, address.trim())
  if ('problem' in keyed) return oneList(c, desk, { ...typed, problem: keyed.problem })
  const done = await desk.db.transaction().execute(async (tx) => {
    const list = (await lockMailingList(tx, { slug }))!
    const entered = await putMember(tx, desk, { actor: actorOf(c), list, wish: { ...keyed, consent } })
    if ('problem' in entered) throw new Refusal(422, 'bad input', entered.problem)
    return entered
  })
  return goOn(c, `/lists/${slug}`, { done: done.changeId })
}

async function remove(c: Context<Web>, desk: Desk) {
  const { slug } = await known(c, desk)
  const id = idOf(c)
  const done = await desk.db
    .transaction()
    .execute(async (tx) => removeMember(tx, actorOf(c), (await lockMailingList(tx, { slug }))!, id))
  if (done === 'not found') throw new Refusal(404, 'missing')
  return goOn(c, `/lists/${slug}`, { done: done.changeId })
}
