import { type Context, Hono } from 'hono'
import { CandidateList, choiceOf } from '../../templates/candidates.tsx'
import { DeskPage } from '../../templates/desk.tsx'
import { InteractionPage } from '../../templates/interaction.tsx'
import { IssueChoice } from '../../templates/interaction-issue.tsx'
import type { InteractionForm, InteractionProps } from '../../templates/interaction-props.ts'
import type { Tx } from '../database/connection.ts'
import { openIssuesOf } from '../desk/interaction-forms.ts'
import { getIssue } from '../desk/issues.ts'
import { candidatesFor } from '../desk/matches.ts'
import { getInteraction } from '../desk/person-history.ts'
import { listPicklist } from '../desk/picklists.ts'
import { getPerson, personLine } from '../people/people.ts'
import { placesOf } from '../people/postal-codes.ts'
import { recordOf } from '../people/records.ts'
import type { Desk, Web } from './desk.ts'
import { idIn, idOf } from './input.ts'
import { cluesOf, faultsOf, newForm, postedForm, readForm, whoOf } from './interaction-form.ts'
import { matchingPages } from './matching.tsx'
import { goOn, pageParts } from './page.ts'
import { Refusal } from './refusal.ts'
import { saveForm } from './save-interaction.ts'

/** A call, a fax, a visit on one page; who it was is looked for while the rep types. */
export function interactionPages(desk: Desk): Hono<Web> {
  return new Hono<Web>()
    .get('/interactions/new', async (c) => c.html(await page(c, desk, await startingForm(c, desk))))
    .get('/interactions/candidates', async (c) => {
      const found = await candidatesProps(desk, readForm(c.req.query()))
      return c.html(<CandidateList ui={c.get('ui')} {...found} />)
    })
    .get('/interactions/issues', async (c) => {
      const issues = await issuesFor(desk, readForm(c.req.query()))
      return c.html(<IssueChoice ui={c.get('ui')} issues={issues} chosen="" />)
    })
    .get('/interactions/:id/more', async (c) => {
      const interactionId = idOf(c)
      return c.html(await page(c, desk, { values: newForm(c, []), interactionId }))
    })
    .route('/', matchingPages(desk))
    .post('/interactions', (c) => save(c, desk, undefined))
    .post('/interactions/:id/actions', (c) => save(c, desk, idOf(c)))
}

type Wish = Readonly<{
  values: InteractionForm
  interactionId?: number | undefined
  faults?: InteractionProps['faults']
  refused?: InteractionProps['refused']
}>

/** From a person or an issue the form knows who it is about. */
async function startingForm(c: Context<Web>, { db }: Desk): Promise<Wish> {
  const [channels, issueId] = [await listPicklist(db, 'inquired_via'), idIn(c.req.query('issue'))]
  const issue = issueId === undefined ? undefined : await getIssue(db, issueId)
  const personId = issue?.person.id ?? idIn(c.req.query('person'))
  const given = { ...(personId && { who: `p${personId}` }), ...(issue && { issue: String(issue.id) }) }
  return { values: newForm(c, channels, given) }
}

async function save(c: Context<Web>, desk: Desk, interactionId: number | undefined) {
  const { values, body } = await postedForm(c)
  const goesOn = interactionId !== undefined
  const faults = faultsOf(c, values, goesOn)
  const wish = { values, interactionId }
  if (body.look) return c.html(await page(c, desk, wish))
  if (faults.length > 0) return c.html(await page(c, desk, { ...wish, faults }), 422)
  const check = async (tx: Tx) =>
    !goesOn && (await unseen(tx, values, String(body.seen ?? ''))) ? c.get('ui').words.interaction.unseen : undefined
  const saved = await saveForm(c, desk, values, { interactionId, check })
  if ('problem' in saved) return c.html(await page(c, desk, { ...wish, refused: saved }), 422)
  if (body.more) return goOn(c, `/interactions/${saved.interactionId}/more`, { done: saved.changeId })
  return goOn(c, `/issues/${saved.issueId}`, { done: saved.changeId })
}

const telling = 18

/** Somebody is likely meant whom the rep was never shown, since he saved faster than the panel came. */
async function unseen(db: Tx, values: InteractionForm, seen: string): Promise<boolean> {
  const { personId, shopUserId } = whoOf(values)
  if (personId !== undefined || shopUserId !== undefined) return false
  const { positive, candidates } = await candidatesFor(db, cluesOf(values))
  const shown = new Set(seen.split(','))
  return !positive && candidates.some((one) => one.score >= telling && !shown.has(choiceOf(one)))
}

async function page(c: Context<Web>, desk: Desk, { values, interactionId, faults = [], refused }: Wish) {
  const { db } = desk
  const [parts, lists, person] = await Promise.all([
    pageParts(c, desk),
    picklists(desk),
    interactionId === undefined ? chosenPerson(desk, values) : personOfInteraction(desk, interactionId),
  ])
  const [candidates, issues] = await Promise.all([
    person ? { found: { candidates: [] }, places: [], asked: false, chosen: '' } : candidatesProps(desk, values),
    person ? openIssuesOf(db, person.id) : issuesFor(desk, values),
  ])
  const words = parts.ui.words.interaction
  return (
    <DeskPage {...parts} title={interactionId ? words.another : words.title} place="record" shape="page">
      <InteractionPage
        ui={parts.ui}
        {...{ values, person, interactionId, candidates, issues, lists, faults, refused }}
      />
    </DeskPage>
  )
}

async function picklists({ db }: Desk) {
  const names = ['inquired_via', 'issue_type', 'info_used'] as const
  const [channels = [], types = [], infoUsed = []] = await Promise.all(names.map((name) => listPicklist(db, name)))
  return { channels, types, infoUsed }
}

/** Only somebody who came with the form, not one who was chosen in it among others. */
async function chosenPerson({ db }: Desk, values: InteractionForm) {
  const { personId, clues } = whoOf(values)
  if (personId === undefined || Object.values(clues).some(Boolean)) return undefined
  const person = await getPerson(db, personId)
  return person && personLine(person.id, `${person.firstNames} ${person.lastName}`.trim(), person.emails[0] ?? null)
}

async function personOfInteraction({ db }: Desk, id: number) {
  const found = await getInteraction(db, id)
  if (!found) throw new Refusal(404, 'missing')
  return found.interaction.person
}

async function candidatesProps({ db }: Desk, values: InteractionForm) {
  const clues = cluesOf(values)
  const [found, places] = await Promise.all([candidatesFor(db, clues), placesOf(db, values.postalCode)])
  return { found, places, asked: Object.values(clues).some((clue) => clue?.trim()), chosen: values.who }
}

/** Open issues of whom the form means by now: the chosen one, or the owner of the address. */
async function issuesFor({ db }: Desk, values: InteractionForm) {
  const { personId, shopUserId, clues } = whoOf(values)
  const sure =
    personId === undefined && shopUserId === undefined ? await candidatesFor(db, { email: clues.email }) : undefined
  const record =
    personId ??
    (await recordOf(db, { shopUserId: shopUserId ?? sure?.positive?.shopUser.id ?? null, email: '' })) ??
    sure?.candidates.find((one) => one.reasons.includes('email'))?.personId
  return record ? openIssuesOf(db, record) : []
}
