import { sql } from 'kysely'
import type { Dimension } from './counts.ts'
import type { Report } from './report.ts'
import { byId, byLabel, byRep, labelValues, oneOf, personColumn } from './shared.ts'

const used = sql`(select string_agg(u.info_used, ', ' order by u.info_used) from action_info_used u where u.action_id = a.id)`

/** Actions by when their interaction took place: who did what for which issue, and with what information. */
export const actions: Report = {
  name: 'actions',
  key: sql`a.id`,
  time: sql`n.occurred_at`,
  from: sql`actions a join interactions n on n.id = a.interaction_id join issues i on i.id = a.issue_id
    left join user_identifications p on p.id = n.user_identification_id left join reps r on r.id = n.rep_id`,
  always: sql`a.deleted_at is null and i.deleted_at is null`,
  sort: '-occurred',
  columns: {
    id: { kind: 'number', value: sql`a.id` },
    interaction: { kind: 'number', value: sql`n.id`, noun: 'interaction', ref: sql`n.id` },
    issue: { kind: 'number', value: sql`a.issue_id`, noun: 'issue', ref: sql`a.issue_id` },
    subject: { kind: 'text', value: sql`i.subject`, noun: 'issue', ref: sql`a.issue_id` },
    occurred: { kind: 'time', value: sql`n.occurred_at` },
    person: personColumn,
    rep: { kind: 'text', value: sql`r.name`, empty: true },
    originator: { kind: 'word', value: sql`n.originator` },
    channel: { kind: 'text', value: sql`n.channel` },
    infoUsed: {
      ...{ kind: 'text', value: used, empty: true },
      sort: sql`(select lower(min(u.info_used)) from action_info_used u where u.action_id = a.id)`,
    },
    followUp: { kind: 'text', value: sql`a.follow_up`, empty: true },
    followUpDue: { kind: 'time', value: sql`a.follow_up_due_at`, empty: true },
  },
  filters: {
    infoUsed: byLabel(
      'info_used',
      (fits) => sql`exists (select from action_info_used u where u.action_id = a.id and ${fits(sql`u.info_used`)})`,
    ),
    rep: byRep(sql`n.rep_id`),
    originator: oneOf(['customer', 'rep', 'automatic'], (word) => sql`n.originator = ${word}`),
    followUp: oneOf(['open', 'done'], (word) =>
      word === 'open'
        ? sql`a.follow_up is not null and a.follow_up_done_at is null`
        : sql`a.follow_up_done_at is not null`,
    ),
    origin: oneOf(['human', 'automatic', 'campaign'], (word) => sql`i.origin = ${word}`),
    issue: byId(sql`a.issue_id`),
    person: byId(sql`n.user_identification_id`),
  },
}

/** Actions by information used: “what resources the reps need most”. One with two counts in both. */
export const actionsByInfoUsed: Dimension = {
  filter: 'infoUsed',
  join: sql`left join ${labelValues('info_used', { table: 'action_info_used', id: 'action_id', label: 'info_used' })} d on d.id = a.id`,
  value: sql`coalesce(d.value, '(none)')`,
}
