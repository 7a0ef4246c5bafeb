import type { Certificate } from '../src/certificates/certificates.ts'
import { Chip, Time } from './fields.tsx'
import { icon } from './icon.tsx'
import type { Ui } from './ui.ts'

export const certificateTabs = ['all', 'granted', 'sold', 'redeemed', 'liability'] as const
export type CertificateTab = (typeof certificateTabs)[number]

const tabPaths: Readonly<Record<CertificateTab, string>> = {
  all: '/certificates',
  granted: '/certificates?by=reps',
  sold: '/certificates?kind=sold',
  redeemed: '/certificates/redeemed',
  liability: '/certificates/liability',
}

/** The heads of the pages about all certificates. */
export function CertificateTabs({ ui, tab }: { ui: Ui; tab: CertificateTab }) {
  const words = ui.words.certificates
  return (
    <>
      <header>
        <h1>{words.title}</h1>
        <p class="quiet">{words.lead}</p>
      </header>
      <nav class="tabs" aria-label={words.tabsLabel}>
        {certificateTabs.map((each) => (
          <a href={ui.url(tabPaths[each])} aria-current={each === tab ? 'page' : undefined}>
            {words.tabs[each]}
          </a>
        ))}
      </nav>
    </>
  )
}

export type Choices = Readonly<{
  reps: readonly { id: number; name: string }[]
  programs: readonly { id: number; name: string }[]
}>
export type ListFilter = Readonly<Record<'rep' | 'program' | 'kind' | 'status' | 'by' | 'from' | 'to', string>>

type ListProps = Readonly<{
  ui: Ui
  tab: CertificateTab
  filter: ListFilter
  choices: Choices
  items: readonly Certificate[]
  next: string | null
}>

/** Certificates, newest first, by filters. */
export function CertificatesPage({ ui, tab, filter, choices, items, next }: ListProps) {
  const words = ui.words.certificates
  const set = Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== ''))
  return (
    <main id="pane" class="page" tabindex={-1}>
      <CertificateTabs ui={ui} tab={tab} />
      <form class="ledger-filters" action={ui.url('/certificates')} aria-label={words.filters}>
        {filter.by && <input type="hidden" name="by" value={filter.by} />}
        <Pick ui={ui} name="rep" value={filter.rep} options={choices.reps} />
        <Pick ui={ui} name="program" value={filter.program} options={choices.programs} />
        <Pick ui={ui} name="kind" value={filter.kind} options={named(words.kinds)} />
        <Pick ui={ui} name="status" value={filter.status} options={named(words.statuses)} />
        <Days ui={ui} from={filter.from} to={filter.to} />
        <button type="submit" class="button">
          {icon('list-filter')} {words.show}
        </button>
      </form>
      {items.length === 0 ? (
        <div class="empty">
          {icon('hand-coins')}
          <p>{words.empty}</p>
        </div>
      ) : (
        <CertificateTable ui={ui} items={items} whose />
      )}
      {next && (
        <a class="button" href={ui.url(`/certificates?${new URLSearchParams({ ...set, cursor: next })}`)}>
          {icon('arrow-down')} {words.more}
        </a>
      )}
    </main>
  )
}

const named = (texts: Readonly<Record<string, string>>) => Object.entries(texts).map(([id, name]) => ({ id, name }))

type PickProps = Readonly<{
  ui: Ui
  name: 'rep' | 'program' | 'kind' | 'status'
  value: string
  options: readonly { id: number | string; name: string }[]
}>

function Pick({ ui, name, value, options }: PickProps) {
  const words = ui.words.certificates
  return (
    <div class="field">
      <label for={`certificates-${name}`}>{words[name]}</label>
      <select id={`certificates-${name}`} name={name}>
        <option value="">{words.any}</option>
        {options.map((option) => (
          <option value={String(option.id)} selected={String(option.id) === value}>
            {option.name}
          </option>
        ))}
      </select>
    </div>
  )
}

/** Two days, both counted in. */
export function Days({ ui, from, to }: { ui: Ui; from: string; to: string }) {
  const words = ui.words.certificates
  return (
    <>
      <div class="field">
        <label for="certificates-from">{words.from}</label>
        <input id="certificates-from" type="date" name="from" value={from} />
      </div>
      <div class="field">
        <label for="certificates-to">{words.to}</label>
        <input id="certificates-to" type="date" name="to" value={to} />
      </div>
    </>
  )
}

/** Rows of certificates, each leading to its page; whose they are is left out on the customer's own page. */
export function CertificateTable({ ui, items, whose }: { ui: Ui; items: readonly Certificate[]; whose?: boolean }) {
  const words = ui.words.certificates
  return (
    <div class="table-box">
      <table class="table">
        <thead>
          <tr>
            <th>{words.certificate}</th>
            {whose && <th>{words.whose}</th>}
            <th class="number">{words.left}</th>
            <th>{words.status}</th>
            <th class="wide-only">{words.issued}</th>
            <th class="wide-only">{words.by}</th>
            <th class="wide-only">{words.expires}</th>
          </tr>
        </thead>
        <tbody>
          {items.map((one) => (
            <tr>
              <td>
                <a href={ui.url(`/certificates/${one.id}`)}>{words.number(one.id)}</a>
                <br />
                <span class="quiet">{one.program.name}</span>
              </td>
              {whose && (
                <td>
                  {one.person ? (
                    <a href={ui.url(`/people/${one.person.id}`)}>{one.person.name || one.person.id}</a>
                  ) : (
                    <span class="quiet">{words.nobody}</span>
                  )}
                </td>
              )}
              <td class="number">
                {ui.dates.money(one.balanceMinor, one.currency)}
                <br />
                <span class="quiet">{words.of(ui.dates.money(one.initialMinor, one.currency))}</span>
              </td>
              <td>
                <StatusChip ui={ui} status={one.status} />
              </td>
              <td class="wide-only">
                <Time ui={ui} at={one.issuedAt} />
              </td>
              <td class="wide-only">{issuedBy(ui, one)}</td>
              <td class="wide-only">{lastDay(ui, one)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

export function StatusChip({ ui, status }: { ui: Ui; status: Certificate['status'] }) {
  const names = {
    active: 'circle-check',
    pending: 'circle-dashed',
    void: 'x',
    expired: 'alarm-clock',
    exhausted: 'check',
  } as const
  return <Chip name={names[status]}> {ui.words.certificates.statuses[status]}</Chip>
}

export function issuedBy(ui: Ui, { issuedBy: rep, kind, campaignId }: Certificate): string {
  const words = ui.words.certificates
  if (rep) return rep
  return kind === 'sold' || campaignId === null ? words.shop : words.campaign
}

/** The last day it is good for: it ends with that day. */
export function lastDay(ui: Ui, { expiresAt }: Pick<Certificate, 'expiresAt'>): string {
  return ui.dates.day(new Date(+expiresAt - 1000))
}
