import type { PersonLine } from '../people/people.ts'
import type { Excerpt } from './search-excerpt.ts'

/** One hit with its place: an issue, a customer or an order, or what was said in an issue and by whom. */
export type SearchHit = Readonly<{
  kind: 'issue' | 'person' | 'order' | 'mail' | 'letter' | 'note'
  id: number
  at: Date
  title: Excerpt
  excerpt: Excerpt
  /** Where it opens: the issue, at the action where that is not null. */
  issue: Readonly<{ id: number; subject: string; status: 'open' | 'closed' }> | null
  actionId: number | null
  person: PersonLine | null
  /** Whose words they are. */
  by: string
  channel: string | null
}>
