import type { Campaign } from '../src/campaigns/campaigns.ts'
import type { VariableNote } from '../src/letters/variables.ts'
import type { Ui } from './ui.ts'

/** What the form of a campaign shows. */
export type EditorProps = {
  ui: Ui
  campaign: Campaign | undefined
  typed: Readonly<Record<string, string>>
  /** Names of what is wrong, as the words have them. */
  faults: readonly (keyof Ui['words']['campaignEditor']['wrong'])[]
  stale: boolean
  /** What keeps its words from being read. */
  problem: string | undefined
  mailboxes: readonly { id: number; address: string; name: string }[]
  lists: readonly { slug: string; name: string }[]
  audiences: readonly { id: number; name: string }[]
  /** The saved audience that is the same as the campaign's now. */
  audienceName: string | undefined
  types: readonly string[]
  lateHours: number
  variables: readonly VariableNote[]
}
