import { OpenAPIHono, z } from '@hono/zod-openapi'
import {
  type ContactFormFaults,
  changeContactForm,
  createContactForm,
  deleteContactForm,
} from '../desk/contact-form-changes.ts'
import { getContactForm, listContactForms } from '../desk/contact-forms.ts'
import type { ApiEnv, ApiParts } from './env.ts'
import { byId, id, text } from './fields.ts'
import { once } from './idempotency.ts'
import { stale } from './issues.ts'
import { Refusal } from './problems.ts'
import { route } from './route.ts'
import { changed, pageOfShape } from './shapes.ts'
import { inTransaction } from './transaction.ts'

const deed = 'settings'
const formShape = z
  .object({
    ...{ id: z.int(), slug: z.string().openapi({ description: 'Its page is /contact/{slug}' }), name: z.string() },
    ...{ mailboxId: z.int(), sites: z.array(z.string()), askOrder: z.boolean(), types: z.array(z.string()) },
    ...{ files: z.boolean(), thanks: z.string(), version: z.int() },
  })
  .openapi('ContactForm')
const fields = {
  sites: z.array(text(300)).max(20).optional().openapi({ description: 'Origins that may show it in a frame' }),
  askOrder: z.boolean().optional(),
  types: z.array(text(200)).max(100).optional(),
  files: z.boolean().optional(),
  thanks: text(500).optional(),
}

const list = route({
  ...{ method: 'get', path: '/contact-forms', deed, summary: 'Forms for the shop’s own pages' },
  answer: pageOfShape(formShape),
})
const make = route({
  ...{ method: 'post', path: '/contact-forms', deed, summary: 'Makes a form' },
  body: z.strictObject({ name: text(100), mailboxId: id, ...fields }),
  answer: formShape.extend(changed),
  status: 201,
})
const change = route({
  ...{ method: 'patch', path: '/contact-forms/{id}', deed, summary: 'Changes what is named', params: byId },
  body: z.strictObject({
    ...{ name: text(100).optional(), mailboxId: id.optional() },
    ...fields,
    version: id.optional(),
  }),
  answer: formShape.extend(changed),
})
const remove = route({
  ...{ method: 'delete', path: '/contact-forms/{id}', deed, summary: 'Its address answers no more', params: byId },
  answer: z.object({ id: z.int(), ...changed }),
})

/** Contact forms, for admins' programs. */
export function contactFormRoutes({ db }: ApiParts) {
  return new OpenAPIHono<ApiEnv>()
    .openapi(list, async (c) => c.json({ items: await listContactForms(db), next: null }))
    .openapi(make, (c) =>
      once(c, db, {
        effect: async (tx) => {
          const made = await createContactForm(tx, c.var.actor, c.req.valid('json'))
          if ('faults' in made) throw wrong(made.faults)
          return { id: made.form.id, changeId: made.changeId }
        },
        body: async (db, ids) => ({ ...(await getContactForm(db, Number(ids.id)))!, changeId: ids.changeId }),
      }),
    )
    .openapi(change, async (c) => {
      const formId = c.req.valid('param').id
      const { version, ...wish } = c.req.valid('json')
      const done = await inTransaction(db, (tx) => changeContactForm(tx, c.var.actor, { id: formId, wish, version }))
      if (done === 'not found') throw unknown(formId)
      if ('faults' in done) throw wrong(done.faults)
      if ('conflict' in done) throw stale(`Contact form ${formId}`, { version: done.conflict })
      return c.json({ ...done.form, changeId: done.changeId })
    })
    .openapi(remove, async (c) => {
      const formId = c.req.valid('param').id
      const done = await inTransaction(db, (tx) => deleteContactForm(tx, c.var.actor, formId))
      if (done === 'not found') throw unknown(formId)
      return c.json({ id: formId, changeId: done.changeId })
    })
}

const unknown = (formId: number) => new Refusal(404, `There is no contact form ${formId}.`)

function wrong(faults: ContactFormFaults): Refusal {
  const said = Object.entries(faults).map(([name, fault]) => `${name}: ${fault}`)
  return new Refusal(422, said.join(' '))
}
