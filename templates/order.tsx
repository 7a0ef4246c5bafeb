import type { IssueLine } from '../src/desk/issues.ts'
import type { OrderComment } from '../src/shop/order-comments.ts'
import type { Order } from '../src/shop/orders.ts'
import type { Problem } from '../src/shop/problems.ts'
import { Time } from './fields.tsx'
import { icon } from './icon.tsx'
import { IssueLinks } from './issue-links.tsx'
import { orderPath } from './orders.tsx'
import { ProblemList } from './problems.tsx'
import type { Ui } from './ui.ts'

export type OrderProps = Readonly<{
  ui: Ui
  order: Order
  /** Whose it is: a record of ours, or as the shop names them. */
  customer: { id: number | null; name: string }
  comments: readonly OrderComment[]
  issues: readonly IssueLine[]
  problems: readonly Problem[]
  /** What was typed while somebody else saved another comment. */
  typed?: string | undefined
}>

/** An order as the shop told it, with what the desk has to say of it. */
export function OrderPage(props: OrderProps) {
  const { ui, order, customer, issues, problems } = props
  const words = ui.words.orders
  return (
    <main id="pane" class="page" tabindex={-1}>
      <header class="order-head">
        <h1>{words.one(order.number)}</h1>
        <span class="chip">{order.state}</span>
        {customer.id === null ? (
          <span>{customer.name || words.guest}</span>
        ) : (
          <a href={ui.url(`/people/${customer.id}`)}>{customer.name || words.guest}</a>
        )}
        <span class="quiet">{ui.dates.full(order.placedAt)}</span>
      </header>
      <div class="person-columns">
        <div>
          <section>
            <h2>{words.lines}</h2>
            <Lines ui={ui} order={order} />
            <p class="hint">{words.refundNote}</p>
          </section>
          <Shipping ui={ui} order={order} />
          <section>
            <h2>{words.issues}</h2>
            {issues.length === 0 ? <p class="quiet">{words.noIssues}</p> : <IssueLinks ui={ui} issues={issues} />}
          </section>
          {problems.length > 0 && (
            <section>
              <h2>{words.problems}</h2>
              <ProblemList ui={ui} problems={problems} back={orderPath(order.number)} />
            </section>
          )}
        </div>
        <CommentForm {...props} />
      </div>
    </main>
  )
}

type UnknownProps = Pick<OrderProps, 'ui' | 'issues' | 'problems'> & { number: string }

/** A number that issues or problems name, and of which the shop told nothing. */
export function UnknownOrderPage({ ui, number, issues, problems }: UnknownProps) {
  const words = ui.words.orders
  return (
    <main id="pane" class="page" tabindex={-1}>
      <h1>{words.one(number)}</h1>
      <p class="notice">
        {icon('info')} {words.unknown}
      </p>
      <h2>{words.issues}</h2>
      {issues.length === 0 ? <p class="quiet">{words.noIssues}</p> : <IssueLinks ui={ui} issues={issues} />}
      {problems.length > 0 && <ProblemList ui={ui} problems={problems} back={orderPath(number)} />}
    </main>
  )
}

function Lines({ ui, order }: Pick<OrderProps, 'ui' | 'order'>) {
  const words = ui.words.orders
  const money = (minor: number) => ui.dates.money(minor, order.currency)
  return (
    <div class="table-box">
      <table class="table">
        <thead>
          <tr>
            <th>{words.product}</th>
            <th>{words.state}</th>
            <th class="number">{words.quantity}</th>
            <th class="number">{words.amount}</th>
          </tr>
        </thead>
        <tbody>
          {order.lines.map((line) => (
            <tr>
              <td>
                {line.name || line.product} {line.name && <span class="quiet">{line.product}</span>}
              </td>
              <td>{line.state}</td>
              <td class="number">{ui.dates.number(line.quantity)}</td>
              <td class="number">{money(line.amountMinor)}</td>
            </tr>
          ))}
          {order.lines.length === 0 && (
            <tr>
              <td colspan={4}>{words.noLines}</td>
            </tr>
          )}
        </tbody>
        <tfoot>
          <Sum name={words.total} value={money(order.totalMinor)} />
          {order.refundedMinor !== 0 && <Sum name={words.refunded} value={money(-order.refundedMinor)} />}
          {order.refundedMinor !== 0 && <Sum name={words.net} value={money(order.totalMinor - order.refundedMinor)} />}
        </tfoot>
      </table>
    </div>
  )
}

function Sum({ name, value }: { name: string; value: string }) {
  return (
    <tr>
      <th scope="row" colspan={3} class="number">
        {name}
      </th>
      <td class="number">{value}</td>
    </tr>
  )
}

function Shipping({ ui, order }: Pick<OrderProps, 'ui' | 'order'>) {
  const words = ui.words.orders
  const { addresses = [], shipments = [] } = order.shipping
  return (
    <>
      {addresses.length > 0 && (
        <section>
          <h2>{words.addresses}</h2>
          <div class="order-addresses">
            {addresses.map(({ kind, lines }) => (
              <address>
                <span class="small-head">{kind}</span>
                {lines.map((line) => (
                  <span>{line}</span>
                ))}
              </address>
            ))}
          </div>
        </section>
      )}
      <section>
        <h2>{words.shipments}</h2>
        {shipments.length === 0 && <p class="quiet">{words.noShipments}</p>}
        <ul class="history">
          {shipments.map(({ at, carrier = '', tracking = '', state = '' }) => (
            <li>
              {icon('package')}
              <div>
                <p class="ledger-top">
                  <strong>{carrier}</strong> {tracking} {state && <span class="chip">{state}</span>}
                  {at && <Time ui={ui} at={new Date(at)} />}
                </p>
              </div>
            </li>
          ))}
        </ul>
      </section>
    </>
  )
}

function CommentForm({ ui, order, comments, typed }: OrderProps) {
  const words = ui.words.orders
  const text = typed ?? order.comment
  return (
    <aside class="person-edit" id="comment">
      <h2>{words.comment}</h2>
      {typed !== undefined && (
        <div class="notice bad" role="alert">
          {icon('circle-alert')}
          <div>
            <p>{words.conflict}</p>
            <p>
              <strong>{words.theirs}</strong>
            </p>
            <p class="pre">{order.comment || words.noComment}</p>
          </div>
        </div>
      )}
      <form method="post" action={ui.url(`${orderPath(order.number)}/comment`)} class="stack">
        <input type="hidden" name="order" value={order.id} />
        <input type="hidden" name="version" value={order.commentVersion} />
        <div class="field">
          <label for="comment-text" class="sr">
            {words.comment}
          </label>
          <textarea
            id="comment-text"
            name="comment"
            rows={6}
            maxlength={4000}
            readonly={!ui.may('work')}
            aria-describedby="comment-hint"
          >
            {text ? `\n${text}` : ''}
          </textarea>
          <p class="hint" id="comment-hint">
            {words.commentHint}
          </p>
        </div>
        {ui.may('work') && (
          <button type="submit" class="button primary">
            {words.saveComment}
          </button>
        )}
      </form>
      <Earlier ui={ui} comments={comments.slice(1)} />
    </aside>
  )
}

function Earlier({ ui, comments }: Pick<OrderProps, 'ui' | 'comments'>) {
  const words = ui.words.orders
  if (comments.length === 0) return null
  return (
    <details class="earlier">
      <summary>{words.earlier}</summary>
      <ul class="history">
        {comments.map(({ comment, rep, at }) => (
          <li>
            <div>
              <p class="ledger-top">
                <strong>{rep ?? ui.words.customer.system}</strong> <Time ui={ui} at={at} />
              </p>
              <p class="pre">{comment || words.noComment}</p>
            </div>
          </li>
        ))}
      </ul>
    </details>
  )
}
