import { sql } from 'kysely'
import type { Dimension } from './counts.ts'
import { byNumber, type Report } from './report.ts'
import {
  amongInteractions,
  byId,
  byLabel,
  byRep,
  type LabelTable,
  labelValues,
  ofOrigin,
  oneOf,
  origins,
  personColumn,
  quickLabels,
} from './shared.ts'

const used = sql`(select string_agg(u.info_used, ', ' order by u.info_used) from action_info_used u where u.action_id = a.id)`

/** For an order of very many: left out where nothing asks for it. */
const firstUsed = sql`left join (select u.action_id as id, lower(min(u.info_used)) as first from action_info_used u group by 1) au on au.id = a.id`

/** Actions by when their interaction took place: who did what for which issue, and with what information. */
export const actions: Report = {
  name: 'actions',
  key: sql`a.id`,
  time: sql`n.occurred_at`,
  from: sql`actions a left join interactions n on n.id = a.interaction_id`,
  joined: sql`left join issues i on i.id = a.issue_id ${firstUsed}
    left join user_identifications p on p.id = n.user_identification_id left join reps r on r.id = n.rep_id`,
  // Every action has both; as left joins they are left out where nothing asks for them, and few issues are deleted.
  always: sql`a.deleted_at is null and a.issue_id not in (select d.id from issues d where d.deleted_at is not null)`,
  narrow: (period) => amongInteractions(sql`a.interaction_id`, period),
  sort: '-occurred',
  columns: {
    id: { kind: 'number', value: sql`a.id`, sort: byNumber(sql`a.id`) },
    interaction: {
      kind: 'number',
      value: sql`a.interaction_id`,
      noun: 'interaction',
      ref: sql`a.interaction_id`,
      sort: byNumber(sql`a.interaction_id`),
    },
    issue: {
      kind: 'number',
      value: sql`a.issue_id`,
      noun: 'issue',
      ref: sql`a.issue_id`,
      sort: byNumber(sql`a.issue_id`),
    },
    subject: { kind: 'text', value: sql`i.subject`, finds: sql`i.id`, noun: 'issue', ref: sql`a.issue_id` },
    occurred: { kind: 'time', value: sql`n.occurred_at`, finds: sql`n.id` },
    person: { ...personColumn, finds: sql`p.id` },
    rep: { kind: 'text', value: sql`r.name`, empty: true },
    originator: { kind: 'word', value: sql`n.originator` },
    channel: { kind: 'text', value: sql`n.channel` },
    infoUsed: {
      ...{ kind: 'text', value: used, empty: true },
      sort: (many) =>
        many ? sql`au.first` : sql`(select lower(min(u.info_used)) from action_info_used u where u.action_id = a.id)`,
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
    origin: oneOf(origins, (word) => ofOrigin(sql`a.issue_id`, word)),
    issue: byId(sql`a.issue_id`),
    person: byId(sql`n.user_identification_id`),
  },
}

const itsInfo: LabelTable = { table: 'action_info_used', id: 'action_id', label: 'info_used' }

/** Actions by information used: “what resources the reps need most”. One with two counts in both. */
export const actionsByInfoUsed: Dimension = {
  filter: 'infoUsed',
  join: sql`left join ${labelValues('info_used', itsInfo)} d on d.id = a.id`,
  value: sql`coalesce(d.value, '(none)')`,
  quick: quickLabels('info_used', itsInfo, sql`a.id`),
}
