export type View = 'open' | 'mine' | 'unassigned' | 'look' | 'closed' | 'all'

/** What a list of issues is narrowed to besides its view, as the address says it. */
export type Narrow = Readonly<{
  type?: string | undefined
  offList?: boolean | undefined
  opened?: 'day' | 'week' | 'month' | undefined
  group?: string | undefined
  priority?: 'low' | 'normal' | 'high' | 'urgent' | undefined
  assignee?: number | undefined
  snoozed?: boolean | undefined
  overdue?: boolean | undefined
  oldestFirst?: boolean | undefined
}>

/** Where one is in the lists: enough to come back to it. */
export type ListPlace = Readonly<{ view: View; q: string; mailbox?: number | undefined; narrow?: Narrow | undefined }>
