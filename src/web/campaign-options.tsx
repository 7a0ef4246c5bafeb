import { type Context, Hono } from 'hono'
import { setCampaignOptions } from '../desk/campaign-options.ts'
import { campaignOf } from './campaign-of.ts'
import type { Desk, Web } from './desk.ts'
import { formOf } from './input.ts'
import { actorOf } from './issue-changes.tsx'
import { goOn } from './page.ts'
import { Refusal } from './refusal.ts'

/** The public copy and the reports of opens and clicks, on and off. */
export function campaignOptionPages(desk: Desk): Hono<Web> {
  return new Hono<Web>().post('/campaigns/:id/options', (c) => save(c, desk))
}

/** A form says nothing of what is off; whether a launched campaign tracks is not asked any more. */
async function save(c: Context<Web>, desk: Desk) {
  const { id, state } = await campaignOf(c, desk.db)
  const form = await formOf(c)
  const tracking = state === 'draft' ? form.tracking !== undefined : undefined
  const patch = { archive: form.archive !== undefined, tracking }
  const done = await desk.db.transaction().execute((tx) => setCampaignOptions(tx, actorOf(c), id, patch))
  if (done === 'not found') throw new Refusal(404, 'missing')
  return goOn(c, `/campaigns/${id}`, 'problem' in done ? { said: 'conflict' } : { done: done.changeId })
}
