import type { Certificate } from '../src/certificates/certificates.ts'
import type { Customer } from '../src/desk/customer.ts'
import type { IssueLine } from '../src/desk/issues.ts'
import type { PersonMatch } from '../src/desk/matches.ts'
import type { HistoryItem } from '../src/desk/person-history.ts'
import type { Membership } from '../src/people/list-members.ts'
import type { PersonNote } from '../src/people/person-notes.ts'
import type { Suppression } from '../src/people/suppressions.ts'
import type { Order } from '../src/shop/orders.ts'
import type { ShopRules } from '../src/shop/rules.ts'
import type { Spend } from '../src/shop/spend.ts'
import type { Seen } from '../src/shop/views.ts'
import type { Credit } from './customer-certificates.tsx'
import type { Ui } from './ui.ts'

export const customerTabs = ['history', 'issues', 'orders', 'seen', 'certificates'] as const
export type CustomerTab = (typeof customerTabs)[number]

/** What a tab shows; each reads only its own. */
export type TabContent =
  | { tab: 'history'; items: readonly HistoryItem[]; next: string | null }
  | { tab: 'issues'; issues: readonly IssueLine[] }
  | { tab: 'orders'; orders: readonly Order[] }
  | { tab: 'seen'; seen: readonly Seen[] }
  | { tab: 'certificates'; credit: readonly Credit[]; certificates: readonly Certificate[] }

export type PersonForm = Readonly<{
  firstNames: string
  lastName: string
  emails: string
  phone: string
  postalCode: string
  other: string
  version: number
}>

export type CustomerProps = Readonly<{
  ui: Ui
  customer: Customer
  /** Registered users that the record may be. */
  matches: readonly PersonMatch[]
  name: string
  content: TabContent
  open: readonly IssueLine[]
  spend: readonly Spend[]
  rules: ShopRules
  notes: readonly PersonNote[]
  memberships: readonly Membership[]
  suppressions: readonly Suppression[]
  values: PersonForm
  problem?: string | undefined
  noteProblem?: string | undefined
}>
