import { sql } from 'kysely'
import type { Tx } from '../database/connection.ts'
import type { Actor } from './changes.ts'
import { openIssue } from './issues.ts'
import { linkInteraction } from './links.ts'
import { bundle, type Moved } from './move.ts'
import { issueTouched } from './notices.ts'
import { changeParticipants } from './participants.ts'

/** Places in emails.text, in UTF-16 units. */
export type Excerpt = Readonly<{ start: number; end: number }>

/** `words` of a mail, as somebody marked or pasted them; `nth` says which of several equal places, counted from 0. */
export type Asked = Readonly<{
  issueId: number
  actionId: number
  words: string
  nth?: number | undefined
  subject?: string | undefined
}>

export const longestExcerpt = 4000

/**
 * Opens an issue about some words of what was said. They stand as the action's details, with their place where they
 * are found in the mail; words that are not found are kept as details alone. The interaction stays where it was too.
 */
export async function issueFromWords(
  tx: Tx,
  actor: Actor,
  { issueId, actionId, nth = 0, ...asked }: Asked,
): Promise<(Moved & { newIssueId: number }) | { problem: string } | 'not found'> {
  const said = await whatWasSaid(tx, issueId, actionId)
  if (!said) return 'not found'
  const words = asked.words.trim().slice(0, longestExcerpt)
  const subject = oneLine(asked.subject ?? '') || oneLine(words) || said.subject
  if (subject === '') return { problem: 'Say what the new issue is about: mark some words, or give a subject.' }
  const { personId, mailboxId } = said
  const opened = await openIssue(tx, actor, { personId, mailboxId, subject: subject.slice(0, 200) })
  const details = words || null
  const linked = await linkInteraction(tx, actor, {
    ...{ issueId: opened.issueId, interactionId: said.interactionId, details },
    excerpt: said.text === null ? undefined : findExcerpt(said.text, words, nth),
  })
  const joined = said.sender && (await join(tx, actor, opened.issueId, said.sender))
  await standsLike(tx, opened.issueId, said.interactionId)
  await issueTouched(tx, issueId)
  const changes = [opened, linked, ...(joined ? [joined] : [])]
  const moved = await bundle(tx, actor, { issueId, deed: 'excerpt', changes })
  return { ...moved, newIssueId: opened.issueId }
}

type Said = Readonly<{
  interactionId: number
  personId: number
  mailboxId: number | null
  text: string | null
  subject: string
  sender: string | null
}>

async function whatWasSaid(tx: Tx, issueId: number, actionId: number): Promise<Said | undefined> {
  const { rows } = await sql<Said>`
    select n.id as interaction_id, n.user_identification_id as person_id, n.mailbox_id, e.text,
      coalesce(nullif(e.subject, ''), nullif(l.subject, ''), i.subject) as subject, nullif(e.from_address, '') as sender
    from actions a join issues i on i.id = a.issue_id and i.deleted_at is null
      join interactions n on n.id = a.interaction_id
      left join emails e on e.interaction_id = n.id left join letters l on l.interaction_id = n.id
    where a.id = ${actionId} and a.issue_id = ${issueId} and a.deleted_at is null`.execute(tx)
  return rows[0]
}

/** The sender takes part, unless it is an address that cannot, such as our own. */
async function join(tx: Tx, actor: Actor, issueId: number, address: string) {
  const joined = await changeParticipants(tx, actor, issueId, { added: [{ address, name: '' }], removed: [] })
  return typeof joined === 'object' && 'changeId' in joined ? joined : undefined
}

/** Lists sort the new issue by what was said, not by when a rep marked it. */
async function standsLike(tx: Tx, issueId: number, interactionId: number) {
  await sql`update issues i set last_activity_at = n.created_at, last_inbound_at = case when n.originator = 'customer' then n.created_at end,
      snippet = left(coalesce((select details from actions where issue_id = ${issueId} limit 1), i.subject), 200)
    from interactions n where n.id = ${interactionId} and i.id = ${issueId}`.execute(tx)
}

/** Where the words stand; how lines are broken and quoted does not matter. One pass over the text, whatever is asked. */
export function findExcerpt(text: string, words: string, nth = 0): Excerpt | undefined {
  const wanted = bare(words).text
  if (wanted === '') return undefined
  const { text: within, places } = bare(text)
  let at = within.indexOf(wanted)
  const first = at
  for (let n = 0; n < nth && at >= 0; n++) at = within.indexOf(wanted, at + 1)
  const found = at < 0 ? first : at
  if (found < 0) return undefined
  return { start: places[found]!, end: places[found + wanted.length - 1]! + 1 }
}

/** The text without spaces, line ends and the marks of quoting that begin lines, and where each of its characters stood. */
function bare(text: string): { text: string; places: Uint32Array } {
  const places = new Uint32Array(text.length)
  const kept: string[] = []
  let begins = true
  for (let i = 0; i < text.length; i++) {
    const unit = text[i]!
    if (unit === '\n') begins = true
    if (/\s/.test(unit) || (begins && unit === '>')) continue
    begins = false
    places[kept.length] = i
    kept.push(unit)
  }
  return { text: kept.join(''), places }
}

const oneLine = (text: string) => text.replace(/\s+/g, ' ').trim()
