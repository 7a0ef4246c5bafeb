import { type Context, Hono } from 'hono'
import { CustomerPage } from '../../templates/customer.tsx'
import { type CustomerTab, customerTabs, type PersonForm, type TabContent } from '../../templates/customer-props.ts'
import { DeskPage } from '../../templates/desk.tsx'
import { PeoplePage } from '../../templates/people.tsx'
import { withCampaignLetters } from '../campaigns/read-letters.ts'
import { creditOf, listCertificates } from '../certificates/certificates.ts'
import { type Customer, findCustomer, recordIds } from '../desk/customer.ts'
import { listIssues } from '../desk/issues.ts'
import { matchesOf } from '../desk/matches.ts'
import { changePerson } from '../desk/person-changes.ts'
import { contactsOf } from '../desk/person-history.ts'
import { notePerson, setNoteHidden } from '../desk/person-notes.ts'
import { membershipsOf } from '../people/list-members.ts'
import { listPeople, type Person } from '../people/people.ts'
import { notesOf } from '../people/person-notes.ts'
import { suppressionsOf } from '../people/suppressions.ts'
import { ordersOf } from '../shop/orders.ts'
import { readShopRules } from '../shop/rules.ts'
import { spendOf } from '../shop/spend.ts'
import { viewsOf } from '../shop/views.ts'
import type { Desk, Web } from './desk.ts'
import { formOf, idOf, plainLines } from './input.ts'
import { actorOf } from './issue-changes.tsx'
import { goOn, pageParts } from './page.ts'
import { Refusal } from './refusal.ts'

/** Who wrote to us: the search, and a customer with everything ever said. */
export function peoplePages(desk: Desk): Hono<Web> {
  return new Hono<Web>()
    .get('/people', async (c) => {
      const q = (c.req.query('q') ?? '').trim().slice(0, 200)
      const page = { cursor: c.req.query('cursor'), limit: 50 }
      const asked = q === '' ? ({ erased: false } as const) : { q }
      const [parts, people] = await Promise.all([pageParts(c, desk), listPeople(desk.db, asked, page)])
      return c.html(
        <DeskPage {...parts} title={parts.ui.words.people.title} place="people" shape="page">
          <PeoplePage ui={parts.ui} q={q} {...people} />
        </DeskPage>,
      )
    })
    .get('/people/:id', async (c) => c.html(await customerPage(c, desk)))
    .post('/people/:id', (c) => save(c, desk))
    .post('/people/:id/notes', (c) => note(c, desk))
    .post('/people/:id/notes/:note/remove', async (c) => {
      const done = await desk.db.transaction().execute((tx) => setNoteHidden(tx, actorOf(c), idOf(c, 'note'), true))
      if (done === 'not found') throw new Refusal(404, 'missing')
      return goOn(c, `/people/${idOf(c)}`, { done: done.changeId })
    })
}

type Refused = { values?: PersonForm; problem?: string; noteProblem?: string }

async function customerPage(c: Context<Web>, desk: Desk, refused: Refused = {}) {
  const { db } = desk
  const customer = await findCustomer(db, idOf(c))
  if (!customer) throw new Refusal(404, 'missing')
  const people = recordIds(customer)
  const [parts, content, open, spend, rules, notes, { matches }, consent] = await Promise.all([
    pageParts(c, desk),
    tabContent(c, desk, customer),
    listIssues(db, { people, status: 'open', origin: 'all' }, { limit: 20, viewer: c.get('rep').id }),
    spendOf(db, customer.buyer),
    readShopRules(db),
    notesOf(db, people),
    matchesOf(db, customer.person),
    consentOf(db, customer),
  ])
  const { person } = customer
  const name = nameOf(customer) || parts.ui.words.customer.recordOf(person.id)
  return (
    <DeskPage {...parts} title={name} place="people" shape="page">
      <CustomerPage
        ui={parts.ui}
        customer={customer}
        matches={matches}
        name={name}
        content={content}
        open={open.items}
        spend={spend}
        rules={rules}
        notes={notes}
        {...consent}
        values={refused.values ?? formValues(person)}
        problem={refused.problem}
        noteProblem={refused.noteProblem}
      />
    </DeskPage>
  )
}

async function consentOf(db: Desk['db'], { buyer }: Customer) {
  const [memberships, suppressions] = await Promise.all([membershipsOf(db, buyer), suppressionsOf(db, buyer.emails)])
  return { memberships, suppressions }
}

export function nameOf({ person }: Pick<Customer, 'person'>): string {
  return [person.firstNames, person.lastName].filter(Boolean).join(' ') || person.emails[0] || ''
}

async function tabContent(c: Context<Web>, { db }: Desk, customer: Customer): Promise<TabContent> {
  const asked = c.req.query('tab') as CustomerTab
  const tab = customerTabs.includes(asked) ? asked : 'history'
  const people = recordIds(customer)
  if (tab === 'issues') return { tab, issues: (await listIssues(db, { people, status: 'all' }, { limit: 100 })).items }
  if (tab === 'orders') return { tab, orders: await ordersOf(db, customer.buyer, 50) }
  if (tab === 'certificates') {
    const [credit, found] = await Promise.all([creditOf(db, people), listCertificates(db, { people }, { limit: 100 })])
    return { tab, credit, certificates: found.items }
  }
  if (tab === 'seen') return { tab, seen: customer.shopUser ? await viewsOf(db, customer.shopUser.id) : [] }
  const { items, next } = await contactsOf(db, people, { cursor: c.req.query('cursor'), limit: 30 })
  return { tab, items: await withCampaignLetters(db, items), next }
}

function formValues({ firstNames, lastName, emails, phone, postalCode, other, version }: Person): PersonForm {
  return { firstNames, lastName, emails: emails.join('\n'), phone, postalCode, other, version }
}

async function save(c: Context<Web>, desk: Desk) {
  const id = idOf(c)
  const form = await formOf(c)
  const text = (name: string) => plainLines(form[name]).slice(0, 5000)
  const fields = {
    firstNames: text('firstNames'),
    lastName: text('lastName'),
    phone: text('phone'),
    postalCode: text('postalCode'),
    other: text('other'),
  }
  const emails = text('emails')
    .split(/[\s,;]+/)
    .filter(Boolean)
  const version = Number(form.version) || 0
  const patch = { ...fields, emails, version }
  const result = await desk.db.transaction().execute((tx) => changePerson(tx, actorOf(c), id, patch))
  if (result === 'not found') throw new Refusal(404, 'missing')
  const values = { ...fields, emails: text('emails'), version }
  if ('problem' in result) return c.html(await customerPage(c, desk, { values, problem: result.problem }), 422)
  if ('conflict' in result)
    return c.html(await customerPage(c, desk, { values, problem: c.get('ui').words.flash.conflict }), 409)
  return goOn(c, `/people/${id}`, result.changeId === null ? { said: 'unchanged' } : { done: result.changeId })
}

async function note(c: Context<Web>, desk: Desk) {
  const id = idOf(c)
  const text = plainLines((await formOf(c)).text).slice(0, 4000)
  const done = await desk.db.transaction().execute((tx) => notePerson(tx, actorOf(c), id, text))
  if (done === 'not found') throw new Refusal(404, 'missing')
  if (done === 'empty')
    return c.html(await customerPage(c, desk, { noteProblem: c.get('ui').words.customer.emptyNote }), 422)
  return goOn(c, `/people/${id}`, { done: done.changeId })
}
