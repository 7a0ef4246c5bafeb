import { accessSync, constants, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { parseEnv } from 'node:util'
import { z } from 'zod'

/** Everything the environment decides; read once by a composition root, passed on as data. */
export type Config = Readonly<{
  dataDir: string
  databaseUrl: string | undefined
  databaseReadUrl: string | undefined
  databaseDirectUrl: string | undefined
  httpHost: string
  httpPort: number
  publicUrl: string
  basePath: string
  trustedProxies: readonly string[]
  metricsToken: string | undefined
  smtpHost: string
  smtpPort: number
  smtpMaxBytes: number
  smtpTlsCert: string | undefined
  smtpTlsKey: string | undefined
  smtpTrusted: readonly string[]
  smtpProxy: boolean
  /** Where the shop's own mailers hand in mail; undefined: nowhere. */
  submissionPort: number | undefined
  dnsServers: readonly string[]
  smtpLimits: SmtpLimits
  mailDomain: string
  supportAddress: string
  relayUrl: string | undefined
  undoSeconds: number
  secret: string | undefined
  secretsOld: readonly string[]
  instance: string | undefined
  logLevel: string
}>

/** Per IP address and minute, and bytes of DATA held in memory at once; answered with 421 or 450. */
export type SmtpLimits = Readonly<{
  connectionsPerIp: number
  mailsPerIp: number
  mailsPerSender: number
  dataBytes: number
  backlog: number
}>

/** The environment names something wrong; the message lists every fault and what would be right. */
export class ConfigError extends Error {}

const list = z.string().transform((text) => text.split(/[\s,]+/).filter(Boolean))
const port = z.coerce
  .number('a port number')
  .int('a port number')
  .min(0, 'a port from 0 to 65535')
  .max(65535, 'a port from 0 to 65535')
const count = z.coerce.number('a number').int('a whole number').min(0, 'zero or more')
const flag = z
  .enum(['0', '1', 'true', 'false', 'yes', 'no'], '1 or 0')
  .transform((text) => ['1', 'true', 'yes'].includes(text))
const postgresUrl = z.string().regex(/^postgres(ql)?:\/\//, 'a URL like postgres://user:password@host:5432/name')
const longSecret = z.string().min(32, 'at least 32 bytes; make one with: openssl rand -base64 48')

const environment = z.object({
  DATA_DIR: z.string().default('./data'),
  DATABASE_URL: postgresUrl.optional(),
  DATABASE_READ_URL: postgresUrl.optional(),
  DATABASE_DIRECT_URL: postgresUrl.optional(),
  HTTP_HOST: z.string().default('127.0.0.1'),
  HTTP_PORT: port.default(3000),
  PUBLIC_URL: z.url({ protocol: /^https?$/, error: 'a URL like https://desk.example.com' }).optional(),
  BASE_PATH: z
    .string()
    .regex(/^\/[\w\-./~]*$/, 'a path like /desk/')
    .default('/'),
  TRUSTED_PROXIES: list.default([]),
  METRICS_TOKEN: z.string().min(16, 'at least 16 characters').optional(),
  SMTP_HOST: z.string().default('127.0.0.1'),
  SMTP_PORT: port.default(2525),
  SMTP_MAX_BYTES: count
    .min(1024, 'at least 1024')
    .max(1 << 28, 'at most 268435456')
    .default(26214400),
  SMTP_TLS_CERT: z.string().optional(),
  SMTP_TLS_KEY: z.string().optional(),
  SMTP_TRUSTED: list.default([]),
  SMTP_PROXY: flag.default(false),
  SUBMISSION_PORT: port.optional(),
  DNS_SERVERS: list.default([]),
  SMTP_CONNECTIONS_PER_IP: count.default(20),
  SMTP_MAILS_PER_IP: count.default(60),
  SMTP_MAILS_PER_SENDER: count.default(30),
  SMTP_DATA_BYTES: count.default(256 << 20),
  SMTP_BACKLOG: count.default(1_000_000),
  MAIL_DOMAIN: z
    .string()
    .regex(/^[^\s@/]+$/, 'a domain like shop.example')
    .default('localhost'),
  SUPPORT_ADDRESS: z
    .string()
    .regex(/^[^\s@+]+@[^\s@]+$/, 'an address like support@shop.example')
    .optional(),
  RELAY_URL: z
    .string()
    .regex(/^smtps?:\/\//, 'a URL like smtp://user:pass@host:587')
    .refine((url) => URL.canParse(url), 'a URL: write @ : / ? # of a password as %40 %3A %2F %3F %23')
    .optional(),
  UNDO_SECONDS: count.max(600, 'at most 600').default(10),
  SECRET: longSecret.optional(),
  SECRETS_OLD: list.default([]),
  INSTANCE: z.string().min(8, 'at least 8 characters').optional(),
  LOG_LEVEL: z
    .enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'], 'a level like info or warn')
    .default('info'),
})

/**
 * Reads `.env` in the current folder (the environment wins) and the environment.
 * Throws one ConfigError that names everything wrong, never a value that may be secret.
 */
export function readConfig(env: NodeJS.ProcessEnv = { ...readDotEnv(), ...process.env }): Config {
  const set = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ''))
  const parsed = environment.safeParse(set)
  if (!parsed.success) {
    const wrong = parsed.error.issues.map((issue) => `${issue.path.join('.')}: must be ${issue.message}`)
    const faults = [...wrong, ...tlsFaults(set)].map((fault) => `  ${fault}`)
    throw new ConfigError(`Some settings are wrong; correct them in the environment or in .env:\n${faults.join('\n')}`)
  }
  return toConfig(parsed.data)
}

/** Told along with others; alone, the door that needs the files says so, since other parts start without them. */
function tlsFaults(set: NodeJS.ProcessEnv): string[] {
  const [cert, key] = [set.SMTP_TLS_CERT, set.SMTP_TLS_KEY]
  if (!cert && !key) return []
  return Object.entries({ SMTP_TLS_CERT: cert, SMTP_TLS_KEY: key }).flatMap(([name, value]) => {
    if (!value) return `${name}: must be set as well, or the other one left out`
    return value.includes('-----BEGIN') || isReadable(value) ? [] : `${name}: must be PEM, or a file that can be read`
  })
}

function isReadable(path: string): boolean {
  try {
    accessSync(path, constants.R_OK)
    return true
  } catch {
    return false
  }
}

function toConfig(e: z.infer<typeof environment>): Config {
  return {
    dataDir: resolve(e.DATA_DIR),
    databaseUrl: e.DATABASE_URL,
    databaseReadUrl: e.DATABASE_READ_URL ?? e.DATABASE_URL,
    databaseDirectUrl: e.DATABASE_DIRECT_URL ?? e.DATABASE_URL,
    httpHost: e.HTTP_HOST,
    httpPort: e.HTTP_PORT,
    publicUrl: (e.PUBLIC_URL ?? `http://localhost:${e.HTTP_PORT}`).replace(/\/+$/, ''),
    basePath: `/${e.BASE_PATH.split('/').filter(Boolean).join('/')}/`.replace('//', '/'),
    trustedProxies: e.TRUSTED_PROXIES,
    metricsToken: e.METRICS_TOKEN,
    smtpHost: e.SMTP_HOST,
    smtpPort: e.SMTP_PORT,
    smtpMaxBytes: e.SMTP_MAX_BYTES,
    smtpTlsCert: e.SMTP_TLS_CERT,
    smtpTlsKey: e.SMTP_TLS_KEY,
    smtpTrusted: e.SMTP_TRUSTED,
    smtpProxy: e.SMTP_PROXY,
    submissionPort: e.SUBMISSION_PORT,
    dnsServers: e.DNS_SERVERS,
    smtpLimits: {
      connectionsPerIp: e.SMTP_CONNECTIONS_PER_IP,
      mailsPerIp: e.SMTP_MAILS_PER_IP,
      mailsPerSender: e.SMTP_MAILS_PER_SENDER,
      dataBytes: e.SMTP_DATA_BYTES,
      backlog: e.SMTP_BACKLOG,
    },
    mailDomain: e.MAIL_DOMAIN.toLowerCase(),
    supportAddress: e.SUPPORT_ADDRESS ?? `support@${e.MAIL_DOMAIN}`,
    relayUrl: e.RELAY_URL,
    undoSeconds: e.UNDO_SECONDS,
    secret: e.SECRET,
    secretsOld: e.SECRETS_OLD,
    instance: e.INSTANCE,
    logLevel: e.LOG_LEVEL,
  }
}

function readDotEnv(): NodeJS.ProcessEnv {
  try {
    return parseEnv(readFileSync('.env', 'utf8'))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {}
    throw new ConfigError(`The file .env cannot be read: ${(error as Error).message}`)
  }
}
