import { type Context, Hono } from 'hono'
import { DeskPage } from '../../templates/desk.tsx'
import { PeoplePage, type PersonForm, PersonPage } from '../../templates/people.tsx'
import { changePerson } from '../desk/person-changes.ts'
import { personHistory } from '../desk/person-history.ts'
import { getPerson, listPeople, type Person } from '../people/people.ts'
import type { Desk, Web } from './desk.ts'
import { formOf, idOf, plainLines } from './input.ts'
import { actorOf } from './issue-changes.tsx'
import { goOn, pageParts } from './page.ts'
import { Refusal } from './refusal.ts'

/** Who wrote to us: the search, and a person with everything ever said. */
export function peoplePages(desk: Desk): Hono<Web> {
  return new Hono<Web>()
    .get('/people', async (c) => {
      const q = (c.req.query('q') ?? '').trim().slice(0, 200)
      const page = { cursor: c.req.query('cursor'), limit: 50 }
      const [parts, people] = await Promise.all([pageParts(c, desk), listPeople(desk.db, { q: q || undefined }, page)])
      return c.html(
        <DeskPage {...parts} title={parts.ui.words.people.title} place="people" shape="page">
          <PeoplePage ui={parts.ui} q={q} {...people} />
        </DeskPage>,
      )
    })
    .get('/people/:id', async (c) => c.html(await personPage(c, desk)))
    .post('/people/:id', (c) => save(c, desk))
}

async function personPage(c: Context<Web>, desk: Desk, refused?: { values: PersonForm; problem: string }) {
  const id = idOf(c)
  const page = { cursor: c.req.query('cursor'), limit: 30 }
  const [parts, person, history] = await Promise.all([
    pageParts(c, desk),
    getPerson(desk.db, id),
    personHistory(desk.db, [id], page),
  ])
  if (!person) throw new Refusal(404, 'missing')
  const name = [person.firstNames, person.lastName].filter(Boolean).join(' ') || person.emails[0] || ''
  return (
    <DeskPage {...parts} title={name} place="people" shape="page">
      <PersonPage
        ui={parts.ui}
        person={person}
        name={name}
        history={history}
        values={refused?.values ?? formValues(person)}
        problem={refused?.problem}
      />
    </DeskPage>
  )
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
  if ('problem' in result) return c.html(await personPage(c, desk, { values, problem: result.problem }), 422)
  if ('conflict' in result) {
    return c.html(await personPage(c, desk, { values, problem: c.get('ui').words.flash.conflict }), 409)
  }
  return goOn(c, `/people/${id}`, result.changeId === null ? { said: 'unchanged' } : { done: result.changeId })
}
