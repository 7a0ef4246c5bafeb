import { type Context, Hono } from 'hono'
import type { Child } from 'hono/jsx'
import { KeyPage, KeysPage } from '../../templates/api-keys.tsx'
import { DeskPage } from '../../templates/desk.tsx'
import { ConfirmPage } from '../../templates/once.tsx'
import { endKey, makeKey } from '../desk/key-changes.ts'
import { listApiKeys } from '../reps/api-keys.ts'
import { listReps } from '../reps/reps.ts'
import type { Desk, Web } from './desk.ts'
import { formOf, idOf } from './input.ts'
import { actorOf } from './issue-changes.tsx'
import { goOn, pageParts } from './page.ts'
import { Refusal } from './refusal.ts'

const home = '/settings/api-keys'

/** The keys of programs. Admins only (page-deeds.ts). */
export function apiKeyPages(desk: Desk): Hono<Web> {
  return new Hono<Web>()
    .get(home, (c) => list(c, desk))
    .post(home, (c) => create(c, desk))
    .post(`${home}/:id/revoke`, (c) => revoke(c, desk))
}

async function framed(c: Context<Web>, desk: Desk, children: Child, status: 200 | 422 = 200) {
  const parts = await pageParts(c, desk)
  return c.html(
    <DeskPage {...parts} title={parts.ui.words.keys.title} place="settings" shape="page">
      {children}
    </DeskPage>,
    status,
  )
}

type Typed = { typed: { name: string; role: string; rep: string }; problem: string }

async function list(c: Context<Web>, desk: Desk, typed?: Typed) {
  const [keys, reps] = await Promise.all([listApiKeys(desk.db), listReps(desk.db)])
  const active = reps.filter((rep) => !rep.deactivatedAt)
  return framed(c, desk, <KeysPage ui={c.get('ui')} keys={keys} reps={active} {...typed} />, typed ? 422 : 200)
}

async function create(c: Context<Web>, desk: Desk) {
  const { name = '', role = '', rep = '' } = await formOf(c)
  const wish = { name: name.slice(0, 200), role, repEmail: rep || undefined }
  const made = await desk.db.transaction().execute((tx) => makeKey(tx, actorOf(c), wish))
  if ('problem' in made) return list(c, desk, { typed: { name, role, rep }, problem: made.problem })
  return framed(c, desk, <KeyPage ui={c.get('ui')} apiKey={made.key} />)
}

async function revoke(c: Context<Web>, desk: Desk) {
  const { sure } = await formOf(c)
  const id = idOf(c)
  const key = (await listApiKeys(desk.db)).find((one) => one.id === id && !one.revokedAt)
  if (!key) throw new Refusal(404, 'missing')
  if (sure === 'yes') {
    await desk.db.transaction().execute((tx) => endKey(tx, actorOf(c), id))
    return goOn(c, home, { said: 'keyRevoked' })
  }
  const ui = c.get('ui')
  const shown = { ui, text: ui.words.staff.confirmRevoke(key.name), label: ui.words.keys.revoke, back: home }
  return framed(c, desk, <ConfirmPage {...shown} action={`${home}/${id}/revoke`} />)
}
