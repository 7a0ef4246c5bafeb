-- One box over everything: the words that there are, so that a part finds them; notes by their words; newest first.

-- Every word of three characters or more that mail, letters and notes hold, each once, fed in the background
-- (src/desk/search-feed.ts): filing pays nothing for it. Never shown; a word that is gone finds nothing.
create table search_words (word text collate "C" primary key);
create index search_words_part on search_words using gin (word gin_trgm_ops);

-- How far the feed is. All rows up to fence_id are visible to everyone once no transaction before fence_xid runs.
create table search_feeds (
  source text primary key check (source in ('emails', 'letters')),
  done_id integer not null default 0,
  fence_id integer not null default 0,
  fence_xid xid8 not null default '0'
);
insert into search_feeds (source) values ('emails'), ('letters');

-- What reps wrote down of a call, a visit, in a note. Fed in the background, too; until then it is looked through.
alter table actions
  add column search tsvector,
  add column said_at timestamptz; -- of its interaction, where search is set
create index actions_unfed on actions (id) where details is not null and search is null;
create index actions_search on actions using gin (search) where search is not null;
create index actions_said on actions (said_at desc, id desc) where search is not null;

create function forget_action_words() returns trigger language plpgsql as $$
begin
  new.search := null;
  return new;
end $$;
create trigger actions_details_changed before update of details on actions
  for each row when (new.details is distinct from old.details) execute function forget_action_words();

-- The newest thousands are looked through first: the GIN index alone takes half a second for a word that is everywhere.
create index emails_newest on emails (received_at desc, id desc) where interaction_id is not null;
create index letters_newest on letters (created_at desc, id desc);
create index attachments_filename on attachments using gin (filename gin_trgm_ops);

-- Letters and digits only, lower case, without accents, one blank between words: to look again for a phrase.
create function search_fold(text) returns text language sql immutable strict parallel safe as $$
  select btrim(regexp_replace(
    lower(regexp_replace(normalize(left($1, 100000), NFKD), U&'[\0300-\036F]', '', 'g')), '[^[:alnum:]]+', ' ', 'g'))
$$;

-- Closed issues of campaigns or of automatic letters are few among all: a list of them walks no others.
create index issues_origin on issues (origin, last_activity_at desc, id desc) where origin <> 'human' and deleted_at is null;
