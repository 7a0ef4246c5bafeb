/** What is off in a campaign unless somebody wants it: the public copy, opens and clicks; and bulk voiding. */
export const campaignGapsWords = {
  archivePage: {
    lead: (from: string, day: string) => `A letter of ${from}, ${day}.`,
    note: 'This is the copy for everybody: without names and codes, and with links that do nothing.',
    letter: 'The letter',
  },
  campaignOptions: {
    title: 'Off unless you want it',
    archive: 'Public copy of the letter',
    archiveHint:
      'Whoever has its link reads the letter without names and codes. In the text, the link is {{ archive_url }}.',
    archiveAt: 'Its link:',
    archiveWaits: 'It opens when the first letters go out.',
    tracking: 'Report opens and clicks',
    trackingHint:
      'Links lead over this desk and a picture tells of opening. In many countries this takes the consent of each reader. Never the links to unsubscribe, and nothing is decided by it.',
    trackingFrozen: 'Said before it was launched.',
    save: 'Save',
    opened: 'Opened',
    clicked: 'Clicked',
    machines: (n: string) => `and ${n} by machines`,
    trackingNote:
      'Opened and clicked count people once. Machines are apart: HEAD requests, known checkers and picture proxies, within 10 seconds of sending, or all links at once. Some machines look like people, and whoever blocks pictures is not seen: take these numbers as hints.',
  },
  voidAll: {
    link: 'Make unspent certificates void',
    title: 'Make the unspent certificates of this campaign void',
    lead: (count: string, sum: string) =>
      `${count} certificates that are still worth something, ${sum} in all. What was spent stays spent.`,
    forever: 'This cannot be undone. Their owners are not told.',
    none: 'None of its certificates is worth anything any more.',
    reason: 'Reason',
    count: (n: string) => `Type ${n} to confirm`,
    wrongCount: (n: string) => `Type ${n}, the number of certificates: it may have changed since you looked.`,
    noReason: 'Give a reason: it stands in each ledger.',
    button: 'Make them void',
  },
  liabilityCsv: 'As CSV',
  resend: {
    button: 'Send the code again',
    hint: 'A new letter goes to its owner with the same code, after the usual seconds for calling it back.',
  },
}
