import { sql } from 'kysely'
import type { Dimension } from './counts.ts'
import { byNumber, type Report } from './report.ts'
import { interactionClockFilters } from './service-filters.ts'
import {
  amongInteractions,
  byId,
  byRep,
  idOrNone,
  none,
  offered,
  ofOrigin,
  oneOf,
  origins,
  others,
  personColumn,
  picklistChoices,
} from './shared.ts'

/**
 * For an order of very many: left out where nothing asks for it. The coalesce has each subject made small once for its
 * issue: PostgreSQL would do it for each interaction otherwise (what is null for null may be reckoned after the join).
 */
const firstIssues = sql`left join (select distinct on (a.interaction_id) a.interaction_id as id, a.issue_id from actions a
    where a.deleted_at is null order by a.interaction_id, a.issue_id) ai on ai.id = n.id
  left join (select f.id, coalesce(lower(left(f.subject, 200)), '') as subject from issues f) fi on fi.id = ai.issue_id
  left join (select a.interaction_id as id, count(*)::int as issues from actions a where a.deleted_at is null group by 1) ac on ac.id = n.id`
const itsIssues = sql`from actions x join issues i on i.id = x.issue_id where x.interaction_id = n.id and x.deleted_at is null`
/** What the program writes of its own accord; the others come from the picklist. */
const ownChannels = ['email', 'note']
const isOwn = sql<boolean>`n.channel in ('email', 'note')`

/** Interactions by when they took place; what was taken back whole (a note, a link) is not there. */
export const interactions: Report = {
  name: 'interactions',
  key: sql`n.id`,
  time: sql`n.occurred_at`,
  from: sql`interactions n`,
  joined: sql`left join user_identifications p on p.id = n.user_identification_id left join reps r on r.id = n.rep_id ${firstIssues}`,
  // By a hash of the few that were taken back, since one look for each row would be a million.
  always: sql`n.id not in (select d.interaction_id from actions d where d.deleted_at is not null
    and not exists (select from actions l where l.interaction_id = d.interaction_id and l.deleted_at is null))`,
  sort: '-occurred',
  columns: {
    id: { kind: 'number', value: sql`n.id`, noun: 'interaction', ref: sql`n.id`, sort: byNumber(sql`n.id`) },
    occurred: { kind: 'time', value: sql`n.occurred_at` },
    rep: { kind: 'text', value: sql`r.name`, empty: true },
    person: { ...personColumn, finds: sql`p.id` },
    originator: { kind: 'word', value: sql`n.originator` },
    channel: { kind: 'text', value: sql`n.channel` },
    issues: {
      ...{ kind: 'number', value: sql`(select count(*)::int ${itsIssues})` },
      sort: (many) => (many ? sql`coalesce(ac.issues, 0)` : sql`(select count(*)::int ${itsIssues})`),
    },
    issue: {
      ...{ kind: 'text', empty: true, noun: 'issue' },
      value: sql`(select i.subject ${itsIssues} order by i.id limit 1)`,
      ref: sql`(select i.id ${itsIssues} order by i.id limit 1)`,
      sort: (many) =>
        many ? sql`fi.subject` : sql`(select lower(left(i.subject, 200)) ${itsIssues} order by i.id limit 1)`,
    },
  },
  filters: {
    originator: oneOf(['customer', 'rep', 'automatic'], (word) => sql`n.originator = ${word}`),
    channel: {
      kind: 'choice',
      where: (value) => {
        if (value === none) return undefined
        return value === others
          ? sql`not ${isOwn} and not ${offered('inquired_via', sql`n.channel`)}`
          : sql`n.channel = ${value}`
      },
      choices: async (db) => [
        ...ownChannels.map((value) => ({ value, label: value })),
        ...(await picklistChoices(db, 'inquired_via')).filter(
          ({ value }) => value !== none && !ownChannels.includes(value),
        ),
      ],
    },
    rep: byRep(sql`n.rep_id`),
    origin: oneOf(origins, (word, period) => {
      const live = [
        sql`x.interaction_id = n.id and x.deleted_at is null`,
        ...amongInteractions(sql`x.interaction_id`, period),
      ]
      return sql`exists (select from actions x where ${sql.join([...live, ofOrigin(sql`x.issue_id`, word)], sql` and `)})`
    }),
    person: byId(sql`n.user_identification_id`),
    ...interactionClockFilters,
  },
}

export const interactionsByOriginator: Dimension = { filter: 'originator', value: sql`n.originator` }
export const interactionsByChannel: Dimension = {
  filter: 'channel',
  value: sql`case when ${isOwn} or ${offered('inquired_via', sql`n.channel`)} then n.channel else ${sql.lit(others)} end`,
}
export const interactionsByRep: Dimension = { filter: 'rep', value: idOrNone(sql`n.rep_id`) }
