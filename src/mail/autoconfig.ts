import type { TlsMode } from '../database/tables-mailboxes.ts'

type Server = Readonly<{ host: string; port: number; tls: TlsMode; user: string }>

const most = 64 << 10

/**
 * The first encrypted IMAP and SMTP server of an autoconfig file (Mozilla's "config-v1.1.xml"), with the user name
 * that it wants for this address. Reads the few elements that matter, in one pass; hostile text finds nothing.
 */
export function readAutoconfig(xml: string, address: string): { imap: Server | null; smtp: Server | null } {
  const text = xml.slice(0, most)
  return {
    imap: first(text, 'incomingServer', 'imap', address),
    smtp: first(text, 'outgoingServer', 'smtp', address),
  }
}

function first(text: string, element: string, type: string, address: string): Server | null {
  for (let at = text.indexOf(`<${element}`); at >= 0; at = text.indexOf(`<${element}`, at + 1)) {
    const end = text.indexOf(`</${element}>`, at)
    if (end < 0) return null
    const block = text.slice(at, Math.min(end, at + 4000))
    const head = block.slice(0, block.indexOf('>') + 1)
    if (!head.includes(`"${type}"`) && !head.includes(`'${type}'`)) continue
    const server = readServer(block, address)
    if (server) return server
  }
  return null
}

function readServer(block: string, address: string): Server | null {
  const value = (name: string) => {
    const from = block.indexOf(`<${name}>`)
    const to = block.indexOf(`</${name}>`, from)
    return from < 0 || to < 0 ? '' : filled(block.slice(from + name.length + 2, to).trim(), address)
  }
  const [host, port, socket] = [value('hostname').toLowerCase(), Number(value('port')), value('socketType')]
  const tls = socket === 'SSL' ? 'tls' : socket === 'STARTTLS' ? 'starttls' : undefined
  if (!tls || !/^(?!-)[a-z0-9.-]{1,253}$/.test(host) || !host.includes('.')) return null
  if (!Number.isInteger(port) || port < 1 || port > 65_535) return null
  return { host, port, tls, user: value('username').slice(0, 320) || address }
}

function filled(text: string, address: string): string {
  const at = address.lastIndexOf('@')
  return text
    .replaceAll('%EMAILADDRESS%', address)
    .replaceAll('%EMAILLOCALPART%', address.slice(0, at))
    .replaceAll('%EMAILDOMAIN%', address.slice(at + 1))
}
