import { z } from '@hono/zod-openapi'
import type { Db } from '../database/connection.ts'
import { type Foreign, foreignOrder, foreignOrderOfIssue } from '../desk/ownership.ts'
import { Refusal } from './problems.ts'

/** Spread into a body that names something which may be somebody else's. */
export const force = {
  force: z.boolean().optional().openapi({ description: 'Does it although it is another person’s' }),
}

/** Refuses with `offer`: both people, and in `offer.send` what to send besides, one of them, to have it done. */
export function refuseForeign(foreign: Foreign | undefined): void {
  if (foreign) throw new Refusal(422, foreign.problem, { offer: foreign.offer })
}

/** Refuses the order of another person, unless by `force`. */
export async function ownOrder(
  db: Db,
  { orderId, personId, force }: { orderId?: string | null | undefined; personId: number; force?: boolean | undefined },
): Promise<void> {
  if (!orderId?.trim() || force) return
  const foreign = await foreignOrder(db, orderId, personId)
  if (foreign)
    refuseForeign({ ...foreign, offer: { ...foreign.offer, send: [...(foreign.offer?.send ?? []), { force: true }] } })
}

/** The same for an issue that is there: it keeps its customer, so that only force takes the order of another one. */
export async function ownOrderOfIssue(db: Db, orderId: string | null | undefined, issueId: number): Promise<void> {
  const foreign = orderId?.trim() ? await foreignOrderOfIssue(db, orderId, issueId) : undefined
  if (foreign) refuseForeign({ ...foreign, offer: { ...foreign.offer, send: [{ force: true }] } })
}
