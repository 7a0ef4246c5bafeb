import type { Child } from 'hono/jsx'
import { ReportTabs } from './report-tabs.tsx'
import type { Ui } from './ui.ts'

type Entry = Readonly<{ path: string; title: string; lead: string }>

type View = 'open' | 'granted' | 'purchased' | 'redeemed' | 'liability'

/** A report as it is opened from here: its usual time, which the page can change. */
const list = (name: string, query = 'period=days30') => ({ name, path: `/reports/${name}?${query}` })
const view = (name: View, path: string) => ({ view: name, path })

const groups = {
  desk: [
    list('issues'),
    view('open', '/reports/issues?status=open'),
    list('closed'),
    list('interactions'),
    list('actions'),
    list('csat', 'period=quarter'),
  ],
  mail: [list('mail', 'period=week'), list('letters')],
  money: [
    list('certificates', 'period=quarter'),
    view('granted', '/reports/certificates?grantor=rep&period=quarter'),
    view('purchased', '/reports/certificates?certificateKind=sold&period=quarter'),
    view('redeemed', '/reports/certificate-entries?entryKind=redeem&period=quarter'),
    list('certificate-entries', 'period=quarter'),
    view('liability', '/certificates/liability'),
    list('goodwill', 'period=quarter'),
    list('orders'),
    list('refunds', 'period=quarter'),
  ],
  campaigns: [list('campaigns', 'period=year'), list('recipients', 'period=year')],
} as const

/** All reports, with a sentence each; `names` are those that there are. Children come before them. */
export function ReportIndex({ ui, names, children }: { ui: Ui; names: readonly string[]; children?: Child }) {
  const titles = ui.words.reportLists.groups
  return (
    <main id="pane" class="page" tabindex={-1}>
      <ReportTabs ui={ui} tab="lists" />
      {children}
      <div class="report-groups">
        {(Object.keys(groups) as (keyof typeof groups)[]).map((group) => (
          <Group ui={ui} title={titles[group]} entries={entriesOf(ui, group, names)} />
        ))}
      </div>
    </main>
  )
}

function entriesOf(ui: Ui, group: keyof typeof groups, names: readonly string[]): Entry[] {
  return groups[group].flatMap((entry) => {
    if ('view' in entry) return [{ path: entry.path, ...ui.words.reportViews[entry.view] }]
    const words = ui.words.reportNames[entry.name]
    return names.includes(entry.name) && words ? [{ path: entry.path, ...words }] : []
  })
}

function Group({ ui, title, entries }: { ui: Ui; title: string; entries: readonly Entry[] }) {
  return (
    <section class="report-group">
      <h2>{title}</h2>
      <ul>
        {entries.map((entry) => (
          <li>
            <a href={ui.url(entry.path)}>{entry.title}</a>
            <span class="quiet">{entry.lead}</span>
          </li>
        ))}
      </ul>
    </section>
  )
}
