import type { Tx } from '../database/connection.ts'
import type { Actor } from '../desk/changes.ts'
import { type Content, cleanHtml } from './content.ts'
import type { Enclosures } from './enclosures.ts'
import { markdownHtml, markdownText, picturesIn } from './markdown.ts'
import type { Home } from './reply-address.ts'
import { signatureOf } from './signatures.ts'

/** What was typed, as the letter carries it. */
export type Body = Readonly<{
  text: string
  html: string | undefined
  signature: string
  enclosures: Enclosures
}>

type Mailbox = Home & { id: number }

/** Markdown-light becomes both parts, with the pictures that it names in place; anything else stays as it is. */
export async function bodyOf(
  tx: Tx,
  actor: Actor,
  mailbox: Mailbox,
  { content, enclosures }: { content: Content; enclosures: Enclosures },
): Promise<Body> {
  const signature = content.signature ? await signatureOf(tx, actor.repId, mailbox.id) : ''
  if (content.format === 'markdown') return { ...rendered(content.text, mailbox, enclosures), signature }
  const html = content.html === undefined ? undefined : cleanHtml(content.html)
  return { text: content.text, html, signature, enclosures }
}

/** A picture that the text shows in place gets a Content-ID; the other files lie beside it. */
function rendered(text: string, { address }: Mailbox, { ids, files }: Enclosures): Omit<Body, 'signature'> {
  const shown = new Set(picturesIn(text))
  const domain = address.slice(address.lastIndexOf('@') + 1)
  const inline = (id: number, at: number) => shown.has(id) && /^image\//i.test(files[at]?.contentType ?? '')
  const pictures = new Map(ids.filter(inline).map((id) => [id, `file-${id}@${domain}`]))
  return {
    text: markdownText(text),
    html: markdownHtml(text, pictures),
    enclosures: {
      ids,
      files: files.map((file, at) => ({ ...file, contentId: pictures.get(ids[at]!) ?? file.contentId })),
    },
  }
}
