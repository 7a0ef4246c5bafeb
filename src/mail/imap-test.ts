import type { ImapFlow, MailboxObject } from 'imapflow'
import { type ImapAccount, loadAccount } from './imap-accounts.ts'
import { connectImap, type ImapParts } from './imap-client.ts'
import { imapFault } from './imap-faults.ts'

/** One thing that was tried, and how it went, in a sentence. */
export type TestStep = Readonly<{ ok: boolean; text: string }>

const patience = 40_000

/**
 * Tries an account as it is stored: signs in, opens the folder, looks for what is done with fetched mail. Changes
 * nothing there. The first step that fails is the last.
 */
export async function testAccount(parts: ImapParts, mailboxId: number): Promise<TestStep[]> {
  const account = await loadAccount(parts.db, parts.secrets, mailboxId)
  if (!account) return []
  const client = await connectImap(parts, account)
  if ('kind' in client) return [{ ok: false, text: client.text }]
  const timer = setTimeout(() => client.close(), patience)
  const steps: TestStep[] = [{ ok: true, text: signedIn(client, account) }]
  try {
    for await (const step of looks(client, account)) steps.push(step)
  } catch (error) {
    steps.push({ ok: false, text: imapFault(error, account).text })
  } finally {
    clearTimeout(timer)
    client.close()
  }
  return steps
}

function signedIn(client: ImapFlow, { host, port, user }: ImapAccount): string {
  const how = client.secureConnection ? 'over TLS' : 'without TLS: whoever is in between can read along'
  return `Signed in at ${host}:${port} as ${user}, ${how}.`
}

async function* looks(client: ImapFlow, account: ImapAccount): AsyncGenerator<TestStep> {
  const folders = (await client.list()).filter((folder) => !folder.flags.has('\\Noselect')).map((folder) => folder.path)
  const has = (name: string) =>
    folders.includes(name) || (name.toUpperCase() === 'INBOX' && folders.some((path) => path.toUpperCase() === 'INBOX'))
  if (!has(account.folder)) return yield missing(account.folder, folders)
  // Read only, so that nothing changes there; PERMANENTFLAGS say the truth in a folder open for writing alone.
  const folder = await client.mailboxOpen(account.folder, { readOnly: account.processed !== 'keyword' })
  if (!folder.uidValidity)
    return yield { ok: false, text: 'The server gives the folder no UIDVALIDITY: use another one.' }
  yield { ok: true, text: `The folder “${account.folder}” is there, with ${count(folder)}.` }
  if (!client.capabilities.has('IDLE'))
    yield { ok: true, text: 'The server does not tell of new mail (no IDLE): the desk looks every two minutes.' }
  const fault = processedFault(client, account, folder)
  if (fault) yield { ok: false, text: fault }
  else if (account.processed === 'move' && !has(account.moveTo)) yield missing(account.moveTo, folders)
}

function count({ exists }: MailboxObject): string {
  return exists === 1 ? '1 mail' : `${exists} mails`
}

function processedFault(client: ImapFlow, account: ImapAccount, folder: MailboxObject): string | undefined {
  const { capabilities } = client
  if (account.processed === 'move' && !capabilities.has('MOVE') && !capabilities.has('UIDPLUS'))
    return 'The server can move no mail: choose another deed for fetched mail.'
  const flags = folder.permanentFlags
  if (account.processed === 'keyword' && flags && !flags.has('\\*') && !flags.has('$Ingested'))
    return 'The folder takes no keywords: choose another deed for fetched mail.'
  return undefined
}

function missing(name: string, folders: readonly string[]): TestStep {
  const some = folders.slice(0, 20).join(', ').slice(0, 500)
  return { ok: false, text: `There is no folder “${name}”. There are: ${some}${folders.length > 20 ? ', …' : '.'}` }
}
