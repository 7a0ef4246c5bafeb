-- A session that the identity provider opened for a rep who has a second step: good for nothing but that step.
alter table sessions add column second_step_due boolean not null default false;
