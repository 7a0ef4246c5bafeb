import { z } from '@hono/zod-openapi'
import { keyRoleNames } from '../reps/roles.ts'

const at = z.iso.datetime()

export const staffShape = z
  .object({
    id: z.int(),
    name: z.string(),
    email: z.string(),
    role: z.string(),
    deactivatedAt: at.nullable(),
    secured: z.boolean().openapi({ description: 'Has a second step' }),
    invited: z.boolean().openapi({ description: 'Never had a way in yet' }),
    linkUntil: at.nullable(),
    seenAt: at.nullable(),
    groups: z.array(z.string()),
  })
  .openapi('Rep')

export const sessionShape = z
  .object({ id: z.int(), ip: z.string(), device: z.string(), startedAt: at, usedAt: at })
  .openapi('Session')

export const keyShape = z
  .object({
    id: z.int(),
    name: z.string(),
    role: z.enum(keyRoleNames as [string, ...string[]]),
    rep: z.string().nullable().openapi({ description: 'As whom it acts; null: the desk itself' }),
    createdAt: at,
    lastUsedAt: at.nullable(),
    revokedAt: at.nullable(),
  })
  .openapi('ApiKey')
