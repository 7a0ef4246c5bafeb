import { OpenAPIHono, z } from '@hono/zod-openapi'
import { changeDeskHours, changeMailboxHours, listHours } from '../desk/hours-changes.ts'
import { type Hours, weekdays } from '../settings/business-time.ts'
import { readHoursWish, readZone } from '../settings/hours.ts'
import type { ApiEnv, ApiParts } from './env.ts'
import { byId, text } from './fields.ts'
import { Refusal } from './problems.ts'
import { route } from './route.ts'
import { inTransaction } from './transaction.ts'

const day = text(200).openapi({ description: 'Like 09:00-12:30, 13:30-18:00; empty: closed', example: '09:00-17:30' })
const days = {
  ...{ monday: day, tuesday: day, wednesday: day, thursday: day, friday: day, saturday: day, sunday: day },
  holidays: z.array(text(10)).max(400).openapi({ description: 'Dates on which it is closed' }),
}
const hours = z.strictObject(days).openapi('Hours')
const timeZone = text(60).openapi({ example: 'Europe/Berlin' })
const answer = z.object({
  timeZone,
  desk: hours,
  mailboxes: z.array(
    z.object({
      ...{ mailboxId: z.int(), address: z.string() },
      hours: hours.nullable().openapi({ description: 'Null: those of the desk' }),
    }),
  ),
  left: z.int().openapi({ description: 'Issues whose waiting times are still to be recomputed' }),
})
const withChange = answer.extend({ changeId: z.int().nullable() })

const read = route({
  method: 'get',
  path: '/hours',
  deed: 'settings',
  summary: 'When the desk is there, by which waiting times count',
  answer,
})
const set = route({
  method: 'put',
  path: '/hours',
  deed: 'settings',
  summary: 'Sets the time zone and the hours of the desk; waiting times are recomputed in the background',
  body: z.strictObject({ timeZone, ...days }),
  answer: withChange,
})
const setMailbox = route({
  method: 'put',
  path: '/mailboxes/{id}/hours',
  deed: 'settings',
  summary: 'Sets the hours of a mailbox; null: those of the desk',
  params: byId,
  body: z.strictObject({ hours: hours.nullable() }),
  answer: withChange,
})

export function hoursRoutes({ db }: ApiParts) {
  const now = async () => {
    const { zone, ...rest } = await listHours(db)
    return { timeZone: zone, ...rest }
  }
  return new OpenAPIHono<ApiEnv>()
    .openapi(read, async (c) => c.json(await now()))
    .openapi(set, async (c) => {
      const { timeZone, ...wish } = c.req.valid('json')
      const zone = readZone(timeZone)
      if (!zone) throw new Refusal(422, `“${timeZone}” is no time zone: name one like Europe/Berlin.`)
      const hours = checked(wish)
      const changeId = await inTransaction(db, (tx) => changeDeskHours(tx, c.var.actor, { zone, hours }))
      return c.json({ ...(await now()), changeId })
    })
    .openapi(setMailbox, async (c) => {
      const mailboxId = c.req.valid('param').id
      const { hours } = c.req.valid('json')
      const wish = { mailboxId, hours: hours && checked(hours) }
      const { changeId } = await inTransaction(db, async (tx) => {
        const done = await changeMailboxHours(tx, c.var.actor, wish)
        if (done === 'not found') throw new Refusal(404, `There is no mailbox ${mailboxId}.`)
        return done
      })
      return c.json({ ...(await now()), changeId })
    })
}

function checked(wish: Hours): Hours {
  const hours = readHoursWish(wish)
  if (!('wrong' in hours)) return hours
  const known = weekdays.find((one) => wish[one].slice(0, 200) === hours.wrong)
  throw new Refusal(422, `“${hours.wrong}” is no ${known ? `opening hours of ${known}` : 'date'}.`)
}
