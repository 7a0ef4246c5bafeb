import type { AttachmentLine } from '../src/mail/attachments.ts'
import { icon } from './icon.tsx'
import type { Ui } from './ui.ts'

/** Tiles with type, name, size; pictures show themselves. */
export function Attachments({ ui, attachments }: { ui: Ui; attachments: readonly AttachmentLine[] }) {
  return (
    <ul class="attachments" aria-label={ui.words.entry.attachments}>
      {attachments.map((attachment) => (
        <li>
          <a
            class="tile"
            href={ui.url(`/attachments/${attachment.id}`)}
            title={ui.words.entry.download(plainName(attachment))}
          >
            {isPicture(attachment) ? (
              <img src={ui.url(`/attachments/${attachment.id}?inline`)} alt="" loading="lazy" width="40" height="40" />
            ) : (
              <span class="tile-type">{icon(attachment.contentType.startsWith('text/') ? 'file-text' : 'file')}</span>
            )}
            <span class="tile-name">{plainName(attachment)}</span>
            <span class="tile-size">
              {ui.dates.size(attachment.size)} · {shortType(attachment)}
            </span>
          </a>
          {attachment.contentType === 'message/rfc822' && (
            <a class="tile-read" href={ui.url(`/attachments/${attachment.id}/message`)}>
              {icon('mail')} {ui.words.message.open(plainName(attachment))}
            </a>
          )}
        </li>
      ))}
    </ul>
  )
}

/** Without the signs that turn the reading direction and so hide what kind of file it is. */
function plainName({ filename }: AttachmentLine): string {
  return filename.replace(/\p{Bidi_Control}/gu, '')
}

function isPicture({ contentType, size }: AttachmentLine): boolean {
  return /^image\/(png|jpeg|gif|webp|avif|bmp)$/.test(contentType) && size < 4_000_000
}

function shortType({ filename, contentType }: AttachmentLine): string {
  const ending = /\.([a-z0-9]{1,5})$/i.exec(filename)?.[1]
  return (ending ?? contentType.split('/')[1] ?? contentType).toUpperCase().slice(0, 12)
}
