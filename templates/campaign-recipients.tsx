import type { Campaign } from '../src/campaigns/campaigns.ts'
import type { Counts, RecipientLine } from '../src/campaigns/recipients.ts'
import type { RecipientState } from '../src/database/tables-campaigns.ts'
import { CampaignFrame, skipWords, Trouble } from './campaign-parts.tsx'
import { Field, Time } from './fields.tsx'
import { icon } from './icon.tsx'
import { Choice } from './mail-filters.tsx'
import type { Ui } from './ui.ts'

type Filter = Readonly<{ state: RecipientState | undefined; skipReason: string | undefined; q: string | undefined }>
type RecipientsProps = {
  ui: Ui
  campaign: Campaign
  counts: Counts
  filter: Filter
  items: readonly RecipientLine[]
  next: string | null
  problem: string | undefined
}

/** Everybody whom the campaign chose, and what became of each. */
export function CampaignRecipientsPage(props: RecipientsProps) {
  const { ui, campaign, items, next, problem, filter } = props
  const words = ui.words.campaignRecipients
  const path = `/campaigns/${campaign.id}/recipients`
  return (
    <CampaignFrame ui={ui} campaign={campaign} tab="recipients">
      {problem && <Trouble text={ui.words.said(problem)} />}
      <Filters {...props} />
      <Deeds {...props} />
      {items.length === 0 ? (
        <div class="empty">
          {icon('users')}
          <p>{campaign.versionId === null ? words.notYet : words.none}</p>
        </div>
      ) : (
        <Rows {...props} />
      )}
      {next && (
        <a class="button" href={ui.url(`${path}?${queryOf(filter, next)}`)}>
          {words.more}
        </a>
      )}
    </CampaignFrame>
  )
}

function queryOf({ state, skipReason, q }: Filter, cursor?: string): string {
  const given = { state, reason: skipReason, q, cursor }
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries(given)) if (value) query.set(name, value)
  return query.toString()
}

function Filters({ ui, campaign, counts, filter }: RecipientsProps) {
  const words = ui.words.campaignRecipients
  const states = Object.entries(ui.words.campaigns.recipientStates)
  const reasons = Object.keys(counts.skips).map((reason) => [reason, skipWords(ui, reason)] as const)
  return (
    <form class="ledger-filters" action={ui.url(`/campaigns/${campaign.id}/recipients`)}>
      <Field label={words.find} name="q" type="search" value={filter.q ?? ''} />
      <Choice ui={ui} name="state" label={words.state} value={filter.state ?? ''} options={states} />
      {reasons.length > 0 && (
        <Choice ui={ui} name="reason" label={words.reason} value={filter.skipReason ?? ''} options={reasons} />
      )}
      <button type="submit" class="button">
        {icon('search')} {words.show}
      </button>
    </form>
  )
}

function Deeds({ ui, campaign, counts, filter }: RecipientsProps) {
  if (!ui.may('campaigns')) return null
  const words = ui.words.campaigns
  const home = `/campaigns/${campaign.id}`
  const again = ['running', 'paused', 'finished'].includes(campaign.state)
  return (
    <div class="row-of-buttons">
      <a class="button" href={ui.url(`${home}/recipients.csv?${queryOf(filter)}`)} hx-boost="false">
        {icon('download')} {ui.words.campaignRecipients.csv}
      </a>
      {again && counts.states.failed > 0 && (
        <a class="button" href={ui.url(`${home}/again/failed`)}>
          {icon('refresh-cw')} {words.retry}
        </a>
      )}
      {again && counts.states.uncertain > 0 && (
        <a class="button" href={ui.url(`${home}/again/uncertain`)}>
          {icon('refresh-cw')} {words.resend}
        </a>
      )}
    </div>
  )
}

function Rows({ ui, items, campaign }: RecipientsProps) {
  const words = ui.words.campaignRecipients
  return (
    <section class="table-box" tabindex={0} aria-label={words.title}>
      <table class="table campaign-table">
        <thead>
          <tr>
            <th>{words.person}</th>
            <th>{words.what}</th>
            <th>{words.when}</th>
            {campaign.certificate && <th>{words.certificate}</th>}
            <th>{words.issue}</th>
          </tr>
        </thead>
        <tbody>
          {items.map((line) => (
            <Row ui={ui} line={line} certificate={campaign.certificate !== null} />
          ))}
        </tbody>
      </table>
    </section>
  )
}

function Row({ ui, line, certificate }: { ui: Ui; line: RecipientLine; certificate: boolean }) {
  const words = ui.words.campaignRecipients
  const name = line.name || line.address
  return (
    <tr>
      <td>
        {line.personId === null ? name : <a href={ui.url(`/people/${line.personId}`)}>{name}</a>}
        {line.name && <span class="quiet campaign-when">{line.address}</span>}
      </td>
      <td>
        {ui.words.campaigns.recipientStates[line.state]}
        {line.bounced && `, ${words.bounced}`}
        <span class="quiet campaign-when">{whyOf(ui, line)}</span>
      </td>
      <td>{line.doneAt && <Time ui={ui} at={line.doneAt} />}</td>
      {certificate && <td>{line.last4 && words.ending(line.last4)}</td>}
      <td>{line.issueId !== null && <a href={ui.url(`/issues/${line.issueId}`)}>#{line.issueId}</a>}</td>
    </tr>
  )
}

function whyOf(ui: Ui, { skipReason, reason, code, reply }: RecipientLine): string {
  const relay = reply || (code === null ? '' : String(code))
  return [skipReason && skipWords(ui, skipReason), reason && ui.words.said(reason), relay !== reason && relay]
    .filter(Boolean)
    .join(' · ')
}
