import type { FoundServer, FoundServers } from '../src/mail/find-servers.ts'
import { Field } from './fields.tsx'
import type { Ui } from './ui.ts'

export type FoundProps = Readonly<{ ui: Ui; address?: string; found?: FoundServers | 'bad address' | undefined }>

/** Where the servers of an address are found, and what to do with them. */
export function FindServers({ ui, address = '', found }: FoundProps) {
  const words = ui.words.start.found
  const bad = found === 'bad address'
  return (
    <section class="start-part" aria-labelledby="start-found">
      <h2 id="start-found">{words.title}</h2>
      <p class="quiet">{words.lead}</p>
      <form method="post" action={ui.url('/settings/start/servers#start-found')} class="row-of-buttons find-servers">
        <Field
          label={words.address}
          name="address"
          type="email"
          value={address}
          error={bad ? words.bad : undefined}
          autocomplete="email"
          required
        />
        <button type="submit" class="button">
          {words.find}
        </button>
      </form>
      {found && !bad && <Found ui={ui} address={address} found={found} />}
    </section>
  )
}

function Found({ ui, address, found }: { ui: Ui; address: string; found: FoundServers }) {
  const words = ui.words.start.found
  const { imap, smtp, domain } = found
  if (!imap && !smtp)
    return (
      <>
        <p class="notice warn" role="status">
          {words.none(domain)}
        </p>
        <a class="button" href={ui.url(`/settings/mailboxes/new?${new URLSearchParams({ address, imap: 'yes' })}`)}>
          {words.byHand}
        </a>
      </>
    )
  return (
    <>
      <dl class="servers">
        {imap && <Line ui={ui} name={words.imap} server={imap} />}
        {smtp && <Line ui={ui} name={words.smtp} server={smtp} />}
      </dl>
      <div class="row-of-buttons">
        {imap && (
          <a class="button" href={ui.url(`/settings/mailboxes/new?${asked(imap, { address, imap: 'yes' })}`)}>
            {words.take}
          </a>
        )}
        {smtp && (
          <a class="button" href={ui.url(`/settings/relays/new?${asked(smtp, { name: domain })}`)}>
            {words.takeRelay}
          </a>
        )}
      </div>
    </>
  )
}

function Line({ ui, name, server }: { ui: Ui; name: string; server: FoundServer }) {
  const words = ui.words.start.found
  return (
    <>
      <dt>{name}</dt>
      <dd>
        <strong>{words.at(server.host, server.port, server.tls !== 'none')}</strong>, {words.user(server.user)}
        <br />
        <span class="quiet">{words.source[server.source]}</span>
      </dd>
    </>
  )
}

function asked({ host, port, tls, user }: FoundServer, more: Record<string, string>): string {
  return new URLSearchParams({ ...more, host, port: String(port), tls, user }).toString()
}
