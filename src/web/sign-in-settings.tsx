import { type Context, Hono } from 'hono'
import { DeskPage } from '../../templates/desk.tsx'
import { SignInSettingsPage } from '../../templates/sign-in-settings.tsx'
import { changeSignIn } from '../desk/sign-in-changes.ts'
import { isRole } from '../reps/roles.ts'
import {
  type Provider,
  type ProviderFault,
  providerFaults,
  readSignIn,
  type SealedSettings,
  sealClientSecret,
} from '../reps/sign-in-settings.ts'
import type { Desk, Web } from './desk.ts'
import { bodyOf } from './input.ts'
import { actorOf } from './issue-changes.tsx'
import { goOn, pageParts } from './page.ts'

const home = '/settings/sign-in'
const empty: Provider = { name: '', issuer: '', clientId: '', domains: [], newRole: null, trustAddresses: false }

/** Who must have a second step, and the identity provider. Admins only (page-deeds.ts). */
export function signInSettings(desk: Desk): Hono<Web> {
  return new Hono<Web>()
    .get(home, async (c) => {
      const settings = await readSignIn(desk.db)
      return c.html(await page(c, desk, { settings, provider: settings.provider ?? empty }))
    })
    .post(home, (c) => save(c, desk))
}

type Shown = { settings: SealedSettings; provider: Provider; faults?: ProviderFault[] }

async function page(c: Context<Web>, desk: Desk, { settings, provider, faults = [] }: Shown) {
  const parts = await pageParts(c, desk)
  const redirect = `${desk.config.publicUrl}${desk.config.basePath}sign-in/provider/callback`
  const shown = { ui: parts.ui, settings, provider, faults, redirect, stored: settings.sealedSecret !== null }
  return (
    <DeskPage {...parts} title={parts.ui.words.ways_in.title} place="settings" shape="page">
      <SignInSettingsPage {...shown} />
    </DeskPage>
  )
}

async function save(c: Context<Web>, desk: Desk) {
  const form = await bodyOf(c, true)
  const text = (name: string) => (typeof form[name] === 'string' ? form[name].replaceAll('\0', '').trim() : '')
  const before = await readSignIn(desk.db)
  const provider = providerTyped(text)
  const secret = text('secret').slice(0, 1000)
  const sealedSecret = secret ? sealClientSecret(desk.secrets, secret) : before.sealedSecret
  const used = text('use') !== ''
  const faults = used ? providerFaults(provider, sealedSecret !== null) : []
  const secondStepRoles = [form.second ?? []].flat().map(String).filter(isRole)
  const settings = { secondStepRoles, provider: used ? provider : null, sealedSecret }
  if (faults.length > 0) {
    const shown = { settings: { ...settings, sealedSecret: before.sealedSecret }, provider, faults }
    return c.html(await page(c, desk, shown), 422)
  }
  const changeId = await desk.db.transaction().execute((tx) => changeSignIn(tx, actorOf(c), settings))
  return goOn(c, home, changeId === null ? { said: 'unchanged' } : { done: changeId })
}

function providerTyped(text: (name: string) => string): Provider {
  const newRole = text('newRole')
  return {
    name: text('name').slice(0, 60) || 'your company account',
    issuer: text('issuer').slice(0, 500),
    clientId: text('clientId').slice(0, 300),
    domains: text('domains')
      .toLowerCase()
      .split(/[\s,;]+/)
      .filter(Boolean)
      .slice(0, 100),
    newRole: isRole(newRole) && newRole !== 'admin' ? newRole : null,
    trustAddresses: text('trust') !== '',
  }
}
