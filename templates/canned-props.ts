import type { CannedFile } from '../src/desk/canned.ts'
import type { CannedVersion } from '../src/desk/canned-history.ts'
import type { MissingValue } from '../src/letters/canned.ts'
import type { VariableNote } from '../src/letters/variables.ts'
import type { Ui } from './ui.ts'

export type CannedTyped = Readonly<{
  title: string
  body: string
  folder: string
  language: string
  shared: boolean
  problem?: string | undefined
  stale?: boolean
}>
export type Preview =
  | Readonly<{ issueId: number; text: string; missing: readonly MissingValue[] }>
  | { problem: string }

export type CannedFormProps = Readonly<{
  ui: Ui
  /** Undefined: a new one. */
  id: number | undefined
  version: number
  values: CannedTyped
  files: readonly CannedFile[]
  folders: readonly string[]
  variables: readonly VariableNote[]
  history: readonly CannedVersion[]
  preview: Preview | undefined
  previewIssue: string
  /** This reader may change it. */
  mine: boolean
}>
