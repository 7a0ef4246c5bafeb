/** The audit and keeping mail, in English. */
export const operationWords = {
  audit: {
    title: 'Audit',
    hint: 'Who signed in and who changed what, as a file to keep elsewhere.',
    lead: 'Everything that was done here, with who did it and when, a line of JSON each. Sign-ins are kept for a year, changes for good.',
    part: 'What',
    parts: { all: 'Everything', settings: 'Settings only', 'sign-ins': 'Sign-ins only' } as Readonly<
      Record<string, string>
    >,
    from: 'From',
    to: 'To',
    save: 'Save as a file',
    signIns: 'Latest sign-ins',
    none: 'Nobody has signed in since this is written down.',
    who: 'Who',
    nobody: 'an unknown address',
    outcome: 'What came of it',
    way: 'By',
    ip: 'From',
    when: 'When',
    ways: { password: 'password', second_step: 'second step', provider: 'identity provider' },
    outcomes: {
      in: 'signed in',
      'second step': 'asked for the second step',
      wrong: 'wrong password',
      'wrong code': 'wrong code',
      again: 'came too late',
      locked: 'locked for a while',
      deactivated: 'deactivated account',
      unknown: 'has no account here',
      'foreign domain': 'foreign domain',
      unverified: 'unverified address',
      away: 'provider away',
      failed: 'failed',
    } as Readonly<Record<string, string>>,
  },
  keeping: {
    title: 'Keeping mail',
    menuHint: 'How long the bytes of mail are kept once nothing is open any more.',
    lead: 'Every mail is kept as it came, byte for byte. In years that is most of the database.',
    months: 'Drop the bytes of a mail',
    forGood: 'never',
    after: (months: number) => `${months} months after its last issue was closed`,
    hint: 'Looked at every night. What was dropped does not come back, not by undo either.',
    goes: 'What goes',
    goesWhat:
      'The source of the mail with all its headers, the proof of its signatures, and reading it again with a newer version.',
    stays: 'What stays',
    staysWhat:
      'What it said, who wrote it and when, its files, how it was judged, its issues. Open, held and failed mail stays whole.',
    save: 'Save',
  },
}
