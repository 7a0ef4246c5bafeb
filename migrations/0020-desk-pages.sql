-- What the pages of the desk keep: the list of deleted issues, and the keys that a rep chose for himself.

-- Deleted issues are few and never change: an index that says nothing of all the others.
create index issues_deleted on issues (deleted_at desc, id desc) where deleted_at is not null;

-- Names of deeds with the keys that this rep gave them; what is not named has the key that everybody has.
alter table rep_settings add column keys jsonb not null default '{}';
