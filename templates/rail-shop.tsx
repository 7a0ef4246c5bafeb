import { RailLink } from './rail-link.tsx'
import type { Ui } from './ui.ts'

/** What the shop tells: orders, and the problems that wait; and what all of it comes to. */
export function RailShopLinks({ ui, place, problems }: { ui: Ui; place: string; problems: number }) {
  return (
    <>
      <RailLink ui={ui} here={place === 'orders'} path="/orders" name="package" key_="g o">
        {ui.words.orders.title}
      </RailLink>
      <RailLink ui={ui} here={place === 'certificates'} path="/certificates" name="hand-coins">
        {ui.words.certificates.title}
      </RailLink>
      <RailLink ui={ui} here={place === 'problems'} path="/problems" name="triangle-alert" key_="g x" count={problems}>
        {ui.words.problems.rail}
      </RailLink>
      <RailLink ui={ui} here={place === 'reports'} path="/reports" name="chart-column" key_="g r">
        {ui.words.reportTabs.title}
      </RailLink>
      {ui.may('campaigns') && (
        <RailLink ui={ui} here={place === 'campaigns'} path="/campaigns" name="send" key_="g a">
          {ui.words.campaigns.rail}
        </RailLink>
      )}
      {ui.may('campaigns') && (
        <RailLink ui={ui} here={place === 'audiences'} path="/audiences" name="users">
          {ui.words.audiences.title}
        </RailLink>
      )}
      {ui.may('campaigns') && (
        <RailLink ui={ui} here={place === 'lists'} path="/lists" name="list-checks">
          {ui.words.lists.title}
        </RailLink>
      )}
    </>
  )
}
