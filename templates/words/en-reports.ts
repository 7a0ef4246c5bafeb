/** What became of letters, and what mailboxes answer by themselves, in English. */
export const reportsWords = {
  reports: { delayed: 'Delayed on its way' },
  acknowledgements: {
    title: 'Acknowledgements',
    lead: 'Who writes to a mailbox first may get a short answer at once: at most one a day, never to programs, and nothing of their own mail in it.',
    on: 'Acknowledge mail to this mailbox',
    subject: 'Subject',
    subjectHint: 'Empty: “We have your mail”',
    text: 'Text',
    save: 'Save',
    saved: 'Saved.',
    stopped: 'Stopped for now',
    stoppedLead: 'So much came from these that a machine may be answering us. They get no acknowledgement for an hour.',
    stoppedLine: (mails: number, until: string) => `${mails} mails in ten minutes; stopped until ${until}`,
  },
}
