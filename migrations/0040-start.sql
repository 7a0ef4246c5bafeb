-- What came from another helpdesk, or as demo data, by the ids that it has there: brought over once, and, where it is
-- demo data, taken away whole. Nothing refers to other tables: a row outlives what was erased, so that it stays away.
create table imported_rows (
  source text not null, -- zendesk, freescout, demo
  kind text not null check (kind in ('person', 'issue', 'entry')),
  external_id text not null,
  row_id integer not null, -- user_identifications, issues, interactions
  primary key (source, kind, external_id)
);
