import type { Campaign } from '../src/campaigns/campaigns.ts'
import type { Ui } from './ui.ts'

/** What it says and to whom, as it was set. */
export function CampaignFacts({ ui, campaign }: { ui: Ui; campaign: Campaign }) {
  const words = ui.words.campaigns
  return (
    <section class="campaign-part" aria-labelledby="about">
      <h2 id="about">{words.about}</h2>
      <dl class="facts">
        {factsOf(ui, campaign).map(([name, text]) => (
          <>
            <dt>{name}</dt>
            <dd>{text}</dd>
          </>
        ))}
      </dl>
    </section>
  )
}

function factsOf(ui: Ui, campaign: Campaign): (readonly [string, string])[] {
  const { fact, ...words } = ui.words.campaigns
  const editor = ui.words.campaignEditor
  const { certificate, sendAt, expiresAt, rate, approvedBy, approvedAt, launchedBy, launchedAt, finishedAt } = campaign
  const by = (person: Campaign['author'], at: Date | null) =>
    `${person?.name ?? words.nobody}${at ? `, ${ui.dates.full(at)}` : ''}`
  return [
    [fact.subject, campaign.subject],
    [fact.mailbox, campaign.mailbox],
    [fact.list, campaign.list ?? words.noList],
    [fact.basis, editor.bases[campaign.basis]],
    [fact.types, campaign.types.join(', ')],
    ...(certificate
      ? [
          [
            fact.certificate,
            words.certificateOf(ui.dates.money(certificate.amountMinor, certificate.currency), certificate.expiresOn),
          ] as const,
        ]
      : []),
    [fact.sendAt, sendAt ? ui.dates.full(sendAt) : words.atOnce],
    ...(expiresAt ? [[fact.expiresAt, ui.dates.full(expiresAt)] as const] : []),
    [fact.policy, editor.policies[campaign.policy]],
    ...(rate === null ? [] : [[fact.rate, words.aSecond(ui.dates.number(rate))] as const]),
    [fact.author, by(campaign.author, campaign.updatedAt)],
    ...(approvedAt ? [[fact.approved, by(approvedBy, approvedAt)] as const] : []),
    ...(launchedAt ? [[fact.launched, by(launchedBy, launchedAt)] as const] : []),
    ...(finishedAt ? [[fact.finished, ui.dates.full(finishedAt)] as const] : []),
  ]
}
