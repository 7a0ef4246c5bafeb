import { X509Certificate } from 'node:crypto'
import { constants } from 'node:fs'
import { access, readFile, stat, statfs } from 'node:fs/promises'
import { join } from 'node:path'
import type { Config } from '../config.ts'
import type { Check } from './check.ts'

/** What a disk should have left, in GiB. */
const leastRoom = 1
/** Days that a certificate should still be good for: those who renew by themselves do so a month ahead. */
const leastDays = 14

/** The machine that this runs on: folders, rights, room, certificate, how browsers come. */
export function machineChecks(config: Config): Check[] {
  return [
    {
      name: `data folder ${config.dataDir} can be written`,
      fault: () =>
        access(config.dataDir, constants.W_OK).then(
          () => undefined,
          () => 'give this user write permission, or set DATA_DIR',
        ),
    },
    {
      name: 'secret is readable for this user alone',
      fault: async () => (config.secret ? undefined : openToOthers(join(config.dataDir, 'secret'))),
    },
    { name: '.env is readable for this user alone', fault: () => openToOthers('.env').catch(() => undefined) },
    {
      name: 'disk has room',
      fault: async () => {
        const { bavail, bsize } = await statfs(config.dataDir)
        const free = (bavail * bsize) / 2 ** 30
        return free < leastRoom
          ? `${free.toFixed(1)} GiB left; mail is refused with 452 when it is full: make room, or drop raw mail of closed issues under Settings, Keeping mail`
          : undefined
      },
    },
    { name: 'certificate of the mail door is good', fault: () => certificateFault(config.smtpTlsCert) },
    { name: 'browsers come by https', fault: async () => plainFault(config) },
  ]
}

async function openToOthers(file: string): Promise<string | undefined> {
  return (await stat(file)).mode & 0o077 ? `run: chmod 600 ${file}` : undefined
}

async function certificateFault(file: string | undefined): Promise<string | undefined> {
  if (!file) return undefined
  const { validTo } = new X509Certificate(await readFile(file))
  const days = (Date.parse(validTo) - Date.now()) / 86_400_000
  if (days < 0) return `it ended on ${validTo}: renew ${file}, then restart inbound`
  return days < leastDays ? `it ends on ${validTo}: renew ${file}, then restart inbound` : undefined
}

/** On this machine alone plain http is fine. */
function plainFault({ publicUrl }: Config): string | undefined {
  const { protocol, hostname } = new URL(publicUrl)
  if (protocol === 'https:' || /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(hostname)) return undefined
  return `PUBLIC_URL is ${publicUrl}: passwords and mail go in the clear; put a proxy with TLS in front and write https there`
}
