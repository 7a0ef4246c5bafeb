import { type Context, Hono } from 'hono'
import type { Child } from 'hono/jsx'
import { DeskPage } from '../../templates/desk.tsx'
import { ConfirmPage, LinkPage } from '../../templates/once.tsx'
import { InvitePage, RepPage, StaffPage } from '../../templates/staff.tsx'
import { wordsIn } from '../../templates/words/pick.ts'
import type { Tx } from '../database/connection.ts'
import { listGroups } from '../desk/groups.ts'
import { setRepGroups } from '../desk/rep-groups.ts'
import {
  changeRep,
  deactivate,
  endRepSessions,
  inviteRep,
  linkRep,
  reactivate,
  resetSecondStep,
  type StaffDone,
  staffHistory,
} from '../desk/staff-changes.ts'
import { mailStaff } from '../letters/staff-mail.ts'
import { type LinkPurpose, linkHours } from '../reps/rep-links.ts'
import { ownLanguage } from '../reps/rep-settings.ts'
import { isRole } from '../reps/roles.ts'
import { getStaff, listStaff } from '../reps/staff.ts'
import { listSessions } from '../reps/visits.ts'
import type { Desk, Web } from './desk.ts'
import { bodyOf, formOf, idIn, idOf } from './input.ts'
import { actorOf } from './issue-changes.tsx'
import { goOn, pageParts } from './page.ts'
import { Refusal } from './refusal.ts'
import { joinAddress } from './ways-in.tsx'

const home = '/settings/staff'

/** Who works at the desk: invite, change, deactivate, end sessions. Admins only (page-deeds.ts). */
export function staffPages(desk: Desk): Hono<Web> {
  const one = `${home}/:id{[0-9]+}`
  return new Hono<Web>()
    .get(home, async (c) => framed(c, desk, <StaffPage ui={c.get('ui')} staff={await listStaff(desk.db)} />))
    .get(`${home}/new`, async (c) => framed(c, desk, <InvitePage ui={c.get('ui')} groups={await liveGroups(desk)} />))
    .post(home, (c) => invite(c, desk))
    .get(one, (c) => repPage(c, desk))
    .post(one, (c) => save(c, desk))
    .post(`${one}/link`, (c) => link(c, desk))
    .post(`${one}/deactivate`, (c) => sure(c, desk, 'deactivate'))
    .post(`${one}/second-step`, (c) => sure(c, desk, 'second-step'))
    .post(`${one}/reactivate`, (c) => does(c, desk, (tx) => reactivate(tx, actorOf(c), idOf(c))))
    .post(`${one}/sessions/all`, (c) =>
      does(c, desk, (tx) => endRepSessions(tx, actorOf(c), { repId: idOf(c), keep: null })),
    )
    .post(`${one}/sessions/:session/end`, (c) =>
      does(c, desk, (tx) => endRepSessions(tx, actorOf(c), { repId: idOf(c), id: idOf(c, 'session') })),
    )
}

async function framed(c: Context<Web>, desk: Desk, children: Child, status: 200 | 409 | 422 = 200) {
  const parts = await pageParts(c, desk)
  return c.html(
    <DeskPage {...parts} title={parts.ui.words.staff.title} place="settings" shape="page">
      {children}
    </DeskPage>,
    status,
  )
}

async function liveGroups({ db }: Desk) {
  return (await listGroups(db)).filter((group) => !group.retired)
}

async function repPage(c: Context<Web>, desk: Desk, problem?: string) {
  const id = idOf(c)
  const { db } = desk
  const [one, groups, sessions, history] = await Promise.all([
    getStaff(db, id),
    liveGroups(desk),
    listSessions(db, id),
    staffHistory(db, id),
  ])
  if (!one) throw new Refusal(404, 'missing')
  const shown = { ui: c.get('ui'), one, groups, sessions, history, ...(problem && { problem }) }
  return framed(c, desk, <RepPage {...shown} />, problem ? 409 : 200)
}

async function invite(c: Context<Web>, desk: Desk) {
  const { name = '', email = '', role = '' } = await formOf(c)
  const groups = await groupsTyped(c)
  const made = await desk.db.transaction().execute(async (tx) => {
    const done = await inviteRep(tx, actorOf(c), { name, email, role })
    if ('repId' in done) await setRepGroups(tx, actorOf(c), done.repId, groups)
    return done
  })
  if ('faults' in made) {
    const shown = { ui: c.get('ui'), groups: await liveGroups(desk), typed: { name, email, role }, faults: made.faults }
    return framed(c, desk, <InvitePage {...shown} />, 422)
  }
  return showLink(c, desk, { repId: made.repId, token: made.token, purpose: 'invite' })
}

async function link(c: Context<Web>, desk: Desk) {
  const id = idOf(c)
  const one = await getStaff(desk.db, id)
  const purpose = one?.invited ? 'invite' : 'reset'
  const done = await desk.db.transaction().execute((tx) => linkRep(tx, actorOf(c), { id, purpose }))
  if ('problem' in done) return refused(c, desk, done.problem)
  return showLink(c, desk, { repId: id, token: done.token, purpose })
}

type Made = Readonly<{ repId: number; token: string; purpose: LinkPurpose }>

/** Shown in the answer to the post itself, since it is stored nowhere; mailed where there is a relay. */
async function showLink(c: Context<Web>, desk: Desk, { repId, token, purpose }: Made) {
  const one = await getStaff(desk.db, repId)
  if (!one) throw new Refusal(404, 'missing')
  const ui = c.get('ui')
  const words = wordsIn((await ownLanguage(desk.db, repId)) ?? ui.language).ways.mail
  const address = joinAddress(desk.config, token)
  const subject = purpose === 'invite' ? words.inviteSubject : words.resetSubject
  const mailed = await mailStaff(desk, { to: one.email, subject, text: words[purpose](address) })
  return framed(c, desk, <LinkPage ui={ui} one={one} link={address} hours={linkHours[purpose]} mailed={mailed} />)
}

async function save(c: Context<Web>, desk: Desk) {
  const { name = '', role = '' } = await formOf(c)
  if (!isRole(role)) throw new Refusal(422, 'bad input')
  const id = idOf(c)
  const groups = await groupsTyped(c)
  return does(c, desk, async (tx) => {
    const done = await changeRep(tx, actorOf(c), { id, name, role })
    if ('problem' in done) return done
    const moved = await setRepGroups(tx, actorOf(c), id, groups)
    return { changeId: done.changeId ?? moved }
  })
}

async function groupsTyped(c: Context<Web>): Promise<ReadonlySet<number>> {
  const { group = [] } = await bodyOf(c, true)
  const ids = [group].flat().map((one) => (typeof one === 'string' ? idIn(one) : undefined))
  return new Set(ids.filter((id) => id !== undefined))
}

/** Deeds that sign somebody out for longer are asked about first. */
async function sure(c: Context<Web>, desk: Desk, deed: 'deactivate' | 'second-step') {
  const { sure: said } = await formOf(c)
  const id = idOf(c)
  const act = deed === 'deactivate' ? deactivate : resetSecondStep
  if (said === 'yes') return does(c, desk, (tx) => act(tx, actorOf(c), id))
  const one = await getStaff(desk.db, id)
  if (!one) throw new Refusal(404, 'missing')
  const ui = c.get('ui')
  const words = ui.words.staff
  const [text, label] =
    deed === 'deactivate'
      ? [words.confirmDeactivate(one.name), words.deactivate]
      : [words.confirmSecond(one.name), words.dropSecond]
  const back = `${home}/${id}`
  return framed(c, desk, <ConfirmPage ui={ui} text={text} label={label} action={`${back}/${deed}`} back={back} />)
}

async function does(c: Context<Web>, desk: Desk, deed: (tx: Tx) => Promise<StaffDone>) {
  const done = await desk.db.transaction().execute(deed)
  if ('problem' in done) return refused(c, desk, done.problem)
  return goOn(c, `${home}/${idOf(c)}`, done.changeId === null ? { said: 'unchanged' } : { done: done.changeId })
}

function refused(c: Context<Web>, desk: Desk, problem: 'last admin' | 'deactivated' | 'not found') {
  if (problem === 'not found') throw new Refusal(404, 'missing')
  return repPage(c, desk, c.get('ui').words.staff.problems[problem])
}
