-- The language that a rep chose for the desk; null: the browser's.
alter table rep_settings add column language text;
