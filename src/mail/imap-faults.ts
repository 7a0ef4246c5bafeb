import type { TlsMode } from '../database/tables-mailboxes.ts'

/**
 * Why an account cannot be fetched, in words for an admin. `stop`: only he can mend it, trying again would change
 * nothing; `signIn`: tried again, but slowly, since servers lock accounts out; `network`: tried again soon.
 */
export type Fault = Readonly<{ kind: 'stop' | 'signIn' | 'network'; text: string }>

type Place = Readonly<{ host: string; port: number; tls: TlsMode; folder: string }>

type ImapError = Readonly<{
  code?: string
  message: string
  authenticationFailed?: boolean
  tlsFailed?: boolean
  serverResponseCode?: string
  responseText?: string
  response?: unknown
  mailboxMissing?: boolean
}>

/** Reads an error of the connection: each says what is wrong and what to do. */
export function imapFault(error: unknown, place: Place): Fault {
  const failure = error as ImapError
  if (failure.authenticationFailed) return { kind: 'signIn', text: signInText(failure) }
  if (failure.mailboxMissing || failure.code === 'NotFound' || failure.serverResponseCode === 'NONEXISTENT')
    return network(`There is no folder “${place.folder}” in this account: correct its name.`)
  return network(tlsText(failure, place) ?? socketText(failure, place) ?? otherText(failure))
}

function network(text: string): Fault {
  return { kind: 'network', text }
}

function signInText(failure: ImapError): string {
  const code = failure.serverResponseCode
  if (code === 'PRIVACYREQUIRED') return 'The server takes a password over TLS only: choose TLS or STARTTLS.'
  if (code === 'UNAVAILABLE') return `The server cannot check the password just now${quoted(failure)}.`
  return `The server refuses this user name and password${quoted(failure)}: correct them; some providers want an app password or OAuth2.`
}

function quoted({ response, responseText }: ImapError): string {
  const said = typeof response === 'string' ? response : responseText
  const text = (said ?? '')
    .replace(/[^\P{C}]/gu, ' ')
    .trim()
    .slice(0, 200)
  return text ? ` (“${text.replace(/\.$/, '')}”)` : ''
}

const certificates: Readonly<Record<string, string>> = {
  CERT_HAS_EXPIRED: 'has expired',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'is signed by itself alone',
  SELF_SIGNED_CERT_IN_CHAIN: 'is signed by an authority that nobody knows',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'comes without the ones between it and its authority',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'is signed by an authority that nobody knows',
  ERR_TLS_CERT_ALTNAME_INVALID: 'is for another host name',
}

function tlsText({ code = '', message, tlsFailed }: ImapError, { host, port }: Place): string | undefined {
  const certificate = certificates[code]
  if (certificate)
    return `The certificate of ${host} ${certificate}: use the name that stands in it, or have it renewed.`
  if (
    /WRONG_VERSION_NUMBER|PACKET_LENGTH_TOO_LONG/.test(code) ||
    /wrong version number|packet length too long/i.test(message)
  )
    return `${host}:${port} does not begin with TLS: choose STARTTLS (usual on port 143), or port 993 for TLS.`
  if (/does not support STARTTLS/i.test(message))
    return `${host}:${port} offers no STARTTLS: choose TLS (usual on port 993), or none on a trusted network.`
  if (code === 'GREETING_TIMEOUT')
    return `${host}:${port} takes the connection but does not greet: it may expect TLS at once, choose TLS.`
  return tlsFailed || /^ERR_(SSL|TLS)/.test(code) || /EPROTO/.test(code)
    ? `TLS with ${host}:${port} fails (${message.slice(0, 120)}): choose the mode that its provider names.`
    : undefined
}

function socketText({ code = '' }: ImapError, { host, port, tls }: Place): string | undefined {
  if (code === 'ENOTFOUND') return `There is no host ${host}: correct its name.`
  if (code === 'EAI_AGAIN') return `The name ${host} cannot be looked up just now: the name server does not answer.`
  if (code === 'ECONNREFUSED')
    return `Nothing listens on ${host}:${port}: correct the port (usual is ${tls === 'tls' ? 993 : 143}), or start the server.`
  if (['CONNECT_TIMEOUT', 'ETIMEDOUT', 'EHOSTUNREACH', 'ENETUNREACH'].includes(code))
    return `${host}:${port} does not answer: correct host and port, or let the desk through the firewall.`
  return undefined
}

function otherText({ code, message, responseText }: ImapError): string {
  const why = (responseText ?? message ?? code ?? '').replace(/[^\P{C}]/gu, ' ').slice(0, 200)
  return /NoConnection|EConnectionClosed|ECONNRESET|EPIPE|ClosedAfterConnect|ETIMEOUT|StateLogout/.test(code ?? '') ||
    /connection (not available|closed)/i.test(why)
    ? 'The connection to the server broke: it is built anew.'
    : `The server answers with an error: ${why}`
}
