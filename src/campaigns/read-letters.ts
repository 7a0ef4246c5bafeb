import { sql } from 'kysely'
import type { Db } from '../database/connection.ts'
import type { Entry } from '../desk/conversation.ts'
import { readLetter } from './history.ts'
import { startedCampaigns } from './running.ts'

type Letter = NonNullable<Entry['letter']>
type Contact = Readonly<{
  email: unknown
  letter: Letter | null
  interaction: Pick<Entry['interaction'], 'id' | 'originator' | 'channel'>
}>

type Row = Readonly<{
  interactionId: number
  campaignId: number
  address: string
  vars: Readonly<Record<string, string>>
  datedAt: Date | null
  doneAt: Date | null
  last4: string | null
  messageId: string | null
  state: string
  bounced: string | null
  detail: string | null
}>

/** Its links lead nowhere, so anything may sign them. */
const desk = {
  secrets: { current: 'links of letters that are only read', old: [] },
  config: { publicUrl: 'https://localhost', basePath: '/' },
}

/**
 * Puts the letters of campaigns into a history: they are kept as their version and values, and made again to be read,
 * without the code of a certificate. Asks nothing where no entry can be one.
 */
export async function withCampaignLetters<One extends Contact>(db: Db, entries: readonly One[]): Promise<One[]> {
  const ids = entries.flatMap(({ email, letter, interaction }) =>
    email === null && letter === null && interaction.originator === 'automatic' && interaction.channel === 'email'
      ? [interaction.id]
      : [],
  )
  if (ids.length === 0) return [...entries]
  const letters = await lettersOf(db, ids)
  return entries.map((entry) => ({ ...entry, letter: entry.letter ?? letters.get(entry.interaction.id) ?? null }))
}

async function lettersOf(db: Db, interactionIds: readonly number[]): Promise<ReadonlyMap<number, Letter>> {
  const { rows } = await sql<Row>`
    select r.interaction_id, r.campaign_id, r.address, r.vars, r.dated_at, r.done_at, r.message_id, r.state, r.bounced, g.last4,
      (select e.detail from campaign_events e where e.recipient_id = r.id and e.kind = 'bounce') as detail
    from campaign_recipients r left join gift_certificates g on g.campaign_recipient_id = r.id
    where r.interaction_id = any(${[...interactionIds]}::int[]) and r.address <> ''`.execute(db)
  const campaigns = await startedCampaigns(db, [...new Set(rows.map(({ campaignId }) => campaignId))])
  return new Map(
    rows.flatMap((row) => {
      const campaign = campaigns.find(({ id }) => id === row.campaignId)
      const letter = campaign && readLetter(desk, campaign, row)
      return letter ? [[row.interactionId, asPart(row, letter)] as const] : []
    }),
  )
}

/** It is no row of the outbox: there is nothing to try again, and its number is none. */
function asPart(row: Row, { subject, text, html }: Pick<Letter, 'subject' | 'text'> & { html: string }): Letter {
  return {
    ...{ id: 0, messageId: row.messageId ?? '', subject, text, html, state: 'sent', reason: null },
    ...{ to: [{ name: '', address: row.address }], cc: [], bcc: [], attachments: [] },
    delayed: troubleOf(row),
    ...{ maybeTwice: false, dueAt: row.datedAt ?? new Date(0), cancelIfReplied: false, sentAt: row.doneAt },
  }
}

function troubleOf({ state, bounced, detail }: Row): string | null {
  if (state === 'uncertain') return 'Delivery is not confirmed: the relay had it, and no answer came.'
  return bounced === null ? null : `It came back: ${detail ?? bounced}.`
}
