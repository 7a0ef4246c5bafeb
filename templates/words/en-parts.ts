/** What a mail is beside its words, and mails within mails, in English. */
export const partsWords = {
  marks: {
    signed: {
      smime: 'Signed (S/MIME), not verified: the signature is kept, nobody here has checked it.',
      pgp: 'Signed (PGP), not verified: the signature is kept, nobody here has checked it.',
    },
    encrypted: {
      smime:
        'Encrypted (S/MIME): it cannot be read here. Download it as it came to open it in a mail program with the key.',
      pgp: 'Encrypted (PGP): it cannot be read here. Download it as it came to open it in a mail program with the key.',
    },
    bareLineEnds:
      'It came with broken line ends, as some old programs write them and as some forgers do. Its bytes are kept as they came.',
    unpacked: (n: number) =>
      n === 1 ? 'One file was unpacked from its winmail.dat.' : `${n} files were unpacked from its winmail.dat.`,
    invitation: 'Invitation',
    untitled: '(no title)',
    methods: (method: string) =>
      ({
        REQUEST: 'Invitation',
        CANCEL: 'Cancelled',
        REPLY: 'Answer to an invitation',
        COUNTER: 'Other time proposed',
        PUBLISH: 'Date',
      })[method] ?? 'Calendar',
    starts: 'Starts',
    ends: 'Ends',
    place: 'Place',
    organiser: 'Organiser',
    uid: 'UID',
    noZone: '(no time zone)',
    notAnswered: 'The desk answers no invitation by itself; the file is below.',
  },
  pictures: {
    show: 'Show remote images',
    hint: 'The desk fetches them once; the sender learns that somebody opened the mail, not who.',
  },
  message: {
    back: 'Back to the conversation',
    open: (name: string) => `Read ${name}`,
    unproved: 'This mail came as a file within another. Whoever attached it may have written all of it.',
    trouble: (why: string) => `It could not be read whole, since ${why}.`,
  },
}
