import { type Context, Hono } from 'hono'
import { DeskPage } from '../../templates/desk.tsx'
import { ErasePage } from '../../templates/erase.tsx'
import { countErasure, erasePerson, whatStays } from '../campaigns/erase-person.ts'
import { findCustomer } from '../desk/customer.ts'
import { exportPerson } from '../letters/export-person.ts'
import type { Desk, Web } from './desk.ts'
import { formOf, idOf } from './input.ts'
import { actorOf } from './issue-changes.tsx'
import { goOn, pageParts } from './page.ts'
import { nameOf } from './people.tsx'
import { Refusal } from './refusal.ts'

/** All that the desk holds of a customer as a file; and its erasure, with the list shown first. */
export function erasePages(desk: Desk): Hono<Web> {
  return new Hono<Web>()
    .get('/people/:id/export', async (c) => {
      const id = idOf(c)
      const zip = await exportPerson(desk.readDb, id)
      if (!zip) throw new Refusal(404, 'missing')
      return c.body(zip, 200, {
        'Content-Type': 'application/zip',
        'Content-Disposition': `attachment; filename="customer-${id}.zip"`,
        'Cache-Control': 'no-store',
      })
    })
    .get('/people/:id/erase', async (c) => c.html(await page(c, desk)))
    .post('/people/:id/erase', (c) => erase(c, desk))
}

async function page(c: Context<Web>, desk: Desk, refused: { typed?: string; problem?: string } = {}) {
  if (!c.get('ui').may('settings')) throw new Refusal(403, 'role')
  const customer = await findCustomer(desk.db, idOf(c))
  if (!customer) throw new Refusal(404, 'missing')
  const [parts, counts] = await Promise.all([pageParts(c, desk), countErasure(desk.db, customer)])
  const { id } = customer.person
  const name = nameOf(customer) || parts.ui.words.customer.recordOf(id)
  return (
    <DeskPage {...parts} title={parts.ui.words.erase.title(name)} place="people" shape="page">
      <ErasePage ui={parts.ui} id={id} name={name} counts={counts} stays={whatStays} {...refused} />
    </DeskPage>
  )
}

async function erase(c: Context<Web>, desk: Desk) {
  const ui = c.get('ui')
  if (!ui.may('settings')) throw new Refusal(403, 'role')
  const id = idOf(c)
  const typed = ((await formOf(c)).confirm ?? '').trim()
  if (typed !== String(id)) return c.html(await page(c, desk, { typed, problem: ui.words.erase.wrong(id) }), 422)
  const done = await desk.db.transaction().execute((tx) => erasePerson(tx, desk.secrets, actorOf(c), id))
  if (done === 'not found') throw new Refusal(404, 'missing')
  if (done === 'sending') return c.html(await page(c, desk, { typed, problem: ui.words.erase.sending }), 409)
  return goOn(c, `/people/${id}`, { said: 'erased' })
}
