import { HeatMap } from './chart-heat.tsx'
import { LineChart } from './chart-lines.tsx'
import { dayNames } from './day-names.ts'
import { icon } from './icon.tsx'
import { ReportTabs } from './report-tabs.tsx'
import { ContactCharts, CsatChart, GoodwillCharts, ReopenChart } from './service-bars.tsx'
import { ServiceChoices } from './service-choices.tsx'
import type { ServiceProps } from './service-props.ts'
import { WaitParts } from './service-waits.tsx'
import type { Ui } from './ui.ts'

/** How well people are served: each number a link to the list that has its rows. */
export function ServicePage(props: ServiceProps) {
  const { ui, faults, service } = props
  const words = ui.words.service
  return (
    <main id="pane" class="page statistics service" tabindex={-1}>
      <ReportTabs ui={ui} tab="service" />
      <ServiceChoices {...props} />
      {faults.length > 0 && (
        <p class="notice bad" role="alert">
          {icon('circle-alert')} {words.faults(faults.join(', '))}
        </p>
      )}
      <WaitParts ui={ui} waits={service.waits} address={props.address} />
      <Backlog {...props} />
      <ReopenChart ui={ui} reopenings={service.reopenings} />
      <CsatChart ui={ui} csat={service.csat} />
      <Load {...props} />
      <ContactCharts ui={ui} contacts={service.contacts} />
      <GoodwillCharts ui={ui} goodwill={service.goodwill} />
    </main>
  )
}

function Backlog({ ui, service }: ServiceProps) {
  const words = ui.words.service.backlog
  const { short, long } = dayNames(ui)
  const points = service.backlog
  const [first, last] = [points[0], points.at(-1)]
  return (
    <div class="service-part">
      <LineChart
        ui={ui}
        id="backlog"
        title={words.title}
        description={
          first && last ? words.description(long(first.day), long(last.day), ui.dates.number(last.open)) : ''
        }
        head={ui.words.service.day}
        labels={points.map(({ day }) => short(day))}
        series={[
          {
            ...{ name: words.name, tone: 'accent', values: points.map(({ open }) => open) },
            hrefs: points.map(({ list }) => ui.url(list)),
          },
        ]}
      />
      <p class="quiet">
        {words.lead} {ui.words.service.ofHumans}
      </p>
    </div>
  )
}

function Load({ ui, asked, service }: ServiceProps) {
  const words = ui.words.service.load
  const days = weekdays(ui)
  const cells = service.load.flatMap((hours, day) => hours.map(({ count }, hour) => ({ count, day, hour })))
  const most = cells.reduce((best, cell) => (cell.count > best.count ? cell : best))
  const hour = (nth: number) => String(nth).padStart(2, '0')
  return (
    <div class="service-part">
      <HeatMap
        ui={ui}
        id="load"
        title={words.title}
        description={words.description(days[most.day]!, `${hour(most.hour)}:00`, ui.dates.number(most.count))}
        head={words.head}
        days={days}
        hours={Array.from({ length: 24 }, (_, nth) => hour(nth))}
        values={service.load.map((hours) => hours.map(({ count }) => count))}
        href={(day, nth) => ui.url(service.load[day]![nth]!.list)}
      />
      <p class="quiet">{words.lead(asked.period.zone)}</p>
    </div>
  )
}

/** Short, Monday first. The 5th of January 1970 was a Monday. */
function weekdays({ language }: Ui): string[] {
  const format = new Intl.DateTimeFormat(language, { weekday: 'short', timeZone: 'UTC' })
  return Array.from({ length: 7 }, (_, nth) => format.format(Date.UTC(1970, 0, 5 + nth)))
}
