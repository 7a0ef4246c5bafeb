import type { MailAddress } from '../src/database/tables.ts'
import type { Entry } from '../src/desk/conversation.ts'
import type { EmailPart, LetterPart } from '../src/desk/entry-parts.ts'
import { Attachments } from './attachments.tsx'
import { Initials, PostButton, Time } from './fields.tsx'
import { type IconName, icon } from './icon.tsx'
import { MailText } from './mail-text.tsx'
import type { Ui } from './ui.ts'

type EntryProps = { ui: Ui; entry: Entry; issueId: number; unfolded: boolean }

/** One contact in a conversation. Folded it is a line that opens by itself; its words are never left out. */
export function EntryItem(props: EntryProps) {
  const { ui, entry, unfolded } = props
  const kind = kindOf(entry)
  return (
    <li class={`entry ${kind}`} id={entryId(entry)} data-v={versionOf(entry)}>
      <details open={unfolded && kind !== 'automatic'}>
        <summary class="entry-head">
          <Initials name={speaker(ui, entry)} />
          <span class="entry-who">
            <strong>{speaker(ui, entry)}</strong> <Badges ui={ui} entry={entry} />
          </span>
          <span class="entry-peek">{peek(entry)}</span>
          <Time ui={ui} at={entry.interaction.occurredAt} />
        </summary>
        <EntryBody {...props} />
      </details>
    </li>
  )
}

export function entryId(entry: Entry): string {
  return entry.actionId > 0 ? `entry-${entry.actionId}` : `held-${entry.email?.id ?? 0}`
}

/** Changes whenever the entry should be shown anew. */
function versionOf(entry: Entry): string {
  return `${entry.letter?.state ?? ''}${entry.letter ? +entry.letter.dueAt : ''}${entry.email?.verified ?? ''}${entry.details?.length ?? ''}`
}

function kindOf(entry: Entry): 'customer' | 'rep' | 'note' | 'automatic' | 'held' {
  if (entry.held) return 'held'
  if (entry.interaction.channel === 'note') return 'note'
  return entry.interaction.originator
}

function speaker(ui: Ui, { interaction, email }: Entry): string {
  if (interaction.originator === 'customer') return email?.from.name || email?.from.address || interaction.person.name
  return interaction.rep?.name ?? ui.words.entry.automatic
}

function peek({ email, letter, details }: Entry): string {
  return (email?.text || letter?.text || details || '').replace(/\s+/g, ' ').trim().slice(0, 120)
}

function Badges({ ui, entry }: { ui: Ui; entry: Entry }) {
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
      {email?.automatic && <Badge tone="" name="bot" text={words.automatic} title={email.automatic} />}
      {letter && <LetterBadge ui={ui} letter={letter} />}
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

function LetterBadge({ ui, letter }: { ui: Ui; letter: LetterPart }) {
  const [tone, name] = letterLooks[letter.state]
  return <Badge tone={tone} name={name} text={ui.words.entry.letter[letter.state]} title={letter.reason ?? undefined} />
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

function EntryBody({ ui, entry, issueId }: EntryProps) {
  const { email, letter, details, interaction } = entry
  const part = email ?? letter
  return (
    <div class="entry-body">
      {part && <Envelope ui={ui} entry={entry} />}
      {letter && <LetterTrouble ui={ui} letter={letter} issueId={issueId} />}
      {email?.html && <HtmlMail ui={ui} email={email} />}
      {details && <MailText text={details} folds={[]} ui={ui} />}
      {email && !details && (
        <MailText text={email.text} folds={email.folds} ui={ui} whole={ui.url(`/emails/${email.id}/text`)} />
      )}
      {letter && !details && <MailText text={letter.text} folds={[]} ui={ui} />}
      {part && part.attachments.length > 0 && <Attachments ui={ui} attachments={part.attachments} />}
      {interaction.otherIssues.length > 0 && (
        <p class="quiet">
          {ui.words.entry.otherIssues}{' '}
          {interaction.otherIssues.map((other) => (
            <a href={ui.url(`/issues/${other.id}`)}>
              #{other.id} {other.subject}
            </a>
          ))}
        </p>
      )}
    </div>
  )
}

/** To whom, and why it is here: folded, since one seldom asks. */
function Envelope({ ui, entry: { email, letter, interaction } }: { ui: Ui; entry: Entry }) {
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
      {email && (
        <details class="pop">
          <summary class="link-button">{words.why}</summary>
          <div class="pop-panel">
            <p>{email.why.text}</p>
            {email.why.evidence && <p class="quiet">{email.why.evidence}</p>}
            <p>
              <a href={ui.url(`/mail/${email.deliveryId}/source`)}>
                {icon('download')} {words.source}
              </a>
            </p>
          </div>
        </details>
      )}
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
function LetterTrouble({ ui, letter, issueId }: { ui: Ui; letter: LetterPart; issueId: number }) {
  const words = ui.words
  const back = `/issues/${issueId}`
  const trouble = ['failed', 'bounced', 'uncertain'].includes(letter.state)
  if (letter.state === 'undelivered') return <p class="notice">{words.letters.noRelay}</p>
  if (!trouble) return null
  return (
    <div class="notice bad">
      {icon('mail-x')} <span>{letter.reason ?? words.entry.letter[letter.state]}</span>
      {ui.may('work') && (
        <span class="row-of-buttons">
          <PostButton action={ui.url(`/letters/${letter.id}/retry`)} values={{ back }} class="button">
            {words.letters.retry}
          </PostButton>
          <PostButton action={ui.url(`/letters/${letter.id}/dismiss`)} values={{ back }} class="button quiet-button">
            {words.letters.dismiss}
          </PostButton>
        </span>
      )}
    </div>
  )
}

/** The HTML in a frame of its own that may run nothing; loaded when opened. */
function HtmlMail({ ui, email }: { ui: Ui; email: EmailPart }) {
  const words = ui.words.entry
  const src = ui.url(`/emails/${email.id}/html`)
  return (
    <details class="html-mail">
      <summary class="link-button" data-key="v">
        {icon('image')} {words.html}
      </summary>
      <iframe
        src={src}
        title={words.htmlLabel(email.from.name || email.from.address)}
        loading="lazy"
        sandbox="allow-popups allow-popups-to-escape-sandbox"
      ></iframe>
      <p>
        <a href={src} target="_blank" rel="noopener">
          {words.htmlAlone}
        </a>
      </p>
    </details>
  )
}
