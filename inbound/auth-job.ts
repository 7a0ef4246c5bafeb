import type { Verdict } from '../src/mail/authentication.ts'
import type { MailTrust } from '../src/mail/trust.ts'

/** What is to be checked: the bytes, and the envelope of the session; no client where it says nothing of the sender. */
export type AuthJob = Readonly<{
  raw: Buffer
  mailFrom: string
  helo: string
  clientIp: string | null
  trust: MailTrust
}>

/** A verdict, and whether it is worth asking again since nobody answered. */
export type Asked = Verdict & Readonly<{ again: boolean }>
