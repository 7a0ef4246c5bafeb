import type { MailAddress } from '../src/database/tables.ts'
import type { Entry } from '../src/desk/conversation.ts'
import type { LetterPart } from '../src/desk/entry-parts.ts'
import { isInTrouble, isPartlySent, longState } from './entry-badges.tsx'
import { PostButton } from './fields.tsx'
import { icon } from './icon.tsx'
import { Proof } from './proof.tsx'
import { WhyHere } from './threading.tsx'
import type { Ui } from './ui.ts'

type EnvelopeProps = { ui: Ui; entry: Entry; issueId: number; alone: boolean }

/** To whom, and why it is here: folded, since one seldom asks. */
export function Envelope({ ui, entry, issueId, alone }: EnvelopeProps) {
  const { email, letter, interaction, actionId } = entry
  const words = ui.words.entry
  const to = email?.to ?? letter?.to ?? []
  return (
    <div class="envelope">
      <details class="pop">
        <summary class="link-button">
          {words.to} {addresses(to).slice(0, 80) || '…'} {icon('chevron-down')}
        </summary>
        <dl class="pop-panel facts">
          {email && <Fact name={words.from} value={addresses([email.from])} />}
          <Fact name={words.to} value={addresses(to)} />
          <Fact name={words.cc} value={addresses(email?.cc ?? letter?.cc ?? [])} />
          <Fact name={words.bcc} value={addresses(letter?.bcc ?? [])} />
          <Fact name={words.replyTo} value={addresses(email?.replyTo ?? [])} />
          <Fact name={words.date} value={email?.date ? ui.dates.full(email.date) : ''} />
          <Fact name={words.received} value={ui.dates.full(email?.receivedAt ?? interaction.occurredAt)} />
          <Fact name={words.messageId} value={(email ?? letter)!.messageId} />
        </dl>
      </details>
      {email && <Proof ui={ui} email={email} />}
      {email && <WhyHere ui={ui} email={email} place={{ issueId, actionId, alone }} />}
    </div>
  )
}

function Fact({ name, value }: { name: string; value: string }) {
  if (!value) return null
  return (
    <>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </>
  )
}

function addresses(list: readonly MailAddress[]): string {
  return list.map(({ name, address }) => (name ? `${name} <${address}>` : address)).join(', ')
}

/** Why a letter did not arrive and what can be done; while it waits, the way to stop it. */
export function LetterTrouble({ ui, letter, issueId }: { ui: Ui; letter: LetterPart; issueId: number }) {
  const words = ui.words
  const back = `/issues/${issueId}`
  if (letter.state === 'undelivered') return <p class="notice">{words.letters.noRelay}</p>
  if (letter.state === 'deferred') {
    return (
      <p class="quiet">
        {words.entry.letterLong.deferred} {letter.reason && words.said(letter.reason)}
      </p>
    )
  }
  if (letter.delayed) return <p class="notice">{words.said(letter.delayed)}</p>
  if (!isInTrouble(letter)) return null
  return (
    <div class="notice bad">
      {icon('mail-x')}
      <div>
        <p>{words.said(letter.reason ?? longState(ui, letter.state) ?? words.entry.letter[letter.state])}</p>
        {ui.may('work') && (
          <span class="row-of-buttons">
            {!isPartlySent(letter) && (
              <PostButton action={ui.url(`/letters/${letter.id}/retry`)} values={{ back }} class="button">
                {words.letters.retry}
              </PostButton>
            )}
            <PostButton action={ui.url(`/letters/${letter.id}/dismiss`)} values={{ back }} class="button quiet-button">
              {words.letters.dismiss}
            </PostButton>
          </span>
        )}
      </div>
    </div>
  )
}
