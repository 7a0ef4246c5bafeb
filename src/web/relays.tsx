import { type Context, Hono } from 'hono'
import { DeskPage } from '../../templates/desk.tsx'
import { type RelayForm, RelayPage, RelaysPage } from '../../templates/relays.tsx'
import { tlsModes } from '../database/tables-mailboxes.ts'
import { currentPauses } from '../letters/pauses.ts'
import { changeRelay, createRelay, deleteRelay, type Faults, type RelayWish } from '../letters/relay-changes.ts'
import { testRelay } from '../letters/relay-test.ts'
import { getRelay, listRelays, type StoredRelay } from '../letters/relays.ts'
import type { TestStep } from '../mail/imap-test.ts'
import { listMailboxes } from '../mail/mailboxes.ts'
import type { Desk, Web } from './desk.ts'
import { formOf, idOf } from './input.ts'
import { actorOf } from './issue-changes.tsx'
import { goOn, pageParts } from './page.ts'
import { Refusal } from './refusal.ts'

const home = '/settings/relays'
type Form = Readonly<Record<string, string>>

/** The settings of relays: the list, a form for each, and "test now". Admins only (page-deeds.ts). */
export function relayPages(desk: Desk): Hono<Web> {
  return new Hono<Web>()
    .get(home, (c) => list(c, desk))
    .get(`${home}/new`, async (c) => c.html(await onePage(c, desk, { asked: found(c.req.query()) })))
    .post(home, async (c) => {
      const form = await formOf(c)
      const made = await desk.db.transaction().execute((tx) => createRelay(tx, actorOf(c), desk.secrets, wishOf(form)))
      if ('faults' in made) return c.html(await onePage(c, desk, { values: typed(form), faults: made.faults }), 422)
      return goOn(c, `${home}/${made.relay.id}`, { done: made.changeId })
    })
    .get(`${home}/:id`, async (c) => c.html(await onePage(c, desk, { relay: await known(desk, idOf(c)) })))
    .post(`${home}/:id`, (c) => save(c, desk))
    .post(`${home}/:id/test`, async (c) => {
      const relay = await known(desk, idOf(c))
      const { to = '' } = await formOf(c)
      const tested = await testRelay(desk, relay.id, to.trim().slice(0, 500))
      if (tested === 'not found') throw new Refusal(404, 'missing')
      return c.html(await onePage(c, desk, { relay, tested, testTo: to.slice(0, 500) }))
    })
    .post(`${home}/:id/delete`, async (c) => {
      const done = await desk.db.transaction().execute((tx) => deleteRelay(tx, actorOf(c), idOf(c)))
      if (done === 'not found') throw new Refusal(404, 'missing')
      return goOn(c, home, { done: done.changeId })
    })
}

async function list(c: Context<Web>, { db, config, ...desk }: Desk) {
  const [parts, relays, pauses, mailboxes] = await Promise.all([
    pageParts(c, { db, config, ...desk }),
    listRelays(db),
    currentPauses(db),
    mailboxNames({ db }),
  ])
  const until = (id: number) => pauses.find(({ key }) => key === `relay:${id}`)?.until ?? null
  const shown = relays.map((relay) => ({ ...relay, pausedUntil: until(relay.id) }))
  const environment = config.relayUrl && URL.parse(config.relayUrl)?.host
  return c.html(
    <DeskPage {...parts} title={parts.ui.words.relays.title} place="mailboxes" shape="page">
      <RelaysPage ui={parts.ui} relays={shown} environment={environment} mailboxes={mailboxes} />
    </DeskPage>,
  )
}

async function mailboxNames({ db }: Pick<Desk, 'db'>): Promise<Map<number, string>> {
  return new Map((await listMailboxes(db)).map(({ id, address }) => [id, address]))
}

async function known({ db }: Desk, id: number): Promise<StoredRelay> {
  const relay = await getRelay(db, id)
  if (!relay) throw new Refusal(404, 'missing')
  return relay
}

type Shown = Readonly<{
  relay?: StoredRelay | undefined
  values?: RelayForm
  asked?: Partial<RelayForm>
  faults?: Faults
  tested?: readonly TestStep[]
  testTo?: string
}>

async function onePage(c: Context<Web>, desk: Desk, { relay, values, asked, faults = {}, ...test }: Shown) {
  const [parts, mailboxes, relays] = await Promise.all([pageParts(c, desk), mailboxNames(desk), listRelays(desk.db)])
  const standard = !relays.some((other) => other.standard)
  const title = relay?.name ?? parts.ui.words.relays.newTitle
  return (
    <DeskPage {...parts} title={title} place="mailboxes" shape="page">
      <RelayPage
        ui={parts.ui}
        id={relay?.id}
        title={title}
        values={values ?? { ...valuesOf(relay, standard), ...asked }}
        faults={faults}
        stored={relay?.hasPassword ?? false}
        mailboxes={mailboxes}
        {...test}
      />
    </DeskPage>
  )
}

async function save(c: Context<Web>, desk: Desk) {
  const relay = await known(desk, idOf(c))
  const form = await formOf(c)
  const wish = { id: relay.id, ...wishOf(form), version: Number(form.version) || 0 }
  const done = await desk.db.transaction().execute((tx) => changeRelay(tx, actorOf(c), desk.secrets, wish))
  if (done === 'not found') throw new Refusal(404, 'missing')
  if ('faults' in done) return c.html(await onePage(c, desk, { relay, values: typed(form), faults: done.faults }), 422)
  if ('conflict' in done) return goOn(c, `${home}/${relay.id}`, { said: 'conflict' })
  return goOn(c, `${home}/${relay.id}`, done.changeId === null ? { said: 'unchanged' } : { done: done.changeId })
}

/** A first relay is the standard one unless the admin says otherwise: else letters would still not go. */
function valuesOf(relay: StoredRelay | undefined, standardIfNew: boolean): RelayForm {
  if (!relay)
    return {
      ...{ name: '', host: '', port: '587', tls: 'starttls', user: '', connections: '6', rate: '' },
      ...{ standard: standardIfNew, mailboxIds: [], version: 0 },
    }
  const { name, host, port, tls, user, connections, rate, standard, mailboxIds, version } = relay
  const texts = { port: String(port), connections: String(connections), rate: rate === null ? '' : String(rate) }
  return { name, host, tls, user, standard, mailboxIds, version, ...texts }
}

/** What was posted, to be shown again beside its faults; bounded, and never the password. */
function typed(form: Form): RelayForm {
  const text = (name: string) => (form[name] ?? '').trim().slice(0, 500)
  return {
    ...{ name: text('name'), host: text('host'), port: text('port'), user: text('user') },
    ...{ connections: text('connections'), rate: text('rate').replace(',', '.') },
    tls: tlsModes.find((mode) => mode === form.tls) ?? 'starttls',
    standard: form.standard === 'yes',
    mailboxIds: Object.keys(form).flatMap((name) => Number(/^mailbox-(\d{1,9})$/.exec(name)?.[1] ?? 0) || []),
    version: Number(form.version) || 0,
  }
}

/** What was found for an address, where the link of a new relay names it. */
function found(query: Form): Partial<RelayForm> {
  if (!query.host) return {}
  const { name, host, port, tls, user } = typed(query)
  return { name, host, port, tls, user }
}

function wishOf(form: Form): RelayWish {
  const { port, connections, rate, version: _, ...rest } = typed(form)
  const numbers = { port: number(port), connections: number(connections), rate: rate === '' ? null : number(rate) }
  return { patch: { ...rest, ...numbers }, password: form.password || undefined }
}

/** NaN is refused by the rules, with a sentence. */
function number(text: string): number {
  return /^\d{1,6}(\.\d{1,6})?$/.test(text) ? Number(text) : Number.NaN
}
