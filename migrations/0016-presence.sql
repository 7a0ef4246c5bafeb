-- Who is at which issue right now. Worth nothing after a crash, so it costs no write-ahead log; rows expire by seen_at.
-- No foreign keys: they would lock issue rows every few seconds, and a row without its issue joins to nothing.
create unlogged table presence (
  issue_id integer not null,
  rep_id integer not null,
  typing boolean not null default false,
  seen_at timestamptz not null default now(),
  primary key (issue_id, rep_id)
);
create index on presence (seen_at);

-- Which words of a mail an issue is about: places in emails.text, in characters as JavaScript counts them.
alter table actions add column excerpt_start integer;
alter table actions add column excerpt_end integer;

-- Which version of the issue a change made, where it touched nothing that was said: newer versions that only such
-- changes explain hold no news for who answers.
alter table changes add column issue_version integer;

-- What a rep has chosen for their own work.
create table rep_settings (
  rep_id integer primary key references reps on delete cascade,
  single_keys boolean not null default true
);
