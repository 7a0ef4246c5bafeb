/** Getting started: first steps, demo data, suggested texts, servers found, import from another helpdesk, in English. */
export const startWords = {
  start: {
    title: 'Getting started',
    hint: 'First steps, demo data, and what another helpdesk holds.',
    lead: 'What makes a desk of an empty installation. Each step shows by itself when it is done.',
    steps: 'First steps',
    progress: (done: number, all: number) => `${done} of ${all} done`,
    done: 'done',
    open: 'to do',
    allDone: 'All of it is done. The desk is yours.',
    hide: 'Hide on the front page',
    show: 'Show on the front page',
    more: 'All of getting started',
    step: {
      mail: {
        name: 'Get a first mail',
        todo: (address: string) => `Write one to ${address}, or let the test mail be sent.`,
        go: 'Where mail comes in',
      },
      answer: { name: 'Answer it', todo: () => 'Open the issue, write, send.', go: 'Open issues' },
      mailbox: {
        name: 'Connect a mailbox',
        todo: () => 'Your support address at your provider: its servers are found by the address.',
        go: 'Mailboxes',
      },
      relay: {
        name: 'Say where letters go out',
        todo: () => 'Without a relay letters are kept and not sent.',
        go: 'Relays',
      },
      name: {
        name: 'Name and signature',
        todo: (address: string) =>
          `Letters come from a bare ${address} until its mailbox has a name; the lines below them are under Signatures.`,
        go: 'Mailboxes',
      },
      colleague: { name: 'Invite a colleague', todo: () => 'By a link that works once.', go: 'Staff' },
      customers: {
        name: 'Bring customers and orders',
        todo: () => 'From CSV files of your shop, or by the API.',
        go: 'Import of the shop',
      },
      canned: {
        name: 'Keep three canned responses',
        todo: (have: string) => `There are ${have}. A suggested set is one click.`,
        go: 'Canned responses',
      },
      spelling: {
        name: 'Choose the languages of the spelling check',
        todo: () => 'The first one is the usual one.',
        go: 'Spelling',
      },
    },
    flash: {
      hidden: 'The first steps are hidden.',
      shown: 'The first steps are shown again.',
      canned: (n: number) => (n === 1 ? '1 canned response is added.' : `${n} canned responses are added.`),
    },
    demo: {
      title: 'Demo data',
      lead: 'A few customers with conversations, to try things on. They are plainly invented, their addresses lead nowhere, and you can remove them again. Of whoever got a campaign or a certificate, a record without a name stays.',
      add: 'Add demo data',
      there: (people: number, issues: number, entries: number) =>
        `There ${people === 1 ? 'is 1 demo customer' : `are ${people} demo customers`} with ${issues === 1 ? '1 issue' : `${issues} issues`} and ${entries === 1 ? '1 contact' : `${entries} contacts`}.`,
      also: 'What you wrote in these issues goes as well. This cannot be undone.',
      remove: 'Remove demo data',
      sure: 'Remove all of it?',
      removed: 'The demo data is gone.',
      added: 'The demo data is there.',
      busy: 'A letter in these issues is being sent at this moment: try again in a minute.',
      kept: (issues: number) =>
        `${issues === 1 ? 'An issue is' : `${issues} issues are`} tied to others by now and cannot go: split or unlink first.`,
    },
    canned: {
      title: 'Suggested canned responses',
      lead: 'Texts that every shop needs, in the language chosen, for everybody. Those whose titles are taken are left out.',
      language: 'Language',
      add: 'Add the suggested set',
      none: 'All of them are there already.',
    },
    found: {
      title: 'Find the servers',
      lead: 'From the address alone: what its domain says of itself, what the provider publishes, else a good guess.',
      address: 'E-mail address',
      find: 'Find',
      none: (domain: string) => `Nothing is published for ${domain}: ask your provider for the names of its servers.`,
      bad: 'Write an address like support@shop.example.',
      imap: 'Mail comes from',
      smtp: 'Letters go to',
      at: (host: string, port: number, safe: boolean) =>
        `${host}, port ${port}, ${safe ? 'encrypted' : 'not encrypted'}`,
      user: (name: string) => `user name ${name}`,
      source: {
        srv: 'published in the DNS of the domain',
        autoconfig: 'published by the domain',
        provider: 'published by the provider that takes its mail',
        guess: 'guessed: no more than that a server of that name exists',
      },
      take: 'Use these for a mailbox',
      takeRelay: 'Use these for a relay',
    },
    helpdesk: {
      title: 'Import from another helpdesk',
      lead: 'Customers, issues with their state and times, what was written, as history. Nothing is sent and nobody is told. The same file again adds only what is new.',
      from: 'What exports',
      zendesk: 'Zendesk: the JSON export of tickets, users and comments, in one file or several.',
      freescout: 'FreeScout: answers of its API as JSON (customers, conversations with threads), or its tables as CSV.',
      files: 'Files',
      filesHint: 'Up to 25 MB here. More by the command: import-helpdesk PATH.',
      mailbox: 'For the mailbox',
      start: 'Import',
      none: 'Choose the files first.',
      done: (people: string, issues: string, entries: string) =>
        `New customers: ${people}, issues: ${issues}, contacts: ${entries}.`,
      skipped: (n: number, text: string) => (n === 1 ? '1 record was left out:' : `${text} records were left out:`),
    },
  },
}
