import { OpenAPIHono, type RouteConfig, z } from '@hono/zod-openapi'
import { sha256 } from '../database/blobs.ts'
import { installDictionary, removeDictionary } from '../desk/dictionaries.ts'
import { examined } from '../letters/new-dictionary.ts'
import { need } from './auth.ts'
import type { ApiContext, ApiEnv, ApiParts } from './env.ts'
import { text } from './fields.ts'
import { once } from './idempotency.ts'
import { Refusal } from './problems.ts'
import { problems, route } from './route.ts'
import { changed } from './shapes.ts'
import { mustHave } from './spelling.ts'
import { inTransaction } from './transaction.ts'

const file = z.string().openapi({ format: 'binary' })
const upload: RouteConfig = {
  method: 'post',
  path: '/spelling/dictionaries',
  summary: 'Installs a dictionary of Hunspell (multipart/form-data); it is loaded and measured first',
  security: [{ key: [] }],
  'x-deed': 'settings',
  request: {
    body: {
      required: true,
      content: { 'multipart/form-data': { schema: z.object({ language: z.string(), aff: file, dic: file }) } },
    },
  },
  responses: {
    201: {
      description: 'Done',
      content: {
        'application/json': {
          schema: z.object({ language: z.string(), words: z.int(), memoryBytes: z.int(), loadMs: z.int(), ...changed }),
        },
      },
    },
    ...problems,
  },
}
const remove = route({
  ...{ method: 'delete', path: '/spelling/dictionaries/{language}', deed: 'settings' },
  summary: 'Removes an installed dictionary; a shipped one of the same language stands in its place again',
  params: z.object({ language: text(12) }),
  answer: z.object(changed),
})

export function dictionaryRoutes({ db, speller }: ApiParts) {
  const app = new OpenAPIHono<ApiEnv>()
  app.openAPIRegistry.registerPath(upload)
  app.post(upload.path, need('settings'), async (c) => {
    const uploaded = await uploadedFiles(c)
    const dictionary = await examined(mustHave(speller), uploaded)
    if ('problem' in dictionary) throw new Refusal(422, dictionary.problem)
    const { language, aff, dic, ...measured } = dictionary
    const sameAs = [language, sha256(aff).toString('hex'), sha256(dic).toString('hex')].join(' ')
    return once(c, db, {
      sameAs,
      effect: async (tx) => ({
        ...{ language, ...measured },
        changeId: await installDictionary(tx, c.var.actor, dictionary),
      }),
    })
  })
  return app.openapi(remove, async (c) => {
    const { language } = c.req.valid('param')
    const changeId = await inTransaction(db, (tx) => removeDictionary(tx, c.var.actor, language))
    if (changeId === 'not found') throw new Refusal(404, `No dictionary for ${language} was installed.`)
    return c.json({ changeId })
  })
}

async function uploadedFiles(c: ApiContext) {
  if (!/^multipart\/form-data/i.test(c.req.header('content-type') ?? ''))
    throw new Refusal(415, 'Send multipart/form-data with language, aff and dic.')
  const form = await c.req.parseBody().catch(() => {
    throw new Refusal(400, 'The body is no multipart/form-data that can be read.')
  })
  const bytes = async (part: unknown) =>
    part instanceof File ? Buffer.from(await part.arrayBuffer()) : Buffer.alloc(0)
  return { language: String(form.language ?? ''), aff: await bytes(form.aff), dic: await bytes(form.dic) }
}
