import type { MiddlewareHandler } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import type { Web } from './desk.ts'
import { Refusal } from './refusal.ts'

const pageBytes = 2 << 20
const composerBytes = 26 << 20
const contactBytes = 6 << 20

/** The composer posts files along; nothing else needs much room. */
const composerPath =
  /^\/(settings\/(postal-codes|spelling\/dictionaries|start\/helpdesk|canned\/\w+)|canned\/choose|issues\/\d+\/replies|letters(\/\d+\/cancel)?|attachments|shop\/import)$/
const small = bodyLimit({ maxSize: pageBytes, onError: tooLarge })
const medium = bodyLimit({ maxSize: contactBytes, onError: tooLarge })
const large = bodyLimit({ maxSize: composerBytes, onError: tooLarge })

/** How much a page may be sent: more where files come along. */
export const limitBodies: MiddlewareHandler<Web> = (c, next) =>
  composerPath.test(c.req.path) ? large(c, next) : /^\/contact\//.test(c.req.path) ? medium(c, next) : small(c, next)

function tooLarge(): never {
  throw new Refusal(413, 'too large')
}
