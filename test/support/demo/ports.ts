import { join } from 'node:path'

/** Where the demo lives; the environment may move it, so that tests run beside it. */
export type DemoPlace = Readonly<{
  httpPort: number
  smtpPort: number
  mailboxPort: number
  dataDir: string
}>

export const shop = { name: 'Anthill & Daughters', domain: 'antfarm.test', address: 'support@antfarm.test' }
export const login = { email: 'demo@antfarm.test', password: 'antfarm-demo', name: 'Dana Demo' }

const root = join(import.meta.dirname, '..', '..', '..')

export function demoPlace(env: NodeJS.ProcessEnv): DemoPlace {
  return {
    httpPort: Number(env.HTTP_PORT ?? 3010),
    smtpPort: Number(env.SMTP_PORT ?? 2535),
    mailboxPort: Number(env.MAILBOX_PORT ?? 3011),
    dataDir: env.DATA_DIR ?? join(root, 'data-demo'),
  }
}

/** What the program of the demo runs with, beside PATH and the like. */
export function demoEnvironment(place: DemoPlace, relayUrl: string): Record<string, string> {
  return {
    HTTP_PORT: String(place.httpPort),
    SMTP_PORT: String(place.smtpPort),
    DATA_DIR: place.dataDir,
    RELAY_URL: relayUrl,
    MAIL_DOMAIN: shop.domain,
    SUPPORT_ADDRESS: shop.address,
    LOG_LEVEL: 'warn',
  }
}
