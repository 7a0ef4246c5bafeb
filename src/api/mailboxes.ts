import { OpenAPIHono, z } from '@hono/zod-openapi'
import type { Db } from '../database/connection.ts'
import { imapAuths, processedDeeds, tlsModes } from '../database/tables-mailboxes.ts'
import { changeMailbox, createMailbox, deleteMailbox, type MailboxWish } from '../desk/mailbox-changes.ts'
import { sendPlusProbe } from '../letters/plus-probe.ts'
import { type ImapHealth, imapHealth } from '../mail/imap-health.ts'
import { testAccount } from '../mail/imap-test.ts'
import type { Faults } from '../mail/mailbox-rules.ts'
import { getMailbox, listMailboxSettings, type Mailbox } from '../mail/mailbox-settings.ts'
import type { ApiEnv, ApiParts } from './env.ts'
import { byId, id, text } from './fields.ts'
import { once } from './idempotency.ts'
import { stale } from './issues.ts'
import { mailboxShape, testShape } from './mailbox-shapes.ts'
import { Refusal } from './problems.ts'
import { route } from './route.ts'
import { changed, pageOfShape } from './shapes.ts'
import { inTransaction } from './transaction.ts'

const deed = 'settings'
const imap = z.strictObject({
  enabled: z.boolean().optional(),
  host: text(253).optional(),
  port: z.int().optional(),
  tls: z.enum(tlsModes).optional(),
  user: text(500).optional(),
  auth: z.enum(imapAuths).optional(),
  tokenUrl: text(2000).optional(),
  folder: text(500).optional(),
  processed: z.enum(processedDeeds).optional(),
  moveTo: text(500).optional(),
  takeOld: z.boolean().optional(),
  password: text(10_000).optional().openapi({ description: 'Sealed when stored, never answered' }),
  clientId: text(2000).optional(),
  clientSecret: text(10_000).optional(),
  refreshToken: text(10_000).optional(),
})
const fields = {
  name: text(200).optional(),
  defaultTypes: z.array(text(100)).max(20).optional(),
  reopenDays: z.int().optional(),
  bySmtp: z.boolean().optional(),
  trustedAuthservId: text(253).optional(),
  imap: imap.nullable().optional(),
}

const list = route({
  method: 'get',
  path: '/mailboxes',
  deed,
  summary: 'Every mailbox with its settings and its health',
  answer: pageOfShape(mailboxShape),
})
const read = route({
  method: 'get',
  path: '/mailboxes/{id}',
  deed,
  summary: 'One mailbox',
  params: byId,
  answer: mailboxShape,
})
const make = route({
  method: 'post',
  path: '/mailboxes',
  deed,
  summary: 'Makes a mailbox: served by our own SMTP, fetched by IMAP, or both',
  body: z.strictObject({ address: text(254), ...fields }),
  answer: mailboxShape.extend(changed),
  status: 201,
})
const change = route({
  method: 'patch',
  path: '/mailboxes/{id}',
  deed,
  summary: 'Changes what is named; `imap: null` takes the account away',
  params: byId,
  body: z.strictObject({ address: text(254).optional(), ...fields, version: id.optional() }),
  answer: mailboxShape.extend(changed),
})
const remove = route({
  method: 'delete',
  path: '/mailboxes/{id}',
  deed,
  summary: 'Takes a mailbox out of use; its mail and issues stay',
  params: byId,
  answer: z.object({ id: z.int(), ...changed }),
})
const test = route({
  method: 'post',
  path: '/mailboxes/{id}/test',
  deed,
  summary: 'Tries the account now, and mails a + address to prove that it arrives',
  params: byId,
  answer: testShape,
})

export function mailboxRoutes({ db, config, secrets }: ApiParts) {
  return new OpenAPIHono<ApiEnv>()
    .openapi(list, async (c) => {
      const health = await imapHealth(db)
      return c.json({ items: (await listMailboxSettings(db)).map((mailbox) => toAnswer(mailbox, health)), next: null })
    })
    .openapi(read, async (c) => c.json(await answerFor(db, c.req.valid('param').id)))
    .openapi(make, (c) => {
      const wish = toWish(c.req.valid('json'))
      return once(c, db, {
        effect: async (tx) => {
          const made = await createMailbox(tx, c.var.actor, secrets, wish)
          if ('faults' in made) throw wrong(made.faults)
          return { id: made.mailbox.id, changeId: made.changeId }
        },
        body: async (db, { id, changeId }) => ({ ...(await answerFor(db, Number(id))), changeId }),
      })
    })
    .openapi(change, async (c) => {
      const mailboxId = c.req.valid('param').id
      const { version, ...patch } = c.req.valid('json')
      const { changeId } = await inTransaction(db, async (tx) => {
        const result = await changeMailbox(tx, c.var.actor, secrets, { id: mailboxId, ...toWish(patch), version })
        if (result === 'not found') throw unknown(mailboxId)
        if ('faults' in result) throw wrong(result.faults)
        if ('conflict' in result) throw stale(`Mailbox ${mailboxId}`, { version: result.conflict })
        return result
      })
      return c.json({ ...(await answerFor(db, mailboxId)), changeId })
    })
    .openapi(remove, async (c) => {
      const mailboxId = c.req.valid('param').id
      const result = await inTransaction(db, (tx) => deleteMailbox(tx, c.var.actor, mailboxId))
      if (result === 'not found') throw unknown(mailboxId)
      if ('problem' in result) throw new Refusal(409, result.problem)
      return c.json({ id: mailboxId, changeId: result.changeId })
    })
    .openapi(test, async (c) => {
      const mailbox = await getMailbox(db, c.req.valid('param').id)
      if (!mailbox) throw unknown(c.req.valid('param').id)
      const steps = await testAccount({ db, secrets, maxBytes: config.smtpMaxBytes }, mailbox.id)
      const plus = await sendPlusProbe(db, { secrets, config }, mailbox)
      return c.json(
        { ok: steps.every((step) => step.ok), steps, plusAddresses: typeof plus === 'string' ? plus : plus.refused },
        200,
      )
    })
}

type Body = Omit<MailboxWish['patch'], 'imap'> & { imap?: z.infer<typeof imap> | null | undefined }

function toWish({ imap, ...patch }: Body): MailboxWish {
  if (!imap) return { patch: { ...patch, imap }, credentials: {} }
  const { password, clientId, clientSecret, refreshToken, ...account } = imap
  const given = Object.fromEntries(Object.entries(account).filter(([, value]) => value !== undefined))
  return { patch: { ...patch, imap: given }, credentials: { password, clientId, clientSecret, refreshToken } }
}

async function answerFor(db: Db, id: number): Promise<object> {
  const mailbox = await getMailbox(db, id)
  if (!mailbox) throw unknown(id)
  return toAnswer(mailbox, await imapHealth(db))
}

function toAnswer({ imap, plusProbeAt: _, ...mailbox }: Mailbox, health: readonly ImapHealth[]): object {
  const {
    mailboxId: __,
    enabled: ___,
    ...own
  } = health.find((one) => one.mailboxId === mailbox.id) ?? ({} as ImapHealth)
  return { ...mailbox, imap: imap && { ...imap, health: own } }
}

function unknown(id: number): Refusal {
  return new Refusal(404, `There is no mailbox ${id}.`)
}

function wrong(faults: Faults): Refusal {
  const errors = Object.entries(faults).map(([field, message]) => ({ field, message }))
  return new Refusal(422, errors.map(({ field, message }) => `${field}: ${message}`).join(' '), { errors })
}
