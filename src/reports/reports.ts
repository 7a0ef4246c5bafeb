import { actions } from './actions.ts'
import { campaigns, recipients } from './campaigns.ts'
import { certificateEntries, certificates } from './certificates.ts'
import { closed } from './closed.ts'
import { csat } from './csat.ts'
import { goodwill } from './goodwill.ts'
import { interactions } from './interactions.ts'
import { issues } from './issues.ts'
import { letters } from './letters.ts'
import { mail } from './mail.ts'
import { orders, refunds } from './orders.ts'
import type { Report } from './report.ts'

/** Every list that there is, in the order in which pages name them. */
export const reports = [
  issues,
  closed,
  interactions,
  actions,
  letters,
  mail,
  certificates,
  certificateEntries,
  goodwill,
  csat,
  orders,
  refunds,
  campaigns,
  recipients,
] as const satisfies readonly Report[]

export function reportNamed(name: string): Report | undefined {
  return reports.find((report) => report.name === name)
}
