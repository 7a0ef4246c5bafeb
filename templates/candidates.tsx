import type { Candidate, Candidates } from '../src/desk/matches.ts'
import type { ShopUser } from '../src/shop/users.ts'
import { icon } from './icon.tsx'
import type { Ui } from './ui.ts'

/** `asked`: something was typed; `chosen`: "p12" a record, "u7" a registered user, "new". */
export type CandidatesProps = Readonly<{
  ui: Ui
  found: Candidates
  places: readonly string[]
  asked: boolean
  chosen: string
}>

/** Who may be meant, at most one to be chosen; what htmx swaps while the rep types. */
export function CandidateList({ ui, found, places, asked, chosen }: CandidatesProps) {
  const words = ui.words.matching
  const { positive, candidates } = found
  const values = candidates.map(choiceOf)
  return (
    <>
      {places.length > 0 && (
        <p class="place">
          {icon('map-pin')} <span class="sr">{words.place}</span> {places.join(' · ')}
        </p>
      )}
      <input type="hidden" name="seen" value={values.join(',')} />
      {!asked && <p class="quiet">{words.lead}</p>}
      {asked && !positive && candidates.length === 0 && <p class="quiet">{words.nobody}</p>}
      {positive && (
        <label class="candidate sure">
          <input type="radio" name="who" value={`u${positive.shopUser.id}`} checked />
          <span>
            <strong>{nameOf(positive.shopUser)}</strong>
            <span class="quiet">
              {icon('circle-check')} {words.positive}
            </span>
            <span class="quiet">{positive.shopUser.email}</span>
          </span>
        </label>
      )}
      {candidates.length > 0 && (
        <>
          {candidates.map((one) => (
            <CandidateLine ui={ui} one={one} chosen={chosen} />
          ))}
          <label class="candidate">
            <input type="radio" name="who" value="new" checked={!values.includes(chosen)} />
            <span>{words.fresh}</span>
          </label>
        </>
      )}
    </>
  )
}

function CandidateLine({ ui, one, chosen }: { ui: Ui; one: Candidate; chosen: string }) {
  const words = ui.words.matching
  const value = choiceOf(one)
  const { shopUser, person } = one
  const facts = shopUser ?? person
  const emails = shopUser ? [shopUser.email] : person.emails
  return (
    <label class="candidate">
      <input type="radio" name="who" value={value} checked={value === chosen} />
      <span>
        <strong>{nameOf(facts) || words.record(one.personId ?? 0)}</strong>
        <span class="quiet">{[...emails, facts.phone, facts.postalCode].filter(Boolean).join(' · ')}</span>
        <span class="reasons">
          <span class="chip">{shopUser ? words.registered : words.record(person.id)}</span>
          {one.reasons.map((reason) => (
            <span class="chip">{words.reasons[reason]}</span>
          ))}
        </span>
      </span>
    </label>
  )
}

export function choiceOf(one: Candidate): string {
  return one.shopUser ? `u${one.shopUser.id}` : `p${one.person.id}`
}

export function nameOf({ firstNames, lastName }: Pick<ShopUser, 'firstNames' | 'lastName'>): string {
  return `${firstNames} ${lastName}`.trim()
}
