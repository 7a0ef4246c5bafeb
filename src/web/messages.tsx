import { type Context, Hono } from 'hono'
import { DeskPage } from '../../templates/desk.tsx'
import { MessagePage } from '../../templates/message.tsx'
import { issueOfEmail, loadAttachment } from '../mail/attachments.ts'
import { fileAnswer } from './attachments.ts'
import type { Desk, Web } from './desk.ts'
import { frameAnswer } from './emails.tsx'
import { idOf } from './input.ts'
import { pageParts } from './page.ts'
import { Refusal } from './refusal.ts'

/** Pictures of a nested mail lie within its frame's page, since they have no address of their own. */
const pictureBytes = 1 << 20
const allPictureBytes = 4 << 20

/**
 * A mail that came as a file within another, on pages of its own (inbound.md P16): parsed when asked for, in a thread
 * and under the limits of all mail, sanitised the same way. Nothing of it is stored or believed.
 */
export function messagePages(desk: Desk): Hono<Web> {
  return new Hono<Web>()
    .get('/attachments/:id/message', async (c) => {
      const { emailId, parsed } = await nested(c, desk)
      const [parts, issueId] = await Promise.all([pageParts(c, desk), emailId ? issueOfEmail(desk.db, emailId) : null])
      const title = parsed.mail.subject || parts.ui.words.list.noSubject
      const path = `/attachments/${idOf(c)}/message`
      return c.html(
        <DeskPage {...parts} title={title} place="open" shape="page">
          <MessagePage
            ui={parts.ui}
            message={parsed.mail}
            trouble={parsed.trouble}
            path={path}
            back={issueId ? `/issues/${issueId}` : null}
          />
        </DeskPage>,
      )
    })
    .get('/attachments/:id/message/html', async (c) => {
      const { mail } = (await nested(c, desk)).parsed
      return frameAnswer(c, desk.cleanMail, { html: mail.html, pictures: { cid: ownPictures(mail.attachments) } })
    })
    .get('/attachments/:id/message/files/:file', async (c) => {
      const { mail } = (await nested(c, desk)).parsed
      const file = /^\d{1,4}$/.test(c.req.param('file')) ? mail.attachments[Number(c.req.param('file'))] : undefined
      if (!file) throw new Refusal(404, 'missing')
      return fileAnswer(c, file, false)
    })
}

async function nested(c: Context<Web>, { db, readMessage }: Desk) {
  const file = await loadAttachment(db, idOf(c))
  if (!file || !readMessage || file.contentType !== 'message/rfc822') throw new Refusal(404, 'missing')
  return { emailId: file.emailId, parsed: await readMessage(file.bytes) }
}

type NestedFile = Readonly<{ contentType: string; contentId: string | null; bytes: Buffer }>

function ownPictures(files: readonly NestedFile[]): Map<string, string> {
  const found = new Map<string, string>()
  let room = allPictureBytes
  for (const { contentType, contentId, bytes } of files) {
    if (!contentId || !/^image\/(png|jpeg|gif|webp)$/.test(contentType) || bytes.length > Math.min(pictureBytes, room))
      continue
    room -= bytes.length
    found.set(contentId.replace(/^<|>$/g, ''), `data:${contentType};base64,${bytes.toString('base64')}`)
  }
  return found
}
