import type { DkimKey } from '../src/letters/dkim-keys.ts'
import type { RecordLook } from '../src/letters/domain-records.ts'
import { PostButton, Time } from './fields.tsx'
import { icon } from './icon.tsx'
import type { Ui } from './ui.ts'

export type ShownKey = DkimKey & Readonly<{ record: { name: string; value: string } }>
type DomainsProps = {
  ui: Ui
  domains: readonly Readonly<{ domain: string; keys: readonly ShownKey[] }>[]
  /** What was just looked up, by domain. */
  looks: ReadonlyMap<string, readonly RecordLook[]>
}

/** Each domain that letters come from: its keys with their records, and what SPF and DMARC say. */
export function DomainsPage({ ui, domains, looks }: DomainsProps) {
  const words = ui.words.domains
  return (
    <main id="pane" class="page" tabindex={-1}>
      <h1>{words.title}</h1>
      <p class="quiet">{words.lead}</p>
      {domains.map(({ domain, keys }) => (
        <section class="settings-part domain" aria-label={domain}>
          <DomainHead ui={ui} domain={domain} keys={keys} />
          <ul class="ledger">
            {keys.map((key) => (
              <KeyItem ui={ui} one={key} />
            ))}
          </ul>
          <Others ui={ui} domain={domain} looks={looks.get(domain)} />
        </section>
      ))}
      <p class="hint">{words.rotate}</p>
    </main>
  )
}

function DomainHead({ ui, domain, keys }: { ui: Ui; domain: string; keys: readonly ShownKey[] }) {
  const words = ui.words.domains
  const signed = keys.some((key) => key.state === 'active')
  return (
    <header class="settings-head">
      <div>
        <h2>{domain}</h2>
        <p>
          <span class={`badge ${signed ? 'good' : 'warn'}`}>
            {icon(signed ? 'shield-check' : 'shield-alert')} {signed ? words.signed : words.unsigned}
          </span>
        </p>
        <p class="hint">{words.makeHint}</p>
      </div>
      <span class="row-of-buttons">
        {(['rsa', 'ed25519'] as const).map((algorithm) => (
          <PostButton
            action={ui.url('/settings/domains/keys')}
            values={{ domain, algorithm }}
            class={algorithm === 'rsa' && !signed ? 'button primary' : 'button'}
            label={`${words.make[algorithm]}: ${domain}`}
          >
            {words.make[algorithm]}
          </PostButton>
        ))}
      </span>
    </header>
  )
}

const tones = { made: 'warn', active: 'good', retired: '' } as const

function KeyItem({ ui, one }: { ui: Ui; one: ShownKey }) {
  const words = ui.words.domains
  const path = (deed: string) => ui.url(`/settings/domains/keys/${one.id}/${deed}`)
  return (
    <li class={`ledger-item ${one.finding ? 'warn' : ''}`} id={`key-${one.id}`}>
      <div class="ledger-main">
        <p class="ledger-top">
          <span class={`badge ${tones[one.state]}`}>{words.states[one.state]}</span>
          <strong>{one.selector}</strong>
          <span class="quiet">{words.algorithms[one.algorithm]}</span>
          <Time ui={ui} at={one.createdAt} />
        </p>
        <Copy label={words.recordName} text={one.record.name} />
        <Copy label={words.recordValue} text={one.record.value} />
        {one.finding && (
          <p class="reason" role="status">
            {icon('triangle-alert')} {ui.words.said(one.finding)}
          </p>
        )}
        {one.checkedAt && (
          <p class="quiet">
            {!one.finding && `${words.rightRecord} `}
            {words.checked} <Time ui={ui} at={one.checkedAt} />
          </p>
        )}
        {one.state === 'retired' && <p class="hint">{words.retiredHint}</p>}
      </div>
      <div class="row-of-buttons">
        <PostButton action={path('check')} label={`${words.look}: ${one.selector}`}>
          {icon('refresh-cw')} {one.checkedAt ? words.again : words.look}
        </PostButton>
        {one.state === 'active' && (
          <PostButton action={path('retire')} class="button quiet-button" label={`${words.retire}: ${one.selector}`}>
            {words.retire}
          </PostButton>
        )}
      </div>
    </li>
  )
}

/** A value to be copied: a click marks all of it. */
function Copy({ label, text }: { label: string; text: string }) {
  return (
    <p class="copy-line">
      <span class="quiet">{label}</span> <code tabindex={0}>{text}</code>
    </p>
  )
}

type OthersProps = { ui: Ui; domain: string; looks: readonly RecordLook[] | undefined }

function Others({ ui, domain, looks }: OthersProps) {
  const words = ui.words.domains
  return (
    <div class="domain-others">
      <h3>{words.others}</h3>
      <p class="hint">{words.othersHint}</p>
      {looks?.map((look) => (
        <div class={`notice ${look.ok ? 'good' : 'warn'}`} role="status">
          <p>
            {icon(look.ok ? 'circle-check' : 'triangle-alert')} <strong>{words.kinds[look.kind]}</strong>{' '}
            {ui.words.said(look.finding)}
          </p>
          {look.found && <Copy label={words.found} text={look.found} />}
          {look.publish && <Copy label={`${words.publish} (TXT, ${look.name})`} text={look.publish} />}
        </div>
      ))}
      <PostButton
        action={ui.url('/settings/domains/look')}
        values={{ domain }}
        label={`${words.lookOthers}: ${domain}`}
      >
        {icon('refresh-cw')} {words.lookOthers}
      </PostButton>
    </div>
  )
}
