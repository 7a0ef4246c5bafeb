import type { Rep } from '../src/reps/reps.ts'
import type { Deed } from '../src/reps/roles.ts'
import type { Dates } from './dates.ts'
import type { Words } from './words/en.ts'

export type AssetName = 'app.css' | 'app.js' | 'early.js' | 'htmx.js' | 'icon.svg'
export type Theme = 'system' | 'light' | 'dark'

/** What every page is given: its words, how to link, who looks at it. */
export type Ui = Readonly<{
  words: Words
  language: string
  dates: Dates
  /** A link of this desk, with BASE_PATH. */
  url: (path: string) => string
  asset: (name: AssetName) => string
  theme: Theme
  /** The path that was asked for, without BASE_PATH, to come back to. */
  here: string
  rep: Rep | undefined
  may: (deed: Deed) => boolean
  /** Where in a text stands what the reader came for by the search: start and end of each place. */
  find?: ((text: string) => readonly (readonly [number, number])[]) | undefined
}>

/** What happened last, shown once with its Undo, and where one would go on from there. */
export type Flash = Readonly<{
  text: string
  tone: 'good' | 'bad'
  changeId?: number | undefined
  next?: Readonly<{ path: string; label: string }> | undefined
}>

/** This rep's own work, the groups' queues and the saved views, for the rail. */
export type RailWork = Readonly<{
  notices: number
  followUps: number
  groups: readonly { name: string; count: number }[]
  views: readonly { name: string; path: string }[]
}>

/** The counters and warnings around every page of the desk. `…More` numbers stop at 99. */
export type RailState = Readonly<{
  open: number
  mine: number
  unassigned: number
  needsLook: number
  failed: number
  held: number
  /** Problems that the shop reports and nobody resolved. */
  problems: number
  undelivered: boolean
  stopped: boolean
  /** The issue of an answer that was held for more than four business hours. */
  heldLong: number | null
  /** Mailboxes whose mail is more than five minutes behind. */
  late: number
  work: RailWork
}>
