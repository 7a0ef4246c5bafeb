-- What reports count of a period is read from indexes alone: 500,000 issues are 300 MB, their moments and origins 15.

-- The strongest locks first: whoever read a table while an index was built, and waits to write, would stand in a ring
-- with us. All wait for about five seconds at a million rows.
drop index issues_opened;
drop index issues_closed_at;
alter table actions drop constraint actions_interaction_id_issue_id_key;

-- Writes wait for about a second at a million rows.
create index issues_opened on issues (opened_at desc, id desc) include (origin, closed_at) where deleted_at is null and merged_into_id is null;

-- Writes wait for about a second at a million rows.
create index issues_closed_at on issues (closed_at) include (origin, opened_at, id) where closed_at is not null and deleted_at is null and merged_into_id is null;

-- Writes wait for about half a second at a million rows. Few issues are not of humans.
create index issues_not_human on issues (id) include (origin) where origin <> 'human';

-- Writes wait for about two seconds at a million rows. The key that was there, with what says whether an action lives.
create unique index actions_key on actions (interaction_id, issue_id) include (id, deleted_at);
alter table actions add constraint actions_interaction_id_issue_id_key unique using index actions_key;
