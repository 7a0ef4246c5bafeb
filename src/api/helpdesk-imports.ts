import { OpenAPIHono, z } from '@hono/zod-openapi'
import { importHelpdesk } from '../letters/import-helpdesk.ts'
import { listMailboxes } from '../mail/mailboxes.ts'
import type { ApiEnv, ApiParts } from './env.ts'
import { id, text } from './fields.ts'
import { Refusal } from './problems.ts'
import { route } from './route.ts'

const file = z.strictObject({ name: text(200).openapi({ example: 'tickets.json' }), content: z.string() })
const bring = route({
  ...{ method: 'put', path: '/helpdesk-imports', deed: 'settings' },
  summary:
    'Brings over what Zendesk (JSON) or FreeScout (JSON, CSV) exported, as history; the same again adds what is new',
  body: z.strictObject({ files: z.array(file).min(1).max(50), mailboxId: id.optional() }),
  answer: z.object({
    ...{ people: z.int(), issues: z.int(), entries: z.int() },
    left: z.int().openapi({ description: 'Records that were left out' }),
    skipped: z.array(z.string()).openapi({ description: 'Why; at most 100 of them' }),
  }),
})

export function helpdeskImportRoutes({ db }: ApiParts) {
  return new OpenAPIHono<ApiEnv>().openapi(bring, async (c) => {
    const { files, mailboxId } = c.req.valid('json')
    const mailboxes = await listMailboxes(db)
    const mailbox = mailboxId === undefined ? mailboxes[0] : mailboxes.find((each) => each.id === mailboxId)
    if (!mailbox) throw new Refusal(422, `There is no mailbox ${mailboxId ?? ''}.`)
    const read = files.map(({ name, content }) => ({ name, bytes: Buffer.from(content) }))
    const done = await importHelpdesk(db, read, mailbox)
    if ('problem' in done) throw new Refusal(422, done.problem)
    return c.json(done)
  })
}
