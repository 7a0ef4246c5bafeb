import type { Entry } from '../src/desk/conversation.ts'
import type { EmailPart, LetterPart } from '../src/desk/entry-parts.ts'
import { type IconName, icon } from './icon.tsx'
import type { Ui } from './ui.ts'

/** What kind of contact this is and how far its letter or its proof got. */
export function Badges({ ui, entry }: { ui: Ui; entry: Entry }) {
  const words = ui.words.entry
  const { email, letter, interaction } = entry
  return (
    <>
      {entry.held && <Badge tone="warn" name="eye" text={words.heldAnswer} />}
      {interaction.channel === 'note' && (
        <Badge tone="note" name="sticky-note" text={words.note} title={words.noteOnly} />
      )}
      {!email && !letter && interaction.channel !== 'note' && (
        <Badge tone="" name="phone" text={words.recorded(interaction.channel)} />
      )}
      {email && <VerifiedBadge ui={ui} verified={email.verified} />}
      {email?.automatic && <Badge tone="" name="bot" text={words.automatic} title={ui.words.said(email.automatic)} />}
      {letter && <LetterBadge ui={ui} letter={letter} />}
      {letter?.delayed && (
        <Badge tone="warn" name="alarm-clock" text={ui.words.reports.delayed} title={ui.words.said(letter.delayed)} />
      )}
      {letter?.maybeTwice && <Badge tone="warn" name="circle-alert" text={words.maybeTwice} />}
    </>
  )
}

const verifiedLooks: Readonly<Record<EmailPart['verified'], [string, IconName]>> = {
  pass: ['good', 'shield-check'],
  fail: ['bad', 'shield-alert'],
  none: ['', 'shield-question-mark'],
  unknown: ['', 'shield-question-mark'],
}

function VerifiedBadge({ ui, verified }: { ui: Ui; verified: EmailPart['verified'] }) {
  const [tone, name] = verifiedLooks[verified]
  const words = ui.words.entry
  return <Badge tone={tone} name={name} text={words.verifiedShort[verified]} title={words.verified[verified]} />
}

const letterLooks: Readonly<Record<LetterPart['state'], [string, IconName]>> = {
  scheduled: ['', 'alarm-clock'],
  queued: ['', 'alarm-clock'],
  sending: ['', 'send'],
  sent: ['good', 'check'],
  deferred: ['warn', 'alarm-clock'],
  failed: ['bad', 'mail-x'],
  bounced: ['bad', 'mail-x'],
  uncertain: ['bad', 'circle-alert'],
  cancelled: ['', 'x'],
  undelivered: ['warn', 'mail-x'],
}

/** What needs a rep: it did not arrive, or not at all of its recipients. */
export function isInTrouble({ state, reason }: Pick<LetterPart, 'state' | 'reason'>): boolean {
  return ['failed', 'bounced', 'uncertain'].includes(state) || isPartlySent({ state, reason })
}

/** A letter that the relay took has a reason only where it refused some of its recipients. */
export function isPartlySent({ state, reason }: Pick<LetterPart, 'state' | 'reason'>): boolean {
  return state === 'sent' && reason !== null
}

export function letterState(ui: Ui, letter: Pick<LetterPart, 'state' | 'reason'>): string {
  return isPartlySent(letter) ? ui.words.entry.partlySent : ui.words.entry.letter[letter.state]
}

function LetterBadge({ ui, letter }: { ui: Ui; letter: LetterPart }) {
  const [tone, name] = letterLooks[isPartlySent(letter) ? 'failed' : letter.state]
  return (
    <Badge
      tone={tone}
      name={name}
      text={letterState(ui, letter)}
      title={letter.reason ? ui.words.said(letter.reason) : longState(ui, letter.state)}
    />
  )
}

/** What a state means, where one word does not say it. */
export function longState(ui: Ui, state: LetterPart['state']): string | undefined {
  const words: Partial<Record<LetterPart['state'], string>> = ui.words.entry.letterLong
  return words[state]
}

function Badge({
  tone,
  name,
  text,
  title,
}: {
  tone: string
  name: IconName
  text: string
  title?: string | undefined
}) {
  return (
    <span class={`badge ${tone}`} title={title ?? text}>
      {icon(name)} <span>{text}</span>
    </span>
  )
}
