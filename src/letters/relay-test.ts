import { randomUUID } from 'node:crypto'
import { lookup } from 'node:dns/promises'
import { BlockList, isIP } from 'node:net'
import type { Database } from '../database/connection.ts'
import type { TestStep } from '../mail/imap-test.ts'
import { listMailboxes } from '../mail/mailboxes.ts'
import type { Secrets } from '../settings/secret.ts'
import { compose } from './compose.ts'
import { startSigner } from './dkim-sign.ts'
import type { Outcome } from './outcome.ts'
import { parseAddress } from './recipients.ts'
import { deliver, usualTimeouts } from './relay.ts'
import { getRelay, storedRelay } from './relays.ts'
import { domainOf } from './reply-address.ts'

type Parts = Readonly<{ db: Database; secrets: Secrets }>

/** Somebody waits for the page: shorter than for letters. */
const timeouts = {
  ...usualTimeouts,
  dns: 5000,
  connect: 8000,
  greeting: 10_000,
  talk: 20_000,
  idle: 20_000,
  all: 40_000,
}

/**
 * Sends a test letter through a stored relay to the address that was typed, and says of each step how it went; the
 * first one that fails is the last. It is no letter of the desk: no history, no retry.
 */
export async function testRelay({ db, secrets }: Parts, id: number, to: string): Promise<TestStep[] | 'not found'> {
  const [relay, stored] = [await storedRelay(db, secrets, id), await getRelay(db, id)]
  if (!relay || !stored) return 'not found'
  const address = parseAddress(to)?.address
  if (!address) return [{ ok: false, text: `“${to.slice(0, 100)}” is not an e-mail address: write name@example.com.` }]
  const mailbox = await fromMailbox(db, stored.mailboxIds)
  if (!mailbox) return [{ ok: false, text: 'There is no mailbox to send from: add one first.' }]
  const pinned = await pin(stored.host)
  if ('refused' in pinned) return [{ ok: false, text: pinned.refused }]
  const found = { ok: true, text: `${stored.host} is at ${pinned.address}.` }
  const signer = startSigner({ db, secrets })
  const unsigned = await testLetter(mailbox, address, relay.name)
  const signature = await signer.sign(domainOf(mailbox.address), unsigned)
  await signer.stop()
  const bytes = Buffer.concat([Buffer.from(signature), unsigned])
  const mailing = { from: mailbox.address, to: [address], bytes }
  const outcome = await deliver(pinnedUrl(relay.url, stored.host, pinned.address), mailing, { timeouts })
  return [found, ...stepsOf(outcome, { ...stored, to: address, signed: signature !== '' })]
}

async function fromMailbox(db: Database, mailboxIds: readonly number[]) {
  const mailboxes = await listMailboxes(db)
  return mailboxes.find(({ id }) => mailboxIds.includes(id)) ?? mailboxes[0]
}

function testLetter(from: { name: string; address: string }, to: string, relay: string): Promise<Buffer> {
  return compose({
    from: { name: from.name.replace(/[\r\n\0]/g, ' '), address: from.address },
    to: [{ name: '', address: to }],
    cc: [],
    replyTo: from.address,
    subject: 'Test of a relay',
    messageId: `${randomUUID()}@${domainOf(from.address)}`,
    references: [],
    date: new Date(),
    text: `This letter proves that “${relay}” takes mail from ${from.address}. Nobody needs to answer it.`,
    enclosures: [],
    automatic: true,
  })
}

/** Never the metadata of a cloud's machine, nobody's or everybody's address; a relay in one's own network is usual. */
const never = new BlockList()
for (const [network, bits] of [
  ['0.0.0.0', 8],
  ['169.254.0.0', 16],
  ['224.0.0.0', 3],
] as const)
  never.addSubnet(network, bits, 'ipv4')
for (const [network, bits] of [
  ['::', 128],
  ['fe80::', 10],
  ['fd00:ec2::', 32],
  ['ff00::', 8],
] as const)
  never.addSubnet(network, bits, 'ipv6')

/** Resolved once, every address checked; the connection goes to the one that was checked. */
async function pin(host: string): Promise<{ address: string } | { refused: string }> {
  const plain = host.replace(/^\[|\]$/g, '')
  try {
    const all = isIP(plain) ? [plain] : (await lookup(plain, { all: true })).map(({ address }) => address)
    if (all.some((address) => never.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4')) || !all[0])
      return { refused: `${host} leads to an address that is no mail server’s: write the name of the relay.` }
    return { address: all[0] }
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'no answer'
    return { refused: `No address was found for ${host} (${code}): check the name.` }
  }
}

/** The same relay at the address that was checked; its certificate is still asked for the name. */
function pinnedUrl(url: string, host: string, address: string): string {
  const pinned = new URL(url)
  pinned.hostname = isIP(address) === 6 ? `[${address}]` : address
  if (!isIP(host.replace(/^\[|\]$/g, ''))) pinned.searchParams.set('tls.servername', host)
  return pinned.href
}

type Tried = Readonly<{ host: string; port: number; user: string; tls: string; to: string; signed: boolean }>

function stepsOf(outcome: Outcome, { host, port, user, tls, to, signed }: Tried): TestStep[] {
  const { kind, reply, reason } = outcome
  if (kind !== 'sent') return [{ ok: false, text: sentence(reason) }]
  const safe = tls === 'none' ? 'without TLS: whoever is in between can read along' : 'over TLS'
  return [
    { ok: true, text: `Connected to ${host}:${port}, ${safe}.` },
    ...(user ? [{ ok: true, text: `Signed in as ${user}.` }] : []),
    {
      ok: true,
      text: `The relay took the letter to ${to}${signed ? ', signed by DKIM' : ', without a signature'}: ${reply}`,
    },
    ...(reason ? [{ ok: false, text: sentence(reason) }] : []),
  ]
}

function sentence(reason: string): string {
  return `${reason.charAt(0).toUpperCase()}${reason.slice(1)}${/[.!?]$/.test(reason) ? '' : '.'}`
}
