import { type Context, Hono } from 'hono'
import { amountField } from '../../templates/amount-field.ts'
import { DeskPage } from '../../templates/desk.tsx'
import {
  GiftProgramPage,
  GiftProgramsPage,
  type ProgramFaults,
  type ProgramForm,
} from '../../templates/gift-programs.tsx'
import { readAmount } from '../certificates/amounts.ts'
import { getProgram, listPrograms, type Program } from '../certificates/programs.ts'
import { addProgramAndRecord, changeProgramAndRecord } from '../desk/certificate-changes.ts'
import type { Desk, Web } from './desk.ts'
import { formOf, idOf, plainLines } from './input.ts'
import { actorOf } from './issue-changes.tsx'
import { goOn, pageParts } from './page.ts'
import { Refusal } from './refusal.ts'

const home = '/settings/gift-programs'

/** Programs of gift certificates. For those who may change settings. */
export function giftProgramPages(desk: Desk): Hono<Web> {
  return new Hono<Web>()
    .get(home, (c) => list(c, desk))
    .get(`${home}/new`, async (c) => c.html(await onePage(c, desk, { form: empty })))
    .post(home, (c) => add(c, desk))
    .get(`${home}/:id`, async (c) => {
      const program = await known(desk, idOf(c))
      return c.html(await onePage(c, desk, { program, form: formFor(program) }))
    })
    .post(`${home}/:id`, (c) => save(c, desk))
}

const empty: ProgramForm = {
  ...{ name: '', kind: 'promotional', currency: 'EUR', each: '20.00', repEach: '', repDay: '100.00', budget: '' },
  ...{ validDays: '365', timeZone: 'UTC', terms: '', active: true, version: 0 },
}

async function list(c: Context<Web>, desk: Desk) {
  const [parts, programs] = await Promise.all([pageParts(c, desk), listPrograms(desk.db)])
  return c.html(
    <DeskPage {...parts} title={parts.ui.words.giftPrograms.title} place="settings" shape="page">
      <GiftProgramsPage ui={parts.ui} programs={programs} />
    </DeskPage>,
  )
}

async function known({ db }: Desk, id: number): Promise<Program> {
  const program = await getProgram(db, id)
  if (!program) throw new Refusal(404, 'missing')
  return program
}

type Shown = Readonly<{ program?: Program; form: ProgramForm; faults?: ProgramFaults }>

async function onePage(c: Context<Web>, desk: Desk, { program, form, faults = {} }: Shown) {
  const parts = await pageParts(c, desk)
  const title = program?.name ?? parts.ui.words.giftPrograms.newTitle
  return (
    <DeskPage {...parts} title={title} place="settings" shape="page">
      <GiftProgramPage ui={parts.ui} program={program} form={form} faults={faults} />
    </DeskPage>
  )
}

function formFor(program: Program): ProgramForm {
  const { name, kind, currency, validDays, timeZone, terms, active, version } = program
  const field = (minor: number | null) => (minor === null ? '' : amountField(minor, currency))
  return {
    ...{ name, kind, currency, timeZone, terms, active, version, validDays: String(validDays) },
    ...{ each: field(program.eachMinor), repEach: field(program.repEachMinor) },
    ...{ repDay: field(program.repDayMinor), budget: field(program.budgetMinor) },
  }
}

async function readForm(c: Context<Web>): Promise<ProgramForm> {
  const form = await formOf(c)
  const text = (name: string) => (form[name] ?? '').toWellFormed().trim().slice(0, 100)
  return {
    ...{
      name: text('name'),
      kind: form.kind === 'sold' ? 'sold' : 'promotional',
      currency: text('currency').toUpperCase(),
    },
    ...{ each: text('each'), repEach: text('repEach'), repDay: text('repDay'), budget: text('budget') },
    ...{ validDays: text('validDays'), timeZone: text('timeZone') },
    terms: plainLines(form.terms).toWellFormed().trim().slice(0, 10_000),
    active: form.active === 'yes',
    version: Number(/^\d{1,9}$/.exec(form.version ?? '')?.[0] ?? 0),
  }
}

type Values = Readonly<Record<'repEachMinor' | 'repDayMinor' | 'budgetMinor', number | null>> &
  Readonly<{ name: string; eachMinor: number; validDays: number; timeZone: string; terms: string; active: boolean }>

function readValues(c: Context<Web>, form: ProgramForm): { values: Values } | { faults: ProgramFaults } {
  const wrong = c.get('ui').words.giftPrograms.wrong
  if (!/^[A-Z]{3}$/.test(form.currency)) return { faults: { currency: wrong.currency } }
  const faults: Record<string, string> = {}
  const sum = (name: 'each' | 'repEach' | 'repDay' | 'budget') => {
    if (form[name] === '' && name !== 'each') return null
    const minor = readAmount(form[name], form.currency)
    if (minor === undefined) faults[name] = wrong.amount
    return minor ?? null
  }
  const sums = { repEachMinor: sum('repEach'), repDayMinor: sum('repDay'), budgetMinor: sum('budget') }
  const eachMinor = sum('each') ?? 0
  const validDays = Number(form.validDays)
  if (form.name === '') faults.name = wrong.name
  if (!/^\d{1,5}$/.test(form.validDays) || validDays < 1 || validDays > 36_500) faults.validDays = wrong.days
  if (!isZone(form.timeZone)) faults.timeZone = wrong.zone
  if (Object.keys(faults).length > 0) return { faults }
  const { name, timeZone, terms, active } = form
  return { values: { name, eachMinor, validDays, timeZone, terms, active, ...sums } }
}

function isZone(timeZone: string): boolean {
  return Intl.supportedValuesOf('timeZone').concat('UTC').includes(timeZone)
}

async function add(c: Context<Web>, desk: Desk) {
  const form = await readForm(c)
  const read = readValues(c, form)
  if ('faults' in read) return c.html(await onePage(c, desk, { form, faults: read.faults }), 422)
  const wish = { ...read.values, kind: form.kind, currency: form.currency, active: true }
  const done = await desk.db.transaction().execute((tx) => addProgramAndRecord(tx, actorOf(c), wish))
  if ('problem' in done) return c.html(await onePage(c, desk, { form, faults: { name: done.problem } }), 409)
  return goOn(c, home, { done: done.changeId })
}

async function save(c: Context<Web>, desk: Desk) {
  const program = await known(desk, idOf(c))
  const form = { ...(await readForm(c)), kind: program.kind, currency: program.currency }
  const read = readValues(c, form)
  if ('faults' in read) return c.html(await onePage(c, desk, { program, form, faults: read.faults }), 422)
  const wish = { id: program.id, version: form.version, values: read.values }
  const done = await desk.db.transaction().execute((tx) => changeProgramAndRecord(tx, actorOf(c), wish))
  if (done === 'not found') throw new Refusal(404, 'missing')
  if ('problem' in done) return c.html(await onePage(c, desk, { program, form, faults: { name: done.problem } }), 409)
  if ('conflict' in done) return goOn(c, `${home}/${program.id}`, { said: 'conflict' })
  return goOn(c, home, { done: done.changeId })
}
