import { raw } from 'hono/html'
import type { FC, PropsWithChildren } from 'hono/jsx'
import type { BoxItem } from './letter-box.ts'
import { shop } from './ports.ts'

export type View = Readonly<{
  deskUrl: string
  current: string | undefined
  people: { name: string; address: string; got: number }[]
}>

const times = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short' })

/** Reading pages renew themselves, so that a letter appears without a hand; pages with a form never do. */
const Page: FC<PropsWithChildren<{ view: View; title: string; renew?: boolean }>> = ({
  view,
  title,
  renew,
  children,
}) => (
  <>
    {raw('<!doctype html>')}
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <title>{`${title} · The customer’s mailbox`}</title>
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        {renew && <meta http-equiv="refresh" content="4" />}
        <link rel="stylesheet" href="/mailbox.css" />
      </head>
      <body>
        <header class="top">
          <h1>
            <a href="/">The customer’s mailbox</a>
          </h1>
          <p>Letters of {shop.name} as its customers see them. Nothing here leaves this machine.</p>
          <a class="button" href={view.deskUrl}>
            Open the desk
          </a>
          <a class="button primary" href={view.current ? `/new?as=${encodeURIComponent(view.current)}` : '/new'}>
            Write to the shop
          </a>
        </header>
        <div class="columns">
          <People view={view} />
          <main>{children}</main>
        </div>
      </body>
    </html>
  </>
)

const People: FC<{ view: View }> = ({ view }) => (
  <nav class="people" aria-label="Customers">
    <a href="/" aria-current={view.current === undefined ? 'page' : undefined}>
      <b>Everybody</b>
      <small>all letters, newest first</small>
    </a>
    {view.people.map(({ name, address, got }) => (
      <a href={`/people/${encodeURIComponent(address)}`} aria-current={view.current === address ? 'page' : undefined}>
        <b>{name || address}</b>
        <small>{address}</small>
        {got > 0 && (
          <span class="count" title={`${got} letters`}>
            {got}
          </span>
        )}
      </a>
    ))}
  </nav>
)

export const CustomerPage: FC<{ view: View; items: readonly BoxItem[] }> = ({ view, items }) => {
  const who = view.people.find(({ address }) => address === view.current)
  return (
    <Page view={view} title={who?.name || view.current || 'Everybody'} renew>
      <h2>{who?.name || view.current || 'All letters'}</h2>
      {items.length === 0 && (
        <p class="empty">
          No mail yet.{' '}
          <a href={view.current ? `/new?as=${encodeURIComponent(view.current)}` : '/new'}>Write to the shop</a>, answer
          in the desk, and the letter appears here.
        </p>
      )}
      {items.map((item) => (
        <Item item={item} />
      ))}
    </Page>
  )
}

const Item: FC<{ item: BoxItem; bare?: boolean }> = ({ item, bare }) => (
  <article class={item.kind} id={`item-${item.id}`}>
    <header>
      <b>{item.kind === 'got' ? item.from.name || item.from.address : `${item.from.name || item.customer} (sent)`}</b>
      <time datetime={item.at.toISOString()}>{times.format(item.at)}</time>
      <p class="subject">{item.subject || 'No subject'}</p>
      <small>
        from {item.from.address} to {item.to.map(({ address }) => address).join(', ')}
      </small>
    </header>
    {item.kind === 'got' && item.html ? (
      <iframe
        src={`/items/${item.id}/html`}
        sandbox=""
        title={`Letter: ${item.subject}`}
        height={String(height(item.text))}
      ></iframe>
    ) : (
      <Words text={item.text} />
    )}
    {item.attachments.map((file, at) => (
      <a class="file" href={`/items/${item.id}/files/${at}`}>
        {file.filename} <small>{Math.ceil(file.content.length / 1024)} KB</small>
      </a>
    ))}
    {!bare && (
      <footer>
        {item.kind === 'got' && (
          <a class="button primary" href={`/items/${item.id}/answer`}>
            Answer
          </a>
        )}
        <a class="quiet" href={`/items/${item.id}/source`}>
          Source
        </a>
      </footer>
    )}
  </article>
)

/** What is new first; what it quotes behind a fold, never cut. */
const Words: FC<{ text: string }> = ({ text }) => {
  const [fresh = '', ...quoted] = text.trimEnd().split(/\n+(?=On .{1,200} wrote:\n>)/)
  return (
    <>
      <pre>{fresh}</pre>
      {quoted.length > 0 && (
        <details>
          <summary>What it answers</summary>
          <pre>{quoted.join('\n')}</pre>
        </details>
      )}
    </>
  )
}

/** Without script a frame cannot take the height of what it holds: guess it from the text, a blank line being half one. */
function height(text: string): number {
  const lines = text.trimEnd().split('\n')
  const pixels = lines.reduce((sum, line) => sum + (line ? 24 * Math.ceil(line.length / 100) : 12), 0)
  return Math.min(900, pixels + 56)
}

export const AnswerPage: FC<{ view: View; item: BoxItem; text: string; problem?: string }> = ({
  view,
  item,
  text,
  problem,
}) => (
  <Page view={view} title="Answer">
    <h2>Answer as {view.people.find(({ address }) => address === item.customer)?.name || item.customer}</h2>
    <form method="post" action={`/items/${item.id}/answer`}>
      <p class="hint">Goes by SMTP to {item.replyTo}, as an answer to the letter below.</p>
      <label for="text">Your answer</label>
      <textarea id="text" name="text" rows={8} autofocus>
        {text}
      </textarea>
      {problem && <p class="error">{problem}</p>}
      <button type="submit" class="button primary">
        Send the answer
      </button>
    </form>
    <Item item={item} bare />
  </Page>
)

type Typed = { from: string; subject: string; text: string }

export const NewMailPage: FC<{ view: View; mail: Typed; problem?: string }> = ({ view, mail, problem }) => (
  <Page view={view} title="Write to the shop">
    <h2>Write to {shop.address}</h2>
    <form method="post" action="/new">
      <label for="from">As</label>
      <select id="from" name="from">
        {view.people.map(({ name, address }) => (
          <option value={address} selected={address === mail.from}>
            {name ? `${name} <${address}>` : address}
          </option>
        ))}
      </select>
      <label for="subject">Subject</label>
      <input id="subject" name="subject" value={mail.subject} maxlength={200} />
      <label for="text">Your mail</label>
      <textarea id="text" name="text" rows={10}>
        {mail.text}
      </textarea>
      {problem && <p class="error">{problem}</p>}
      <button type="submit" class="button primary">
        Send it
      </button>
    </form>
  </Page>
)

export const NotHere: FC<{ view: View }> = ({ view }) => (
  <Page view={view} title="Not here">
    <h2>There is no such page</h2>
    <p class="empty">
      The letter may be gone: only the newest 500 are kept. <a href="/">See all letters</a>.
    </p>
  </Page>
)
