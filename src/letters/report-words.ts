import type { RecipientReport, ReportReason } from '../mail/report.ts'

/** Why a letter did not arrive, as the end of a sentence; written into the letter, where a rep reads it. */
const failed: Readonly<Record<ReportReason, string>> = {
  unknownUser: 'there is no such address',
  unknownHost: 'the domain of the address does not exist',
  noMail: 'that domain takes no mail',
  moved: 'the address has moved',
  disabled: 'the address is switched off',
  full: 'the mailbox is full',
  tooBig: 'the letter is too big for that server',
  expired: 'the server could not be reached in time',
  network: 'there was trouble on the way to that server',
  system: 'that server has trouble of its own',
  junk: 'that server takes the letter for junk',
  virus: 'that server takes the letter for a virus',
  content: 'that server does not like how the letter is built',
  sender: 'that server does not accept our sender address',
  authentication: 'our domain’s SPF, DKIM or DMARC did not convince that server',
  reverseName: 'our server’s address has no proper name (reverse DNS)',
  blocked: 'that server blocks ours',
  rate: 'that server wants fewer letters at a time',
  policy: 'a rule of that server forbids it',
  relaying: 'that server does not deliver for this domain',
  protocol: 'the servers did not understand each other',
  refused: 'that server refused it',
  unknown: 'no reason was given',
}

/** A sentence for a rep with the server's own words behind it. */
export function failureSentence(report: RecipientReport, address: string): string {
  return oneSentence(`It came back from ${address || 'its recipient'}: ${failed[report.reason]}.${quoted(report)}`)
}

export function delaySentence(report: RecipientReport, address: string): string {
  return oneSentence(
    `It has not reached ${address || 'its recipient'} yet: ${failed[report.reason]}. The server on the way still tries.${quoted(report)}`,
  )
}

/** The code is a part of what the server said; a status alone is told where there are no words. */
function quoted({ diagnostic, status }: RecipientReport): string {
  const said = diagnostic.replace(/^\s*[\w-]{1,30}\s*;\s*/, '').slice(0, 200)
  if (said) return ` The server said: “${said}”.`
  return status ? ` (${status})` : ''
}

function oneSentence(text: string): string {
  return text.toWellFormed().replace(/[\p{Cc}\s]+/gu, ' ')
}
