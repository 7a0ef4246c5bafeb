-- Reports read by time: what is a quarter of a desk of years must not cost the years.
create index issues_opened on issues (opened_at desc, id desc) where deleted_at is null and merged_into_id is null;
create index interactions_occurred on interactions (occurred_at desc, id desc);
-- The few that were taken back, whose interactions reports leave out.
create index actions_deleted on actions (interaction_id) where deleted_at is not null;
