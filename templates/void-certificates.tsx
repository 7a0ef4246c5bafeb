import type { Campaign } from '../src/campaigns/campaigns.ts'
import type { Unspent } from '../src/campaigns/void-certificates.ts'
import { Field } from './fields.tsx'
import { icon } from './icon.tsx'
import type { Ui } from './ui.ts'

type Props = Readonly<{
  ui: Ui
  campaign: Campaign
  unspent: Unspent
  typed?: Readonly<{ count: string; reason: string }>
  problem?: string | undefined
}>

/** All that is left of a campaign's certificates, taken at once: how many they are has to be typed. */
export function VoidCertificatesPage({ ui, campaign, unspent, typed, problem }: Props) {
  const words = ui.words.voidAll
  const home = `/campaigns/${campaign.id}`
  const sum = ui.dates.money(unspent.minor, campaign.certificate?.currency ?? '')
  return (
    <main id="pane" class="page" tabindex={-1}>
      <p>
        <a class="link-button" href={ui.url(home)}>
          {icon('chevron-left')} {campaign.name}
        </a>
      </p>
      <h1>{words.title}</h1>
      {problem && (
        <p class="notice bad" role="alert">
          {icon('circle-alert')} {ui.words.said(problem)}
        </p>
      )}
      {unspent.certificates === 0 ? (
        <p>{words.none}</p>
      ) : (
        <>
          <p>{words.lead(ui.dates.number(unspent.certificates), sum)}</p>
          <p class="notice warn">
            {icon('circle-alert')} {words.forever}
          </p>
          <form class="stack" method="post" action={ui.url(`${home}/void-certificates`)}>
            <Field label={words.reason} name="reason" value={typed?.reason ?? ''} required />
            <Field
              label={words.count(String(unspent.certificates))}
              name="count"
              value={typed?.count ?? ''}
              autocomplete="off"
              required
            />
            <div class="row-of-buttons">
              <button type="submit" class="button danger">
                {words.button}
              </button>
            </div>
          </form>
        </>
      )}
    </main>
  )
}
