import type { AuthReason, AuthResult } from '../../src/database/tables-authentication.ts'

/** Whether a mail is from whom it says: the sentences behind the badge, and the settings that they go by. */
export const proofWords = {
  proof: {
    question: 'Is it genuine?',
    none: 'There was nothing to ask: the mail carries no signature, and it came by a way that says nothing about its sender.',
    reasons: {
      'dmarc-pass': (domain) => `${domain} vouches for this mail (DMARC).`,
      'dkim-pass': (domain) => `${domain} signed this mail with its own key.`,
      'arc-pass': (domain) =>
        `A forwarder that you trust saw that ${domain} vouched for this mail, and sealed that (ARC).`,
      'dmarc-fail': (domain) =>
        `${domain} says that this mail is not from there, and asks not to trust such mail (DMARC). Somebody may write in its name.`,
      'two-authors': () => 'It names two senders. Programs show one or the other, so neither is believed.',
      'no-author': () => 'Its From field names no sender for certain, so there is nobody who could vouch for it.',
      'policy-none': (domain) =>
        `Nothing shows that this mail is from ${domain}, but that domain only watches and does not ask to distrust it (p=none).`,
      forwarded: (domain) =>
        `It came through a forwarder of yours, which breaks the proof of ${domain}: so a missing proof says nothing.`,
      'part-signed': (domain) => `${domain} signed only the beginning of this mail. Anybody may have added the rest.`,
      'no-policy': (domain) => `${domain} publishes nothing by which its mail could be told from a forgery.`,
      'no-answer': (domain) =>
        `The name servers of ${domain} did not answer in time. They are asked again for some hours.`,
      'no-client': (domain) =>
        `It came by a way that hides its sender’s computer, so ${domain} could not be asked about that.`,
      'provider-pass': (domain) => `Your mail provider checked that it is from ${domain}.`,
      'provider-fail': (domain) =>
        `Your mail provider found that it is not from ${domain}, which asks not to trust such mail.`,
      'provider-silent': () => 'Your mail provider says nothing about the sender’s domain.',
    } satisfies Record<AuthReason, (domain: string) => string>,
    domain: 'Sender’s domain',
    nobody: 'the sender’s domain',
    signature: 'Signature',
    signedBy: (domain: string, aligned: boolean) =>
      aligned ? `${domain}, the sender’s own` : `${domain}, somebody else’s`,
    spf: 'Sending computer',
    spfOf: (ip: string | null, domain: string) => (ip ? `${ip} for ${domain}` : domain),
    policy: 'What the domain asks',
    policies: {
      none: 'nothing, it only watches',
      quarantine: 'to hold what fails',
      reject: 'to refuse what fails',
    } as Readonly<Record<string, string>>,
    sealed: 'Forwarded and sealed by',
    checkedBy: 'Checked by',
    results: {
      pass: 'proven',
      fail: 'not proven',
      softfail: 'doubtful',
      neutral: 'says nothing',
      none: 'nothing published',
      policy: 'too weak',
      temperror: 'no answer',
      permerror: 'wrongly published',
      skipped: 'not checked',
    } satisfies Record<AuthResult, string> as Readonly<Record<string, string>>,
    looked: 'I have looked',
    heldWaits: 'A held answer waits here: decide on it first.',
  },
  senders: {
    title: 'Senders and junk',
    menu: 'Senders and junk',
    hint: 'Mail from a blocked sender is held and never dropped. A sender who is always let in is not held as junk, unless his domain says that the mail is forged.',
    sender: 'Address or domain',
    senderHint: 'ada@shop.example, or shop.example with everything below it.',
    allow: 'Always let in',
    block: 'Block',
    allowed: 'Let in',
    blocked: 'Blocked',
    remove: 'Remove',
    removeOf: (sender: string) => `Remove ${sender}`,
    by: (name: string) => `by ${name}`,
    empty: 'Nobody is on the list.',
    wrong: 'Write an address like ada@shop.example or a domain like shop.example.',
    trust: 'Whose word counts',
    forwarders: 'Forwarders',
    forwardersHint:
      'Who hands on others’ mail to you: addresses, networks like 198.51.100.0/24, or domains. A proof that they broke is no failure.',
    sealers: 'Trusted seals (ARC)',
    sealersHint: 'Domains of lists and forwarders whose word about the original sender you take.',
    filter: 'Junk filter in front of the desk',
    filters: { none: 'None', rspamd: 'rspamd', spamassassin: 'SpamAssassin' },
    peers: 'Where its mail comes from',
    peersHint: 'Addresses or networks; write imap for mail that is fetched. Marks on mail from elsewhere are ignored.',
    wrongEntry: (entry: string) => `${entry} is neither a domain nor an address or network.`,
    save: 'Save',
  },
}
