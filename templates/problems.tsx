import type { Problem } from '../src/shop/problems.ts'
import { PostButton, Time } from './fields.tsx'
import { icon } from './icon.tsx'
import { OrderLink } from './orders.tsx'
import type { Ui } from './ui.ts'

type ProblemsProps = { ui: Ui; resolved: boolean; items: readonly Problem[]; next: string | null }

/** What the shop's programs could not settle; a rep says when it is resolved. */
export function ProblemsPage({ ui, resolved, items, next }: ProblemsProps) {
  const words = ui.words.problems
  const here = resolved ? '/problems?resolved' : '/problems'
  return (
    <main id="pane" class="page" tabindex={-1}>
      <h1>{words.title}</h1>
      <p class="quiet">{words.hint}</p>
      <nav class="tabs" aria-label={words.filter}>
        <a href={ui.url('/problems')} aria-current={resolved ? undefined : 'page'}>
          {words.open}
        </a>
        <a href={ui.url('/problems?resolved')} aria-current={resolved ? 'page' : undefined}>
          {words.resolved}
        </a>
      </nav>
      {items.length === 0 ? (
        <div class="empty">
          {icon('circle-check')}
          <p>{resolved ? words.emptyResolved : words.empty}</p>
        </div>
      ) : (
        <ProblemList ui={ui} problems={items} back={here} />
      )}
      {next && (
        <a class="button" href={ui.url(`/problems?${resolved ? 'resolved&' : ''}cursor=${encodeURIComponent(next)}`)}>
          {words.more}
        </a>
      )}
    </main>
  )
}

export function ProblemList({ ui, problems, back }: { ui: Ui; problems: readonly Problem[]; back: string }) {
  const words = ui.words.problems
  return (
    <ul class="ledger">
      {problems.map((problem) => (
        <li class="ledger-item">
          <div class="ledger-main">
            <p class="ledger-top">
              {icon(problem.resolvedAt ? 'circle-check' : 'triangle-alert')}
              <strong>#{problem.id}</strong>
              {problem.orderNumber && <OrderLink ui={ui} number={problem.orderNumber} />}
              <Time ui={ui} at={problem.createdAt} />
            </p>
            <p class="pre">{problem.text}</p>
            {problem.resolvedAt && (
              <p class="quiet">
                {problem.resolvedBy === null ? words.bySystem : words.by(problem.resolvedBy)} ·{' '}
                <Time ui={ui} at={problem.resolvedAt} />
              </p>
            )}
          </div>
          {ui.may('work') && (
            <PostButton
              action={ui.url(`/problems/${problem.id}`)}
              values={{ resolved: problem.resolvedAt ? 'no' : 'yes', back }}
            >
              {problem.resolvedAt ? words.reopen : words.resolve}
            </PostButton>
          )}
        </li>
      ))}
    </ul>
  )
}
