import type { Campaign } from '../src/campaigns/campaigns.ts'
import type { Estimate } from '../src/campaigns/snapshot.ts'
import { CampaignFrame, skipWords, Term, Terms, Trouble } from './campaign-parts.tsx'
import { PostButton } from './fields.tsx'
import { icon } from './icon.tsx'
import type { Ui } from './ui.ts'

type LaunchProps = {
  ui: Ui
  campaign: Campaign
  /** Undefined: it took too long. */
  estimate: Estimate | undefined
  problem: string | undefined
  /** Why a second person has to approve it. */
  approval: string | undefined
  /** What the law wants and is not there: every relay but one on this machine refuses (campaigns.md 4.7). */
  faults: readonly string[]
  tested: boolean
  /** Undefined: nobody checked. */
  misspelled: readonly string[] | undefined
}

/** What is about to happen, in numbers, and the number to be typed. */
export function CampaignLaunchPage(props: LaunchProps) {
  const { ui, campaign, estimate, problem, approval } = props
  const words = ui.words.campaignLaunch
  const ready = estimate && estimate.recipients > 0 && (!approval || campaign.approvedAt)
  return (
    <CampaignFrame ui={ui} campaign={campaign} tab="launch">
      {problem && <Trouble text={ui.words.said(problem)} />}
      {!estimate && <Trouble text={words.slow} tone="warn" />}
      {estimate && <Numbers ui={ui} campaign={campaign} estimate={estimate} />}
      <Checks {...props} />
      {approval && <Approval {...props} approval={approval} />}
      {ready && <Go {...props} recipients={estimate.recipients} />}
    </CampaignFrame>
  )
}

function Numbers({ ui, campaign, estimate }: { ui: Ui; campaign: Campaign; estimate: Estimate }) {
  const words = ui.words.campaignLaunch
  const { certificate } = campaign
  const { audience, recipients, skips, certificateMinor } = estimate
  const n = ui.dates.number
  return (
    <section class="campaign-part" aria-labelledby="numbers">
      <h2 id="numbers">{recipients > 0 ? words.sends(n(recipients)) : words.nobody}</h2>
      <Terms>
        <Term name={words.audience} value={n(audience)} />
        <Term name={words.skipped} value={n(audience - recipients)} tone={audience > recipients ? 'warn' : undefined} />
        {certificate && (
          <Term
            name={words.certificates}
            value={ui.dates.money(certificateMinor, certificate.currency)}
            more={words.each(ui.dates.money(certificate.amountMinor, certificate.currency))}
          />
        )}
      </Terms>
      {Object.keys(skips).length > 0 && (
        <dl class="facts">
          {Object.entries(skips).map(([reason, count]) => (
            <>
              <dt>{skipWords(ui, reason)}</dt>
              <dd>{n(count)}</dd>
            </>
          ))}
        </dl>
      )}
    </section>
  )
}

function Checks({ ui, campaign, faults, tested, misspelled }: LaunchProps) {
  const words = ui.words.campaignLaunch
  const line = (good: boolean, text: string, more?: string) => (
    <li class={good ? 'ledger-line good' : 'ledger-line'}>
      {icon(good ? 'circle-check' : 'circle-alert')}
      <span>
        {text} {more && <b>{more}</b>}
      </span>
    </li>
  )
  return (
    <section class="campaign-part" aria-labelledby="checks">
      <h2 id="checks">{words.checks}</h2>
      <ul class="steps">
        {faults.map((fault) => line(false, ui.words.said(fault), words.onlyTrial))}
        {line(tested, tested ? words.tested : words.untested)}
        {misspelled === undefined
          ? line(false, words.spellingOff)
          : misspelled.length === 0
            ? line(true, words.spellingGood)
            : line(false, words.spellingBad(misspelled.length), misspelled.slice(0, 30).join(', '))}
        {campaign.certificate && line(namesCode(campaign), namesCode(campaign) ? words.codeGood : words.codeMissing)}
        {line(true, campaign.sendAt ? words.schedule(ui.dates.full(campaign.sendAt)) : words.now)}
      </ul>
    </section>
  )
}

/** In each part of the letter: some read the one, some the other. */
function namesCode({ text, html }: Campaign): boolean {
  return [text, html ?? text].every((part) => /\bcertificate\.code\b/.test(part))
}

function Approval({ ui, campaign, approval }: LaunchProps & { approval: string }) {
  const words = ui.words.campaignLaunch
  const { approvedAt, approvedBy } = campaign
  return (
    <section class="campaign-part" aria-labelledby="approval">
      <h2 id="approval">{words.approvalNeeded}</h2>
      {approvedAt ? (
        <p class="ledger-line good">
          {icon('circle-check')}
          <span>{words.approved(approvedBy?.name ?? '', ui.dates.relative(approvedAt))}</span>
        </p>
      ) : (
        <>
          <p>{approval}</p>
          {campaign.author?.id === ui.rep?.id ? (
            <p class="quiet">{words.own}</p>
          ) : (
            <PostButton action={ui.url(`/campaigns/${campaign.id}/approve`)} class="button primary">
              {icon('check')} {words.approve}
            </PostButton>
          )}
        </>
      )}
    </section>
  )
}

function Go({ ui, campaign, recipients }: LaunchProps & { recipients: number }) {
  const words = ui.words.campaignLaunch
  const n = ui.dates.number(recipients)
  return (
    <form class="campaign-go" method="post" action={ui.url(`/campaigns/${campaign.id}/launch`)}>
      <div class="field">
        <label for="recipients">{words.typed(n)}</label>
        <input id="recipients" name="recipients" inputmode="numeric" autocomplete="off" required />
      </div>
      <button type="submit" class="button primary">
        {icon('send')} {words.go(n)}
      </button>
    </form>
  )
}
