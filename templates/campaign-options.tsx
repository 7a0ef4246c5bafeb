import type { Campaign } from '../src/campaigns/campaigns.ts'
import { Check } from './choices.tsx'
import type { Ui } from './ui.ts'

/** A public copy of the letter, and reports of opens and clicks: whether they are on. */
export function CampaignOptions({ ui, campaign, link }: { ui: Ui; campaign: Campaign; link: string }) {
  const words = ui.words.campaignOptions
  const { id, archive, tracking, state, startedAt } = campaign
  return (
    <section class="campaign-part campaign-options" aria-labelledby="options">
      <h2 id="options">{words.title}</h2>
      <form class="stack" method="post" action={ui.url(`/campaigns/${id}/options`)}>
        <Check label={words.archive} name="archive" checked={archive} hint={words.archiveHint} />
        {archive && (
          <p>
            {words.archiveAt} {startedAt ? <a href={link}>{link}</a> : <code>{link}</code>}{' '}
            {!startedAt && <span class="quiet">{words.archiveWaits}</span>}
          </p>
        )}
        {state === 'draft' ? (
          <Check label={words.tracking} name="tracking" checked={tracking} hint={words.trackingHint} />
        ) : (
          tracking && (
            <p class="quiet">
              {words.tracking}. {words.trackingFrozen}
            </p>
          )
        )}
        <div class="row-of-buttons">
          <button type="submit" class="button">
            {words.save}
          </button>
        </div>
      </form>
    </section>
  )
}
