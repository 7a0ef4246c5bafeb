import { type Context, Hono } from 'hono'
import { DeskPage } from '../../templates/desk.tsx'
import { GrantConfirmPage, type GrantForm, GrantPage } from '../../templates/grant.tsx'
import { readAmount } from '../certificates/amounts.ts'
import { newestOf } from '../certificates/certificates.ts'
import { type Grantable, grantablePrograms } from '../certificates/grantable.ts'
import { grantAndRecord } from '../desk/certificate-changes.ts'
import { findCustomer } from '../desk/customer.ts'
import type { Desk, Web } from './desk.ts'
import { formOf, idIn, idOf } from './input.ts'
import { actorOf } from './issue-changes.tsx'
import { goOn, pageParts } from './page.ts'
import { nameOf } from './people.tsx'
import { Refusal } from './refusal.ts'

/** Granting a certificate to a customer: a form, the same once more to confirm, the grant. `?issue=` names its issue. */
export function grantPages(desk: Desk): Hono<Web> {
  return new Hono<Web>()
    .get('/people/:id/certificates/new', async (c) => {
      const issue = String(idIn(c.req.query('issue')) ?? '')
      const seen = String(await newestOf(desk.db, idOf(c)))
      return c.html(await formPage(c, desk, { amount: '', program: '', until: '', issue, seen }))
    })
    .post('/people/:id/certificates/check', (c) => check(c, desk))
    .post('/people/:id/certificates', (c) => grant(c, desk))
}

async function person(c: Context<Web>, { db }: Desk) {
  const customer = await findCustomer(db, idOf(c))
  if (!customer || customer.erasedAt) throw new Refusal(404, 'missing')
  const { id } = customer.person
  return { id, name: nameOf(customer) || c.get('ui').words.customer.recordOf(id) }
}

async function formPage(c: Context<Web>, desk: Desk, form: GrantForm, problem?: string) {
  const who = await person(c, desk)
  const [parts, programs] = await Promise.all([pageParts(c, desk), grantablePrograms(desk.db, c.get('rep'))])
  return (
    <DeskPage {...parts} title={parts.ui.words.certificates.grant} place="people" shape="page">
      <GrantPage ui={parts.ui} person={who} programs={programs} form={form} problem={problem} />
    </DeskPage>
  )
}

async function readForm(c: Context<Web>): Promise<GrantForm> {
  const form = await formOf(c)
  const text = (name: string) => (form[name] ?? '').trim().slice(0, 40)
  return {
    amount: text('amount'),
    program: text('program'),
    until: text('until'),
    issue: text('issue'),
    seen: text('seen'),
  }
}

type Wish = Readonly<{ program: Grantable; amountMinor: number; expiresOn: string | undefined }>

/** What was typed as a grant, or why it is none. Limits are asked again when it is granted. */
export function readGrant(
  c: Context<Web>,
  programs: readonly Grantable[],
  { amount, program: id, until }: Pick<GrantForm, 'amount' | 'program' | 'until'>,
): Wish | { problem: string } {
  const words = c.get('ui').words.certificates
  const program = programs.find((one) => String(one.id) === id)
  if (!program) return { problem: words.noPrograms }
  const amountMinor = readAmount(amount, program.currency)
  if (amountMinor === undefined) return { problem: words.badAmount(program.currency) }
  const day = /^[2-8]\d{3}-\d\d-\d\d$/.test(until) && !Number.isNaN(Date.parse(until))
  if (until !== '' && !day) return { problem: words.badDay }
  return { program, amountMinor, expiresOn: until || undefined }
}

async function check(c: Context<Web>, desk: Desk) {
  const form = await readForm(c)
  const programs = await grantablePrograms(desk.db, c.get('rep'))
  const wish = readGrant(c, programs, form)
  if ('problem' in wish) return c.html(await formPage(c, desk, form, wish.problem), 422)
  const [who, parts] = await Promise.all([person(c, desk), pageParts(c, desk)])
  const { ui } = parts
  const last = wish.expiresOn
    ? new Date(`${wish.expiresOn}T12:00:00Z`)
    : new Date(Date.now() + wish.program.validDays * 86_400_000)
  return c.html(
    <DeskPage {...parts} title={ui.words.certificates.confirmTitle} place="people" shape="page">
      <GrantConfirmPage
        ui={ui}
        person={who}
        form={form}
        amount={ui.dates.money(wish.amountMinor, wish.program.currency)}
        until={ui.dates.day(last)}
      />
    </DeskPage>,
  )
}

/** A form that is sent twice grants once: it knows the newest certificate that its page has seen. */
async function grant(c: Context<Web>, desk: Desk) {
  const form = await readForm(c)
  const wish = readGrant(c, await grantablePrograms(desk.db, c.get('rep')), form)
  if ('problem' in wish) return c.html(await formPage(c, desk, form, wish.problem), 422)
  const who = await person(c, desk)
  const { program, amountMinor, expiresOn } = wish
  const done = await desk.db.transaction().execute(async (tx) => {
    await tx.selectFrom('userIdentifications').select('id').where('id', '=', who.id).forUpdate().execute()
    const newest = await newestOf(tx, who.id)
    if (String(newest) !== form.seen) return { id: newest, changeId: null }
    const issueId = idIn(form.issue) ?? null
    const grant = {
      programId: program.id,
      currency: program.currency,
      personId: who.id,
      amountMinor,
      expiresOn,
      issueId,
    }
    return grantAndRecord(tx, desk.secrets, actorOf(c), grant)
  })
  if ('problem' in done) return c.html(await formPage(c, desk, form, done.problem), 422)
  return goOn(c, `/certificates/${done.id}`, done.changeId === null ? { said: 'unchanged' } : { done: done.changeId })
}
