import type { MailAddress, Priority } from '../database/tables.ts'
import type { PastPerson } from './past-people.ts'
import type { PastEntry, PastIssue } from './past-source.ts'

/** Addresses below .example, which nobody can have (RFC 2606). */
export const demoPeople: readonly PastPerson[] = [
  { externalId: 'mira', name: 'Mira Demo', emails: ['mira@demo-customers.example'], phone: '+1 555 0100' },
  { externalId: 'tom', name: 'Tom Demo', emails: ['tom@demo-customers.example'] },
  {
    externalId: 'aiko',
    name: 'Aiko Demo',
    emails: ['aiko@demo-customers.example', 'aiko.work@demo-customers.example'],
  },
  { externalId: 'luis', name: 'Luis Demo', emails: ['luis@demo-customers.example'], phone: '+1 555 0101' },
  { externalId: 'nora', name: 'Nora Demo', emails: ['nora@demo-customers.example'] },
]

type Said = readonly [kind: PastEntry['kind'], hoursAgo: number, text: string]
type Story = Readonly<{
  who: string
  subject: string
  priority?: Priority
  said: readonly Said[]
  closedHoursAgo?: number
}>

const stories: readonly Story[] = [
  {
    who: 'mira',
    subject: 'Where is my parcel?',
    said: [
      [
        'mail',
        5,
        'Hello,\n\nI ordered two lamps on Monday (order D-1001) and the tracking has not moved for three days. Is it lost?\n\nThanks, Mira',
      ],
      ['note', 4, 'The carrier says that it stands in the depot since Tuesday. Asked them to look.'],
    ],
  },
  {
    who: 'tom',
    subject: 'Wrong size arrived',
    priority: 'high',
    said: [
      [
        'mail',
        30,
        'Hi, you sent me the large one but I ordered medium. Can I exchange it? I need it by Saturday.\n\nTom',
      ],
      [
        'letter',
        27,
        'Dear Tom,\n\nsorry for the mix-up. The right one leaves today; please use the label in the parcel to send the other one back.',
      ],
      ['mail', 2, 'Great, thank you! Which label do you mean? There was none in my parcel.'],
    ],
  },
  {
    who: 'aiko',
    subject: 'Invoice for my company',
    said: [
      [
        'mail',
        80,
        'Dear shop,\n\ncould you please send the invoice for order D-0987 with our company name and VAT number on it?\n\nKind regards\nAiko',
      ],
      [
        'letter',
        76,
        'Dear Aiko,\n\nthe corrected invoice is on its way to you by separate mail. Write to us if anything is missing.',
      ],
      ['mail', 75, 'Perfect, thank you very much!'],
    ],
    closedHoursAgo: 74,
  },
  {
    who: 'luis',
    subject: 'Does the starter set fit into a small flat?',
    said: [['mail', 8, 'Good morning,\n\nbefore I order: how wide is the starter set? My shelf has 40 cm.\n\nLuis']],
  },
  {
    who: 'nora',
    subject: 'Please cancel my order',
    priority: 'urgent',
    said: [
      [
        'mail',
        1,
        'Hello, I ordered twice by mistake a minute ago. Please cancel the second one (D-1012) before it leaves!\n\nNora',
      ],
    ],
  },
  {
    who: 'mira',
    subject: 'Thank you!',
    said: [
      ['mail', 400, 'Just wanted to say that the gift arrived in time and my daughter loves it.'],
      ['letter', 398, 'Dear Mira,\n\nthat makes our day. Give her our best!'],
    ],
    closedHoursAgo: 398,
  },
]

/** The conversations as they would stand now, the newest an hour old. */
export function demoStories(now: Date, shop: MailAddress): { who: string; issue: PastIssue }[] {
  const ago = (hours: number) => new Date(+now - hours * 3_600_000)
  return stories.map(({ who, subject, priority = 'normal', said, closedHoursAgo }, i) => {
    const { name, emails } = demoPeople.find(({ externalId }) => externalId === who)!
    const customer = { name, address: emails[0]! }
    const entries = said.map(([kind, hours, text], j) => ({
      externalId: `${i + 1}.${j + 1}`,
      ...(kind === 'mail' ? { from: customer, to: [shop] } : { from: { name: 'Demo', address: '' }, to: [customer] }),
      ...{ kind, cc: [], at: ago(hours), text },
    }))
    const closedAt = closedHoursAgo === undefined ? null : ago(closedHoursAgo)
    const issue = {
      externalId: String(i + 1),
      subject,
      types: [],
      priority,
      openedAt: entries[0]!.at,
      closedAt,
      entries,
    }
    return { who, issue }
  })
}
