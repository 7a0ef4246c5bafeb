-- Who was copied in by a mail that nobody vouches for: a suggestion to a rep, until he says that they take part.
alter table suggestions drop constraint suggestions_kind_check;
alter table suggestions add constraint suggestions_kind_check check (kind in ('issue', 'sender', 'participant'));
