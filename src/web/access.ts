import { Hono } from 'hono'
import { accountPages } from './account.tsx'
import { apiKeyPages } from './api-keys.tsx'
import type { Desk, Web } from './desk.ts'
import { signInSettings } from './sign-in-settings.tsx'
import { staffPages } from './staff.tsx'

/** Who may come in and as what: the own account, staff, keys, the ways of signing in. */
export function accessPages(desk: Desk): Hono<Web> {
  return new Hono<Web>()
    .route('/', accountPages(desk))
    .route('/', staffPages(desk))
    .route('/', apiKeyPages(desk))
    .route('/', signInSettings(desk))
}
