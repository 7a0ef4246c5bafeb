-- Where a list would walk past many rows to find few: needs a look; closed ones among what campaigns and automatic
-- letters left closed; letters that failed and nobody saw.
create index issues_look on issues (last_activity_at desc, id desc) where needs_look and deleted_at is null;
create index issues_closed on issues (last_activity_at desc, id desc)
  where closed_at is not null and listed and deleted_at is null and merged_into_id is null;
create index letters_unseen on letters (interaction_id)
  where (state in ('failed', 'bounced', 'uncertain') or (state = 'sent' and reason is not null)) and seen_failure_at is null;

-- A text as the search compares it with a phrase: accents apart from their letters. Most texts are ASCII and need nothing.
create function search_text(text) returns text language sql immutable parallel safe as $$
  select case when octet_length($1) = length($1) then left($1, 100000) else normalize(left($1, 100000), NFKD) end
$$;
