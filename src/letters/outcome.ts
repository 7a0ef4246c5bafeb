/** One letter for the relay. */
export type Mailing = Readonly<{ from: string; to: readonly string[]; bytes: Buffer }>

/**
 * How a try ended:
 *   sent      the relay took it; `refused` names recipients that it did not take it for
 *   later     it surely did not go, and may go later; `trouble` is the relay itself being away or not letting us in
 *   never     the relay said no for good
 *   doubtful  the whole letter was handed over and no answer came: it may have gone
 */
export type Outcome = Readonly<{
  kind: 'sent' | 'later' | 'never' | 'doubtful'
  reply: string
  reason: string
  trouble: boolean
  /** Who asked for patience by 421, 450 or 451: the relay for itself, or for these recipients. */
  slow?: Slow | undefined
}>

type Slow = Readonly<{ relay: boolean; recipients: readonly string[] }>

export type RelayError = Readonly<{
  message: string
  code?: string | undefined
  command?: string | undefined
  response?: string | undefined
  responseCode?: number | undefined
  permanent?: boolean | undefined
  recipient?: string | undefined
  rejectedErrors?: readonly RelayError[] | undefined
}>

type Sent = Readonly<{ response: string; rejectedErrors?: readonly RelayError[] | undefined }>

export function sentOutcome({ response, rejectedErrors = [] }: Sent): Outcome {
  const refused = rejectedErrors.map((error) => `${error.recipient ?? '?'} (${words(error)})`)
  const reason = refused.length > 0 ? `not delivered to ${refused.join(', ')}; delivered to the others` : ''
  const slow = slowOf({ message: '', rejectedErrors })
  return { kind: 'sent', reply: oneReply(response), reason: oneReply(reason), trouble: false, ...(slow && { slow }) }
}

/** The table of campaigns.md R7, exact since we know whether the whole letter was handed over. */
export function failedOutcome(error: RelayError, handed: boolean): Outcome {
  const [kind, reason, trouble = false] =
    error.responseCode || error.rejectedErrors?.length ? answered(error) : unanswered(error, handed)
  const slow = slowOf(error)
  return { kind, reason, trouble, reply: oneReply(error.response ?? ''), ...(slow && { slow }) }
}

const asksForPatience = ({ responseCode = 0 }: RelayError) => [421, 450, 451].includes(responseCode)

/** 421 closes the session, so it speaks of the relay even where it answers a recipient (RFC 5321 3.8). */
function slowOf(error: RelayError): Slow | undefined {
  const refused = error.rejectedErrors ?? []
  const patient = refused.filter(asksForPatience)
  if (patient.some(({ responseCode }) => responseCode === 421)) return { relay: true, recipients: [] }
  if (patient.length > 0) return { relay: false, recipients: patient.flatMap(({ recipient }) => recipient ?? []) }
  return refused.length === 0 && asksForPatience(error) ? { relay: true, recipients: [] } : undefined
}

type Judged = readonly [kind: Outcome['kind'], reason: string, trouble?: boolean]

function answered(error: RelayError): Judged {
  if (isLogin(error)) return ['later', `the relay does not accept our name and password: ${words(error)}`, true]
  const refusals = error.rejectedErrors ?? []
  if (refusals.length > 0)
    return [refusals.every(isPermanent) ? 'never' : 'later', `the relay refused ${refusalWords(refusals)}`]
  if (!isPermanent(error)) return ['later', `the relay said “not now”: ${words(error)}`]
  // Such a 5yz is about us, not about this letter.
  if (isAboutUs(error)) return ['later', `the relay does not let us in: ${words(error)}`, true]
  return ['never', `the relay refused it: ${words(error)}`]
}

function unanswered(error: RelayError, handed: boolean): Judged {
  if (handed) return ['doubtful', `the connection broke before the relay confirmed it: ${words(error)}`]
  if (isLogin(error)) return ['later', `the relay does not accept our name and password: ${words(error)}`, true]
  // The relay's limit stands in its greeting (RFC 1870), so such a letter is not even offered.
  if (error.code === 'EMESSAGE') return ['never', `the relay does not take letters of this size: ${words(error)}`]
  if (error.code === 'EENVELOPE') return ['never', `no relay takes this address: ${words(error)}`]
  if (error.code === 'ESTOPPED') return ['later', 'the desk stopped before it went', true]
  return ['later', `the relay cannot be reached: ${words(error)}`, true]
}

function isLogin({ code }: RelayError): boolean {
  return code === 'EAUTH' || code === 'ENOAUTH'
}

function isPermanent({ responseCode = 0 }: RelayError): boolean {
  return responseCode >= 500 && responseCode !== 503
}

/** A no to the greeting, to EHLO or to who we are (530: log in, or encrypt, first). */
function isAboutUs({ command, code, responseCode }: RelayError): boolean {
  return (
    responseCode === 530 ||
    code === 'EPROTOCOL' ||
    code === 'ECONNECTION' ||
    code === 'ETLS' ||
    ['CONN', 'EHLO', 'HELO', 'STARTTLS'].includes(command ?? '')
  )
}

function refusalWords(errors: readonly RelayError[]): string {
  return oneReply(errors.map((error) => `${error.recipient ?? 'a recipient'} (${words(error)})`).join(', '))
}

/** The relay's own words where it had some, else the error's. */
function words({ response, message }: RelayError): string {
  return oneReply(response || message)
}

function oneReply(text: string): string {
  return text
    .toWellFormed()
    .replace(/[\p{Cc}\s]+/gu, ' ')
    .trim()
    .slice(0, 500)
}
