import type { MailAddress } from '../src/database/tables.ts'
import type { EmailMarks } from '../src/database/tables-parts.ts'
import { icon } from './icon.tsx'
import { MarkNotes } from './mail-marks.tsx'
import { MailText } from './mail-text.tsx'
import type { Ui } from './ui.ts'

/** A mail that came as a file within another: what it says, nothing that anyone vouches for. */
export type Message = Readonly<{
  from: MailAddress
  to: readonly MailAddress[]
  cc: readonly MailAddress[]
  subject: string
  date: Date | null
  text: string
  folds: readonly number[]
  html: string | null
  marks: EmailMarks
  attachments: readonly MessageFile[]
}>

type MessageFile = Readonly<{
  filename: string
  contentType: string
  contentId: string | null
  inline: boolean
  bytes: Buffer
}>

type MessageProps = Readonly<{ ui: Ui; message: Message; trouble: string | null; path: string; back: string | null }>

/** A page of its own for a nested message; its HTML in a frame, its files to be saved. */
export function MessagePage({ ui, message, trouble, path, back }: MessageProps) {
  const words = ui.words.message
  const { from, to, cc, date, subject } = message
  return (
    <main id="pane" class="page message" tabindex={-1}>
      {back && (
        <p>
          <a href={ui.url(back)}>{words.back}</a>
        </p>
      )}
      <h1>{subject || ui.words.list.noSubject}</h1>
      <p class="notice">
        <span>{words.unproved}</span>
      </p>
      {trouble && (
        <p class="notice warn">
          <span>{words.trouble(trouble)}</span>
        </p>
      )}
      <dl class="facts message-facts">
        <Fact name={ui.words.entry.from} value={line([from])} />
        <Fact name={ui.words.entry.to} value={line(to)} />
        <Fact name={ui.words.entry.cc} value={line(cc)} />
        <Fact name={ui.words.entry.date} value={date ? ui.dates.full(date) : ''} />
      </dl>
      <MarkNotes ui={ui} marks={message.marks} />
      {message.html !== null && (
        <details class="html-mail">
          <summary class="link-button">
            <span class="when-closed">
              {icon('image')} {ui.words.entry.html}
            </span>
            <span class="when-open">
              {icon('file-text')} {ui.words.entry.text}
            </span>
          </summary>
          <iframe
            src={ui.url(`${path}/html`)}
            title={ui.words.entry.htmlLabel(from.name || from.address)}
            loading="lazy"
            sandbox="allow-popups allow-popups-to-escape-sandbox"
          ></iframe>
        </details>
      )}
      <MailText text={message.text} folds={message.folds} ui={ui} />
      <Files ui={ui} message={message} path={path} />
    </main>
  )
}

function Files({ ui, message, path }: { ui: Ui; message: Message; path: string }) {
  if (message.attachments.length === 0) return null
  return (
    <ul class="attachments" aria-label={ui.words.entry.attachments}>
      {message.attachments.map(({ filename, bytes }, i) => (
        <li>
          <a class="tile" href={ui.url(`${path}/files/${i}`)} title={ui.words.entry.download(filename)}>
            <span class="tile-type">{(/\.([a-z0-9]{1,4})$/i.exec(filename)?.[1] ?? '…').toUpperCase()}</span>
            <span class="tile-name">{filename}</span>
            <span class="tile-size">{ui.dates.size(bytes.length)}</span>
          </a>
        </li>
      ))}
    </ul>
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

function line(list: readonly MailAddress[]): string {
  return list
    .slice(0, 50)
    .map(({ name, address }) => (name ? `${name} <${address}>` : address))
    .join(', ')
}
