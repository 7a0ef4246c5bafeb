import type { Config } from '../config.ts'

/** One line for a terminal that mails the desk. */
export function curlLine({ smtpHost, smtpPort, supportAddress }: Config): string {
  const host = ['0.0.0.0', '::', ''].includes(smtpHost) ? 'localhost' : smtpHost
  const mail = `From: Maria <maria@example.com>\\nTo: ${supportAddress}\\nSubject: My ants\\n\\nThey have escaped!\\n`
  return `printf '${mail}' | curl -sS --crlf smtp://${host.includes(':') ? `[${host}]` : host}:${smtpPort} --mail-from maria@example.com --mail-rcpt ${supportAddress} --upload-file -`
}
