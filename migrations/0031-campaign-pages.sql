-- What came of a campaign in the shop, counted when somebody looks and it is old.

create table campaign_figures (
  campaign_id integer primary key references campaigns on delete cascade,
  redeemed integer not null default 0, -- certificates of which something was spent
  orders integer not null default 0,
  revenue jsonb not null default '[]', -- [{currency, minor}]: counted orders less refunds
  counted_at timestamptz not null default now()
);
