import type { Seen } from '../src/shop/views.ts'
import { CustomerCertificates } from './customer-certificates.tsx'
import { CustomerHistory } from './customer-history.tsx'
import { type CustomerProps, type CustomerTab, customerTabs } from './customer-props.ts'
import { CustomerSide } from './customer-side.tsx'
import { Initials, Time } from './fields.tsx'
import { icon } from './icon.tsx'
import { IssueLinks } from './issue-links.tsx'
import { OrderTable } from './orders.tsx'
import type { Ui } from './ui.ts'

/** A customer: who they are, what is open, everything ever said over all their records, what they bought. */
export function CustomerPage(props: CustomerProps) {
  const { ui, customer, name, open, content } = props
  const { person, erasedAt, mergedIntoId } = customer
  const words = ui.words.customer
  return (
    <main id="pane" class="page person-page" tabindex={-1}>
      <header class="person-head">
        <Initials name={name} />
        <div>
          <h1>{name}</h1>
          <p class="quiet">
            {ui.words.people.since} {ui.dates.day(person.createdAt)} · {words.recordOf(person.id)}
          </p>
        </div>
      </header>
      {erasedAt && (
        <p class="notice">
          {icon('info')} {words.erased(ui.dates.day(erasedAt))}
        </p>
      )}
      {mergedIntoId && (
        <p class="notice warn">
          {icon('info')} {words.merged(mergedIntoId)} <a href={ui.url(`/people/${mergedIntoId}`)}>{words.mergedLink}</a>
        </p>
      )}
      <div class="person-columns">
        <div>
          {content.tab !== 'issues' && open.length > 0 && (
            <section>
              <h2>{words.openIssues}</h2>
              <IssueLinks ui={ui} issues={open} />
            </section>
          )}
          <section>
            <Tabs ui={ui} id={person.id} tab={content.tab} />
            <Tab {...props} />
          </section>
        </div>
        <CustomerSide {...props} />
      </div>
    </main>
  )
}

function Tabs({ ui, id, tab }: { ui: Ui; id: number; tab: CustomerTab }) {
  const words = ui.words.customer
  return (
    <nav class="tabs" aria-label={words.tabsLabel}>
      {customerTabs.map((each) => (
        <a
          href={ui.url(each === 'history' ? `/people/${id}` : `/people/${id}?tab=${each}`)}
          aria-current={each === tab ? 'page' : undefined}
        >
          {words.tabs[each]}
        </a>
      ))}
    </nav>
  )
}

function Tab({ ui, customer, content }: CustomerProps) {
  const words = ui.words.customer
  if (content.tab === 'history')
    return <CustomerHistory ui={ui} personId={customer.person.id} items={content.items} next={content.next} />
  if (content.tab === 'issues') {
    if (content.issues.length === 0) return <p class="quiet">{words.noIssues}</p>
    return (
      <>
        <IssueLinks ui={ui} issues={content.issues} />
        {content.issues.length === 100 && <p class="hint">{words.manyIssues}</p>}
      </>
    )
  }
  if (content.tab === 'orders') {
    if (content.orders.length === 0) return <p class="quiet">{words.noOrders}</p>
    return (
      <>
        <OrderTable ui={ui} orders={content.orders} />
        {content.orders.length === 50 && <p class="hint">{words.manyOrders}</p>}
      </>
    )
  }
  if (content.tab === 'certificates') return <CustomerCertificates ui={ui} personId={customer.person.id} {...content} />
  return <SeenTable ui={ui} seen={content.seen} />
}

function SeenTable({ ui, seen }: { ui: Ui; seen: readonly Seen[] }) {
  const words = ui.words.customer
  if (seen.length === 0) return <p class="quiet">{words.nothingSeen}</p>
  return (
    <>
      <table class="table">
        <thead>
          <tr>
            <th>{words.product}</th>
            <th class="number">{words.times}</th>
            <th>{words.last}</th>
          </tr>
        </thead>
        <tbody>
          {seen.map(({ product, name, category, times, at }) => (
            <tr>
              <td>{category === null ? name || product : words.category(category)}</td>
              <td class="number">{ui.dates.number(times)}</td>
              <td>
                <Time ui={ui} at={at} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <p class="hint">{words.seenHint}</p>
    </>
  )
}
