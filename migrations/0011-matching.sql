-- Who somebody is: keys that names, phones and postal codes are compared by, proposals, merged records, places.

-- What two writings of a name have in common: no accents, no case, single blanks. Punctuation is named, so that the
-- answer does not hang on the locale of the database.
create function name_key(name text) returns text language sql immutable parallel safe strict
return btrim(regexp_replace(replace(replace(replace(
  translate(lower(regexp_replace(normalize(left(name, 400), nfkd), '[\u0300-\u036f\u1dc0-\u1dff\u20d0-\u20ff]', '', 'g')),
    'øłđðıħ', 'olddih'), 'ß', 'ss'), 'æ', 'ae'), 'œ', 'oe'),
  '[\s!-/:-@\[-`{-~\u00a0\u2010-\u2015\u2018-\u201f]+', ' ', 'g'));

create function phone_key(phone text) returns text language sql immutable parallel safe strict
return case when length(regexp_replace(phone, '[^0-9]', '', 'g')) < 6 then ''
  else right(regexp_replace(phone, '[^0-9]', '', 'g'), 9) end;

create function postal_key(code text) returns text language sql immutable parallel safe strict
return left(upper(regexp_replace(code, '[\s-]', '', 'g')), 40);

-- Generated, so that no writer can forget them: filing, the pages, undo.
alter table user_identifications
  add column name_key text not null generated always as (name_key(first_names || ' ' || last_name)) stored,
  add column last_key text not null generated always as (name_key(last_name)) stored,
  add column phone_key text not null generated always as (phone_key(phone)) stored,
  add column postal_key text not null generated always as (postal_key(postal_code)) stored,
  -- Everything of this record is with another one now; nothing is ever written for it again.
  add column merged_into_id integer references user_identifications;
-- Similar names are looked for among those that begin alike, in the index alone: trigrams of a common first name would
-- bring up everybody who bears it.
create index on user_identifications (name_key text_pattern_ops) include (id) where name_key <> '';
create index on user_identifications (last_key text_pattern_ops) include (id, name_key) where last_key <> '';
create index on user_identifications (phone_key) where phone_key <> '';
create index on user_identifications (postal_key) where postal_key <> '';
create index user_identifications_other on user_identifications using gin (other gin_trgm_ops) where other <> '';
create index on user_identifications (merged_into_id) where merged_into_id is not null;

alter table shop_users
  add column name_key text not null generated always as (name_key(first_names || ' ' || last_name)) stored,
  add column last_key text not null generated always as (name_key(last_name)) stored,
  -- New or changed, and not yet compared with the people that we know.
  add column match_due boolean not null default true;
create index on shop_users (name_key text_pattern_ops) include (id) where name_key <> '';
create index on shop_users (last_key text_pattern_ops) include (id, name_key) where last_key <> '';
create index shop_users_match_due on shop_users (id) where match_due;

-- Somebody may be a registered user: for a rep to confirm, or to dismiss for good.
create table match_proposals (
  user_identification_id integer not null references user_identifications on delete cascade,
  shop_user_id integer not null references shop_users on delete cascade,
  reasons text[] not null,
  created_at timestamptz not null default now(),
  dismissed_at timestamptz,
  dismissed_by integer references reps,
  primary key (user_identification_id, shop_user_id)
);
create index match_proposals_open on match_proposals (created_at desc, user_identification_id) where dismissed_at is null;
create index on match_proposals (shop_user_id);

-- Imported by the shop, for its own countries: where a postal code is.
create table postal_codes (
  postal_key text not null,
  place text not null,
  primary key (postal_key, place)
);

-- A form for recording an interaction that was saved: sending it again leads to what the first one did.
create table interaction_forms (
  key text primary key,
  rep_id integer not null references reps,
  interaction_id integer,
  issue_id integer,
  change_id integer,
  created_at timestamptz not null default now()
);
create index on interaction_forms (created_at);
