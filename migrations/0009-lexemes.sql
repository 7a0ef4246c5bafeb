-- The words to search by are made where mail is parsed (src/mail/lexemes.ts): a quarter of the cost, and they know
-- scripts without spaces. What is indexed already stays as it is.
alter table emails alter column search drop expression;
alter table letters alter column search drop expression;

-- The words of a mail compress to half at twice the cost of everything else that is written with them.
alter table emails alter column text set storage external;

-- An index on a claim's own columns made every claim write all indexes anew (no HOT update).
drop index deliveries_suspect;
