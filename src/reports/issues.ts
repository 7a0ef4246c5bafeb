import { sql } from 'kysely'
import type { Dimension } from './counts.ts'
import { issueTimeColumns, issueTimeFilters, issueTimeJoins } from './issue-times.ts'
import { byNumber, type Report } from './report.ts'
import { issueServiceFilters } from './service-filters.ts'
import {
  byId,
  byLabel,
  byRep,
  byText,
  byTextOrNone,
  idOrNone,
  type LabelTable,
  labelValues,
  mailboxChoices,
  none,
  oneOf,
  origins,
  personColumn,
  quickLabels,
} from './shared.ts'

const status = sql`case when i.closed_at is null then 'open' else 'closed' end`
const types = sql`(select string_agg(t.type, ', ' order by t.type) from issue_types t where t.issue_id = i.id)`

/** For an order of very many: left out where nothing asks for it. */
const firstTypes = sql`left join (select t.issue_id as id, lower(min(t.type)) as first from issue_types t group by 1) it on it.id = i.id`

/** Issues by when they were opened. Deleted ones and those that went into another are not there. */
export const issues: Report = {
  name: 'issues',
  key: sql`i.id`,
  time: sql`i.opened_at`,
  from: sql`issues i`,
  joined: sql`left join user_identifications p on p.id = i.user_identification_id
    left join reps r on r.id = i.assignee_id left join reps b on b.id = i.closed_by left join mailboxes m on m.id = i.mailbox_id
    ${issueTimeJoins} ${firstTypes}`,
  always: sql`i.deleted_at is null and i.merged_into_id is null`,
  sort: '-opened',
  columns: {
    id: { kind: 'number', value: sql`i.id`, noun: 'issue', ref: sql`i.id`, sort: byNumber(sql`i.id`) },
    subject: { kind: 'text', value: sql`i.subject`, noun: 'issue', ref: sql`i.id` },
    opened: { kind: 'time', value: sql`i.opened_at` },
    closed: { kind: 'time', value: sql`i.closed_at`, empty: true },
    person: { ...personColumn, finds: sql`p.id` },
    order: { kind: 'text', value: sql`i.order_id`, empty: true, noun: 'order', ref: sql`i.order_id` },
    types: {
      ...{ kind: 'text', value: types, empty: true },
      sort: (many) =>
        many ? sql`it.first` : sql`(select lower(min(t.type)) from issue_types t where t.issue_id = i.id)`,
    },
    status: { kind: 'word', value: status },
    origin: { kind: 'word', value: sql`i.origin` },
    assignee: { kind: 'text', value: sql`r.name`, empty: true },
    closedBy: { kind: 'text', value: sql`b.name`, empty: true },
    group: { kind: 'text', value: sql`i.group_name`, empty: true },
    priority: { kind: 'word', value: sql`i.priority` },
    mailbox: { kind: 'text', value: sql`m.address`, empty: true },
    ...issueTimeColumns,
  },
  filters: {
    status: oneOf(['open', 'closed'], (word) =>
      word === 'open' ? sql`i.closed_at is null` : sql`i.closed_at is not null`,
    ),
    origin: oneOf(origins, (word) => sql`i.origin = ${word}`),
    type: byLabel(
      'issue_type',
      (fits) => sql`exists (select from issue_types t where t.issue_id = i.id and ${fits(sql`t.type`)})`,
    ),
    assignee: byRep(sql`i.assignee_id`),
    closedBy: byRep(sql`i.closed_by`),
    group: byTextOrNone(sql`i.group_name`),
    priority: oneOf(['low', 'normal', 'high', 'urgent'], (word) => sql`i.priority = ${word}`),
    mailbox: byId(sql`i.mailbox_id`, mailboxChoices),
    person: byId(sql`i.user_identification_id`),
    order: byText(sql`i.order_id`),
    ...issueTimeFilters,
    ...issueServiceFilters,
  },
}

const itsTypes: LabelTable = { table: 'issue_types', id: 'issue_id', label: 'type' }

/** Issues by type: one with two types counts in both, as in the original. */
export const issuesByType: Dimension = {
  filter: 'type',
  join: sql`left join ${labelValues('issue_type', itsTypes)} d on d.id = i.id`,
  value: sql`coalesce(d.value, '(none)')`,
  quick: quickLabels('issue_type', itsTypes, sql`i.id`),
}

export const issuesByAssignee: Dimension = { filter: 'assignee', value: idOrNone(sql`i.assignee_id`) }
export const issuesByOrigin: Dimension = { filter: 'origin', value: sql`i.origin` }
export const issuesByGroup: Dimension = { filter: 'group', value: sql`coalesce(i.group_name, ${sql.lit(none)})` }
export const issuesByMailbox: Dimension = { filter: 'mailbox', value: idOrNone(sql`i.mailbox_id`) }
