import type { PersonLine } from '../src/people/people.ts'
import type { ShopUser } from '../src/shop/users.ts'
import { nameOf } from './candidates.tsx'
import { Time } from './fields.tsx'
import { icon } from './icon.tsx'
import type { Ui } from './ui.ts'

type Item = Readonly<{ person: PersonLine; shopUser: ShopUser; reasons: readonly string[]; createdAt: Date }>
type ProposalsProps = { ui: Ui; items: readonly Item[]; problem?: string | undefined }

/** Pairs of a customer and an account, to be ticked and answered together. */
export function ProposalsPage({ ui, items, problem }: ProposalsProps) {
  const words = ui.words.proposals
  return (
    <main id="pane" class="page" tabindex={-1}>
      <h1>{words.title}</h1>
      <p class="quiet">{words.lead}</p>
      {items.length === 0 ? (
        <div class="empty">
          {icon('user-check')}
          <p>{words.empty}</p>
        </div>
      ) : (
        <form method="post" action={ui.url('/people/proposals')} class="proposals">
          {problem && (
            <p class="notice bad" role="alert">
              {icon('circle-alert')} {problem}
            </p>
          )}
          <ul class="ledger">
            {items.map((item) => (
              <Proposed ui={ui} item={item} />
            ))}
          </ul>
          {ui.may('people') && (
            <div class="proposals-foot">
              <button type="submit" class="button primary" name="deed" value="confirm">
                {icon('user-check')} {words.confirm}
              </button>
              <button type="submit" class="button" name="deed" value="dismiss">
                {icon('x')} {words.dismiss}
              </button>
              <span class="quiet">{words.hint}</span>
            </div>
          )}
        </form>
      )}
    </main>
  )
}

function Proposed({ ui, item: { person, shopUser, reasons, createdAt } }: { ui: Ui; item: Item }) {
  const words = ui.words.proposals
  const known: Readonly<Record<string, string>> = ui.words.matching.reasons
  const user = nameOf(shopUser) || shopUser.email
  return (
    <li class="ledger-item proposal">
      {ui.may('people') && (
        <input
          type="checkbox"
          name="pair"
          value={`${person.id}-${shopUser.id}`}
          aria-label={words.pick(person.name, user)}
        />
      )}
      <div class="proposal-side">
        <span class="small-head">{words.who}</span>
        <a href={ui.url(`/people/${person.id}`)}>
          <strong>{person.name}</strong>
        </a>
        <span class="quiet">{person.email ?? `#${person.id}`}</span>
      </div>
      <div class="proposal-side">
        <span class="small-head">{words.user}</span>
        <strong>{user}</strong>
        <span class="quiet">{[shopUser.email, shopUser.phone, shopUser.postalCode].filter(Boolean).join(' · ')}</span>
      </div>
      <div class="proposal-why">
        <span class="reasons">
          {reasons.map((reason) => (
            <span class="chip">{known[reason] ?? reason}</span>
          ))}
        </span>
        <Time ui={ui} at={createdAt} />
      </div>
    </li>
  )
}
