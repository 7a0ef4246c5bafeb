import type { Service } from '../src/reports/service.ts'
import { HeatMap } from './chart-heat.tsx'
import { LineChart } from './chart-lines.tsx'
import { dayNames } from './day-names.ts'
import { ContactCharts, CsatChart, GoodwillCharts, ReopenChart } from './service-bars.tsx'
import type { ServiceProps } from './service-props.ts'
import { WaitParts, WaitsByLine, WaitsOverTime } from './service-waits.tsx'
import type { Ui } from './ui.ts'

type Props = ServiceProps & Readonly<{ part: Partial<Service> }>

/** What there is of the numbers, each a link to the list that has its rows. */
export function ServiceChart({ ui, asked, address, part }: Props) {
  const { waits, waitsOver, waitsLines, backlog, reopenings, csat, load, contacts, goodwill } = part
  return (
    <>
      {waits && <WaitParts ui={ui} waits={waits} address={address} />}
      {waitsOver && <WaitsOverTime ui={ui} waits={waitsOver} />}
      {waitsLines && <WaitsByLine ui={ui} waits={waitsLines} />}
      {backlog && <Backlog ui={ui} points={backlog} />}
      {reopenings && <ReopenChart ui={ui} reopenings={reopenings} />}
      {csat && <CsatChart ui={ui} csat={csat} />}
      {load && <Load ui={ui} zone={asked.period.zone} load={load} />}
      {contacts && <ContactCharts ui={ui} contacts={contacts} />}
      {goodwill && <GoodwillCharts ui={ui} goodwill={goodwill} />}
    </>
  )
}

/** What stands in the place of a part that has yet to come. */
export function partTitle({ ui, asked }: ServiceProps, part: keyof Service): string {
  const words = ui.words.service
  const { names, dimensions, over, lines } = words.waits
  if (part === 'waitsOver') return over(names[asked.measure])
  if (part === 'waitsLines') return lines(names[asked.measure], dimensions[asked.by])
  if (part === 'contacts') return words.contacts.category
  return part === 'goodwill' ? words.goodwill.title('').replace(/, $/, '') : words[part].title
}

function Backlog({ ui, points }: { ui: Ui; points: Service['backlog'] }) {
  const words = ui.words.service.backlog
  const { short, long } = dayNames(ui)
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

function Load({ ui, zone, load }: { ui: Ui; zone: string; load: Service['load'] }) {
  const words = ui.words.service.load
  const days = weekdays(ui)
  const cells = load.flatMap((hours, day) => hours.map(({ count }, hour) => ({ count, day, hour })))
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
        values={load.map((hours) => hours.map(({ count }) => count))}
        href={(day, nth) => ui.url(load[day]![nth]!.list)}
      />
      <p class="quiet">{words.lead(zone)}</p>
    </div>
  )
}

/** Short, Monday first. The 5th of January 1970 was a Monday. */
function weekdays({ language }: Ui): string[] {
  const format = new Intl.DateTimeFormat(language, { weekday: 'short', timeZone: 'UTC' })
  return Array.from({ length: 7 }, (_, nth) => format.format(Date.UTC(1970, 0, 5 + nth)))
}
