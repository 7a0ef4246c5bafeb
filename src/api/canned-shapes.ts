import { z } from '@hono/zod-openapi'
import { id, idText, paging, text, words } from './fields.ts'

const file = z.object({ id: z.int(), filename: z.string(), contentType: z.string(), size: z.int() })

export const cannedShape = z
  .object({
    id: z.int(),
    title: z.string(),
    body: z.string().openapi({ description: 'Liquid: see /canned-responses/variables' }),
    folder: z.string(),
    shared: z.boolean(),
    language: z.string().openapi({ description: 'BCP 47; empty: any' }),
    files: z.array(file),
    uses: z.int(),
    lastUsedAt: z.iso.datetime().nullable(),
    version: z.int(),
    changedAt: z.iso.datetime(),
    changedBy: z.string().nullable(),
  })
  .openapi('CannedResponse')

export const listQuery = z.object({
  q: text(200).optional().openapi({ description: 'Words of title, folder and body; the best first, in one page' }),
  issue: idText.optional().openapi({ description: 'Lifts responses in the language of its person' }),
  folder: text(100).optional(),
  language: text(35).optional(),
  whose: z.enum(['own', 'shared']).optional(),
  ...paging,
})

const fields = {
  folder: text(100).optional(),
  shared: z.boolean().optional().openapi({ description: 'For everybody, by who may change settings; else one’s own' }),
  language: text(35).optional(),
  attachmentIds: z.array(id).max(10).optional().openapi({ description: 'Uploads (POST /attachments) to go along' }),
}

export const makeBody = z.strictObject({ title: words(200), body: words(20_000), ...fields })

export const changeBody = z.strictObject({
  title: words(200).optional(),
  body: words(20_000).optional(),
  ...fields,
  files: z.array(id).max(10).optional().openapi({ description: 'Which of its files stay, in order' }),
  version: id.optional(),
})

export const fillBody = z.strictObject({
  issueId: id.optional(),
  personId: id.optional(),
  language: text(35).optional(),
  values: z
    .record(z.string().max(200), text(2000))
    .optional()
    .openapi({ description: 'What is missing, by the variable’s name; data, never templates' }),
})

export const filledShape = z.object({
  text: z.string(),
  missing: z.array(z.object({ name: z.string(), example: z.string(), asked: z.boolean() })).openapi({
    description: 'Variables without a value: they stand in the text and stop the letter. `asked`: `values` may give it',
  }),
})

export const versionShape = z.object({
  changeId: z.int(),
  at: z.iso.datetime(),
  rep: z.string().nullable(),
  title: z.string(),
  body: z.string(),
  folder: z.string(),
  language: z.string(),
  deleted: z.boolean(),
})

export const variableShape = z.object({ name: z.string(), source: z.string(), example: z.string() })
