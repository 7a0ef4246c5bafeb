import type { Program } from '../src/certificates/programs.ts'
import { Check, Radios } from './choices.tsx'
import { Field } from './fields.tsx'
import { icon } from './icon.tsx'
import type { Ui } from './ui.ts'

/** Programs with their limits. */
export function GiftProgramsPage({ ui, programs }: { ui: Ui; programs: readonly Program[] }) {
  const words = ui.words.giftPrograms
  return (
    <main id="pane" class="page" tabindex={-1}>
      <header class="settings-head">
        <div>
          <h1>{words.title}</h1>
          <p class="quiet measure">{words.lead}</p>
        </div>
        <a class="button primary" href={ui.url('/settings/gift-programs/new')}>
          {words.make}
        </a>
      </header>
      {programs.length === 0 ? (
        <div class="empty">
          {icon('hand-coins')}
          <p>{words.none}</p>
        </div>
      ) : (
        <ul class="ledger">
          {programs.map((program) => (
            <li class="ledger-item">
              {icon('hand-coins')}
              <div class="ledger-main">
                <p class="ledger-top">
                  <a href={ui.url(`/settings/gift-programs/${program.id}`)}>
                    <strong>{program.name}</strong>
                  </a>
                  {!program.active && <span class="chip">{words.inactive}</span>}
                </p>
                <p class="quiet">
                  {[
                    ui.words.certificates.kinds[program.kind],
                    words.limits(ui.dates.money(program.eachMinor, program.currency)),
                    usedText(ui, program),
                  ].join(' · ')}
                </p>
              </div>
            </li>
          ))}
        </ul>
      )}
    </main>
  )
}

function usedText(ui: Ui, { issuedMinor, budgetMinor, currency }: Program): string {
  const words = ui.words.giftPrograms
  const used = ui.dates.money(issuedMinor, currency)
  return budgetMinor === null ? words.used(used) : words.usedOf(used, ui.dates.money(budgetMinor, currency))
}

export type ProgramForm = Readonly<{
  name: string
  kind: 'promotional' | 'sold'
  currency: string
  each: string
  repEach: string
  repDay: string
  budget: string
  validDays: string
  timeZone: string
  terms: string
  active: boolean
  version: number
}>
export type ProgramFaults = Partial<Record<keyof ProgramForm, string>>

type FormProps = Readonly<{
  ui: Ui
  program?: Program | undefined
  form: ProgramForm
  faults: ProgramFaults
}>

/** One program, or a new one: then kind and currency are chosen, too. */
export function GiftProgramPage({ ui, program, form, faults }: FormProps) {
  const words = ui.words.giftPrograms
  return (
    <main id="pane" class="page" tabindex={-1}>
      <header>
        <h1>{program?.name ?? words.newTitle}</h1>
        {program && <p class="quiet">{`${ui.words.certificates.kinds[program.kind]} · ${usedText(ui, program)}`}</p>}
      </header>
      <form
        class="settings-form"
        method="post"
        action={ui.url(program ? `/settings/gift-programs/${program.id}` : '/settings/gift-programs')}
      >
        <input type="hidden" name="version" value={String(form.version)} />
        <Field label={words.name} name="name" value={form.name} error={faults.name} required />
        {!program && <Radios label={words.kind} name="kind" value={form.kind} options={words.kinds} />}
        {!program && (
          <Field label={words.currency} name="currency" value={form.currency} error={faults.currency} required />
        )}
        <Limits ui={ui} form={form} faults={faults} />
        <div class="field">
          <label for="terms">{words.terms}</label>
          <textarea id="terms" name="terms" rows={5} maxlength={10000} aria-describedby="terms-hint">
            {`\n${form.terms}`}
          </textarea>
          <p class="hint" id="terms-hint">
            {words.termsHint} {program && words.version(program.termsVersion)}
          </p>
        </div>
        {program && <Check name="active" label={words.active} checked={form.active} />}
        <div class="row-of-buttons">
          <button type="submit" class="button primary">
            {words.save}
          </button>
        </div>
        {program && <p class="hint">{words.history}</p>}
      </form>
    </main>
  )
}

/** Sums in major units; what is empty limits nothing. */
function Limits({ ui, form, faults }: Pick<FormProps, 'ui' | 'form' | 'faults'>) {
  const words = ui.words.giftPrograms
  return (
    <div class="settings-grid">
      <Field label={words.each} name="each" value={form.each} error={faults.each} required />
      <Field label={words.repEach} name="repEach" value={form.repEach} error={faults.repEach} hint={words.limitHint} />
      <Field label={words.repDay} name="repDay" value={form.repDay} error={faults.repDay} hint={words.limitHint} />
      <Field label={words.budget} name="budget" value={form.budget} error={faults.budget} hint={words.limitHint} />
      <Field
        label={words.validDays}
        name="validDays"
        value={form.validDays}
        error={faults.validDays}
        hint={words.validHint}
        required
      />
      <Field
        label={words.zone}
        name="timeZone"
        value={form.timeZone}
        error={faults.timeZone}
        hint={words.zoneHint}
        required
      />
    </div>
  )
}
