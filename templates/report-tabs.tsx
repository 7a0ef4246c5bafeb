import { SaveReport } from './saved-reports.tsx'
import type { Ui } from './ui.ts'

const paths = {
  mine: '/reports/mine',
  statistics: '/reports/statistics',
  service: '/reports/service',
  lists: '/reports',
} as const

export type ReportTab = keyof typeof paths

/** The heads of the pages about what happened. */
export function ReportTabs({ ui, tab }: { ui: Ui; tab: ReportTab }) {
  const words = ui.words.reportTabs
  return (
    <>
      <header class="settings-head">
        <div>
          <h1>{words.title}</h1>
          <p class="quiet">{words.leads[tab]}</p>
        </div>
        {tab !== 'lists' && <SaveReport ui={ui} address={ui.here} />}
      </header>
      <nav class="tabs" aria-label={words.label}>
        {(Object.keys(paths) as ReportTab[]).map((each) => (
          <a href={ui.url(paths[each])} aria-current={each === tab ? 'page' : undefined}>
            {words.names[each]}
          </a>
        ))}
      </nav>
    </>
  )
}
