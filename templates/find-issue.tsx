import type { IssueLine } from '../src/desk/issues.ts'
import { PostButton, Time } from './fields.tsx'
import { icon } from './icon.tsx'
import type { Ui } from './ui.ts'

type FindProps = {
  ui: Ui
  deed: 'link' | 'merge'
  /** What is linked. */
  actionId: number | undefined
  q: string
  issue: IssueLine
  /** An issue of somebody else that a rep has named. */
  chosen: IssueLine | undefined
  own: readonly IssueLine[]
  others: readonly IssueLine[]
}

/** To choose another issue for a link or a merge: this person's first, then what the words find among all. */
export function FindIssue(props: FindProps) {
  const { ui, deed, actionId, q, issue, chosen, own, others } = props
  const words = ui.words.craft
  return (
    <main id="pane" class="page find-issue" tabindex={-1}>
      <h1>{words.findTitle[deed](issue.id)}</h1>
      <p class="quiet">{issue.subject || ui.words.list.noSubject}</p>
      {chosen && chosen.person.id !== issue.person.id && <Offer {...props} chosen={chosen} />}
      <form class="row-of-buttons find-form" action={ui.url(`/issues/${issue.id}/find`)}>
        <input type="hidden" name="deed" value={deed} />
        {actionId !== undefined && <input type="hidden" name="action" value={actionId} />}
        <input
          type="search"
          name="q"
          value={q}
          aria-label={words.findLabel}
          placeholder={words.findLabel}
          maxlength={200}
        />
        <button type="submit" class="button">
          {icon('search')} {words.find}
        </button>
      </form>
      {own.length + others.length === 0 && <p class="quiet">{words.findNone}</p>}
      <Choices {...props} heading={words.findOwn(issue.person.name)} issues={own} />
      <Choices {...props} heading={words.findOthers} issues={others} />
      <p>
        <a href={ui.url(`/issues/${issue.id}`)}>{words.back}</a>
      </p>
    </main>
  )
}

const pathOf = ({ issue, deed, actionId }: FindProps) =>
  deed === 'link' ? `/issues/${issue.id}/actions/${actionId}/link` : `/issues/${issue.id}/merge`

/** An issue of another person: what can be done with it, rather than a refusal. */
function Offer(props: FindProps & { chosen: IssueLine }) {
  const { ui, deed, issue, chosen } = props
  const words = ui.words.craft
  const action = ui.url(pathOf(props))
  return (
    <div class="notice warn offer">
      {icon('circle-alert')}
      <div>
        <p>
          <strong>{words.foreign(chosen.id, chosen.person.name)}</strong> {chosen.subject}
          <br />
          {deed === 'link' ? words.foreignHint(issue.person.name) : words.foreignMerge(issue.person.name)}
        </p>
        <span class="row-of-buttons">
          <a class="button" href={ui.url(`/issues/${chosen.id}`)}>
            {words.openIt(chosen.id)}
          </a>
          <PostButton action={action} values={{ into: chosen.id, how: 'join' }}>
            {deed === 'link' ? words.takePart(issue.person.name) : words.mergeAnyway}
          </PostButton>
          {deed === 'link' && (
            <PostButton action={action} values={{ into: chosen.id, how: 'only' }} class="button quiet-button">
              {words.onlyLink}
            </PostButton>
          )}
        </span>
      </div>
    </div>
  )
}

function Choices(props: FindProps & { heading: string; issues: readonly IssueLine[] }) {
  const { ui, deed, heading, issues } = props
  if (issues.length === 0) return null
  return (
    <section>
      <h2 class="small-head">{heading}</h2>
      <ul class="issue-choices">
        {issues.map((one) => (
          <li>
            <a href={ui.url(`/issues/${one.id}`)} class="issue-choice">
              {icon(one.status === 'open' ? 'circle-dashed' : 'circle-check')}
              <span class="quiet">#{one.id}</span>
              <span class="subject">{one.subject || ui.words.list.noSubject}</span>
              <span class="quiet who">{one.person.name}</span>
              <Time ui={ui} at={one.lastActivityAt} />
            </a>
            <PostButton action={ui.url(pathOf(props))} values={{ into: one.id }}>
              {ui.words.craft.choose[deed]}
            </PostButton>
          </li>
        ))}
      </ul>
    </section>
  )
}
