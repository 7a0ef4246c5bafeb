import type { Authentication } from '../src/database/tables-authentication.ts'
import type { EmailPart } from '../src/desk/entry-parts.ts'
import { icon } from './icon.tsx'
import type { Ui } from './ui.ts'

/** Why the badge of a mail is what it is, in plain words, with what was found. */
export function Proof({ ui, email }: { ui: Ui; email: EmailPart }) {
  const words = ui.words.proof
  const found = email.authentication
  return (
    <details class="pop">
      <summary class="link-button">
        {words.question} {icon('chevron-down')}
      </summary>
      <div class="pop-panel">
        <p>
          <strong>{ui.words.entry.verified[email.verified]}.</strong>{' '}
          {found ? words.reasons[found.reason](found.domain || words.nobody) : words.none}
        </p>
        {found && <Findings ui={ui} found={found} />}
      </div>
    </details>
  )
}

function Findings({ ui, found }: { ui: Ui; found: Authentication }) {
  const words = ui.words.proof
  const { domain, dkim, spf, dmarc, arc, by } = found
  const result = (text: string) => words.results[text] ?? text
  return (
    <dl class="facts">
      {domain && <Fact name={words.domain} value={domain} />}
      {dkim.map((one) => (
        <Fact name={words.signature} value={`${words.signedBy(one.domain, one.aligned)}: ${result(one.result)}`} />
      ))}
      {spf && <Fact name={words.spf} value={`${words.spfOf(spf.clientIp, spf.domain)}: ${result(spf.result)}`} />}
      {dmarc?.policy && <Fact name={words.policy} value={words.policies[dmarc.policy] ?? dmarc.policy} />}
      {arc && <Fact name={words.sealed} value={`${arc.sealers.join(', ')}: ${result(arc.result)}`} />}
      {by && <Fact name={words.checkedBy} value={by} />}
    </dl>
  )
}

function Fact({ name, value }: { name: string; value: string }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </>
  )
}
