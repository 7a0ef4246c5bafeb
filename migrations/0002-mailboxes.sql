-- Mailboxes become many: how mail reaches each, and IMAP accounts with their cursor and their health.

alter table mailboxes
  add column by_smtp boolean not null default true, -- our own SMTP door takes mail for it
  add column trusted_authserv_id text not null default '', -- whose topmost Authentication-Results counts for fetched mail; '' is nobody's
  add column plus_probe text, -- the suffix of a mail of our own that is on its way to prove that plus addresses arrive
  add column plus_probe_at timestamptz,
  add column plus_proved_at timestamptz, -- that mail arrived
  add column version integer not null default 1,
  add column deleted_at timestamptz; -- soft delete: its mail and issues stay

-- The account that a mailbox is fetched from.
--   new       not reached yet        ok       the last look succeeded
--   retrying  tried again by itself  stopped  needs an admin, as after a revoked consent
create table imap_accounts (
  mailbox_id integer primary key references mailboxes on delete cascade,
  enabled boolean not null default true,
  host text not null,
  port integer not null check (port between 1 and 65535),
  tls text not null check (tls in ('tls', 'starttls', 'none')),
  user_name text not null,
  auth text not null check (auth in ('password', 'google', 'microsoft', 'oauth2')),
  token_url text not null default '',
  credentials bytea not null, -- sealed: password, or client and refresh token
  access bytea, -- sealed: the access token in use and its end
  folder text not null default 'INBOX',
  processed text not null default 'nothing' check (processed in ('nothing', 'keyword', 'seen', 'move')),
  move_to text not null default '',
  take_old boolean not null default true, -- also what lay in the folder before the first look
  version integer not null default 1, -- a running connection of an older one starts anew
  -- The cursor; it moves in the transaction that keeps the bytes.
  generation integer not null default 1, -- another host, user or folder: UIDs mean something else
  uidvalidity bigint, -- null before the first look
  last_uid bigint not null default 0,
  first_uid bigint not null default 1, -- what is below lay there before and was not asked for
  rescan_below bigint not null default 0, -- UIDs of a rescan: what is known by its bytes comes in no second time
  first_look_at timestamptz,
  uidvalidity_changed_at timestamptz,
  -- Its health, for the settings page, the banner and the metrics.
  state text not null default 'new' check (state in ('new', 'ok', 'retrying', 'stopped')),
  last_success_at timestamptz, -- a look that left nothing behind
  last_error text, -- a sentence for an admin
  failures integer not null default 0,
  next_retry_at timestamptz,
  healthy_since timestamptz not null default now(), -- lag counts from here until the first success
  reconciled_at timestamptz,
  reconciled_mails integer,
  reconciled_missing integer
);

-- Every message of an account that was seen, once.
--   kept     its bytes stand behind delivery_id     waiting  could not be fetched yet, is tried again
--   gone     somebody deleted or moved it before    given_up tried too often: a held delivery says so
create table imap_mails (
  mailbox_id integer not null references mailboxes on delete cascade,
  generation integer not null,
  uidvalidity bigint not null,
  uid bigint not null,
  state text not null default 'kept' check (state in ('kept', 'waiting', 'gone', 'given_up')),
  delivery_id integer references deliveries on delete set null,
  email_id text, -- the provider's own id, the same under every label
  handled boolean not null default true, -- what to do with processed mail was done
  attempts smallint not null default 0,
  next_try_at timestamptz,
  seen_at timestamptz not null default now(),
  primary key (mailbox_id, generation, uidvalidity, uid)
);
create index imap_mails_waiting on imap_mails (mailbox_id) where state = 'waiting';
create index imap_mails_unhandled on imap_mails (mailbox_id) where not handled;
create index imap_mails_email_id on imap_mails (mailbox_id, email_id) where email_id is not null;
create index imap_mails_delivery on imap_mails (delivery_id) where delivery_id is not null;
