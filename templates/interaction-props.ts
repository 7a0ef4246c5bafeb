import type { OwnIssue } from '../src/desk/interaction-forms.ts'
import type { Foreign } from '../src/desk/ownership.ts'
import type { CandidatesProps } from './candidates.tsx'
import type { Ui } from './ui.ts'
import type { Words } from './words/en.ts'

/** What a rep typed, as the form posts it; kept through every refusal. */
export type InteractionForm = Readonly<{
  key: string
  who: string
  firstNames: string
  lastName: string
  email: string
  phone: string
  postalCode: string
  other: string
  channel: string
  otherChannel: string
  originator: 'customer' | 'rep'
  when: string
  shown: string
  issue: string
  issueNumber: string
  subject: string
  types: readonly string[]
  otherTypes: string
  order: string
  details: string
  infoUsed: readonly string[]
  otherInfo: string
  followUp: string
  followUpDue: string
  close: boolean
}>

export type InteractionFault = keyof Words['interaction']['faults']

export type InteractionProps = Readonly<{
  ui: Ui
  values: InteractionForm
  /** The person who is fixed: the call came from their page or issue, or goes on. */
  person: Readonly<{ id: number; name: string; email: string | null }> | undefined
  /** The interaction that goes on: who, how and when stay. */
  interactionId: number | undefined
  candidates: Omit<CandidatesProps, 'ui'>
  issues: readonly OwnIssue[]
  lists: Readonly<{ channels: readonly string[]; types: readonly string[]; infoUsed: readonly string[] }>
  faults: readonly InteractionFault[]
  refused: Readonly<{ problem: string; offer?: Foreign['offer'] }> | undefined
}>
