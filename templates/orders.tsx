import type { Order } from '../src/shop/orders.ts'
import { Time } from './fields.tsx'
import { icon } from './icon.tsx'
import type { Ui } from './ui.ts'

export function orderPath(number: string): string {
  return `/orders/${encodeURIComponent(number)}`
}

/** An order by its number, leading to its page. */
export function OrderLink({ ui, number }: { ui: Ui; number: string }) {
  return (
    <a href={ui.url(orderPath(number))} title={ui.words.orders.one(number)}>
      {number}
    </a>
  )
}

/** Orders as rows; on a narrow screen the state stands below the number. */
export function OrderTable({ ui, orders }: { ui: Ui; orders: readonly Order[] }) {
  const words = ui.words.orders
  return (
    <div class="table-box">
      <table class="table">
        <thead>
          <tr>
            <th>{words.number}</th>
            <th>{words.state}</th>
            <th>{words.placed}</th>
            <th class="number">{words.total}</th>
            <th class="number wide-only">{words.refunded}</th>
          </tr>
        </thead>
        <tbody>
          {orders.map((order) => (
            <tr>
              <td>
                <OrderLink ui={ui} number={order.number} />
              </td>
              <td>{order.state}</td>
              <td>
                <Time ui={ui} at={order.placedAt} />
              </td>
              <td class="number">{ui.dates.money(order.totalMinor, order.currency)}</td>
              <td class="number wide-only">
                {order.refundedMinor === 0 ? '' : ui.dates.money(order.refundedMinor, order.currency)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

type OrdersProps = { ui: Ui; q: string; items: readonly Order[]; next: string | null }

/** The orders that the shop told of, found by how their number begins. */
export function OrdersPage({ ui, q, items, next }: OrdersProps) {
  const words = ui.words.orders
  return (
    <main id="pane" class="page" tabindex={-1}>
      <h1>{words.title}</h1>
      <form class="search wide-search" action={ui.url('/orders')}>
        {icon('search')}
        <input type="search" name="q" value={q} placeholder={words.find} aria-label={words.find} />
        <button type="submit" class="button">
          {words.findButton}
        </button>
      </form>
      {items.length === 0 ? (
        <div class="empty">
          {icon('package')}
          <p>{q ? words.empty : words.none}</p>
        </div>
      ) : (
        <OrderTable ui={ui} orders={items} />
      )}
      {next && (
        <a class="button" href={ui.url(`/orders?q=${encodeURIComponent(q)}&cursor=${encodeURIComponent(next)}`)}>
          {words.more}
        </a>
      )}
    </main>
  )
}
