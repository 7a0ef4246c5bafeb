import type { PropsWithChildren } from 'hono/jsx'
import { icon } from './icon.tsx'
import { ReportTabs } from './report-tabs.tsx'
import { ServiceChoices } from './service-choices.tsx'
import type { ServiceProps } from './service-props.ts'

/** How well people are served; the charts are its children. */
export function ServicePage({ children, ...props }: PropsWithChildren<ServiceProps>) {
  const { ui, faults } = props
  return (
    <main id="pane" class="page statistics service" tabindex={-1}>
      <ReportTabs ui={ui} tab="service" />
      <ServiceChoices {...props} />
      {faults.length > 0 && (
        <p class="notice bad" role="alert">
          {icon('circle-alert')} {ui.words.service.faults(faults.join(', '))}
        </p>
      )}
      {children}
    </main>
  )
}
