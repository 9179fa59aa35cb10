-- One row for each act of writing, in strict order (docs/ledger.md). The hash covers the recording's content and
-- the hash before it, so that a removed entry or a cut tail shows.
create table registers.recording (
  number        bigint primary key check (number > 0),
  recorded_at   timestamptz(3) not null unique,
  asserted      boolean not null,
  actor         text not null,
  source        text not null,
  kind          text not null check (kind in ('entries', 'adoption')),
  content_hash  bytea not null,
  previous_hash bytea not null,
  hash          bytea not null unique
);

create table registers.record (
  id              uuid primary key,
  register        text not null,
  key             text not null,
  holder          text not null,
  first_recording bigint not null references registers.recording,
  constraint one_record_for_each_key unique (register, key)
);
create index record_by_holder on registers.record (holder, register);

create table registers.entry (
  entry         bigint primary key,
  recording     bigint not null references registers.recording,
  record        uuid not null references registers.record,
  register      text not null,
  organisation  text not null,
  effective_on  date not null,
  state         text not null check (state in ('stands', 'ended', 'void')),
  voids         bigint references registers.entry,
  reconstructed boolean not null,
  source        text not null,
  values        jsonb not null,
  constraint a_void_names_its_entry check ((state = 'void') = (voids is not null))
);
create index entry_by_record on registers.entry (record, recording);
create index entry_of_stated_values on registers.entry (entry) where register = 'stated-values';
create unique index an_entry_is_voided_once on registers.entry (voids) where voids is not null;

-- Which records a record has ever referred to: what must be posted again when the other changes.
create table registers.reference (
  record uuid not null references registers.record,
  target uuid not null references registers.record,
  primary key (record, target)
);
create index reference_by_target on registers.reference (target);

create table registers.statement (
  statement    bigint primary key,
  recording    bigint not null references registers.recording,
  organisation text not null,
  register     text not null,
  part         text,
  effective_on date not null,
  says         text not null check (says in
    ('none exist', 'not applicable', 'not held', 'being ratified', 'withheld', 'withdrawn')),
  note         text not null,
  source       text not null
);
create index statement_by_organisation on registers.statement (organisation, register, effective_on);
create index statement_by_recording on registers.statement (recording);

-- The definitions as adopted, whole, so that a page or a figure never rests on a folder that has since changed.
create table registers.adoption (
  recording  bigint primary key references registers.recording,
  government jsonb not null,
  hash       bytea not null
);

-- Which fields may be told to whom, from the definitions last adopted.
create table registers.field (
  register text not null,
  field    text not null,
  type     text not null,
  disclose text not null check (disclose in ('public', 'centre', 'organisation', 'none')),
  primary key (register, field)
);

create function registers.refuse_change() returns trigger language plpgsql as $$
begin
  raise exception '% on % is refused: entries are only ever added', tg_op, tg_table_name
    using errcode = 'restrict_violation';
end $$;

-- For each statement, so that one which would touch no row is refused as well.
create trigger recordings_are_kept before update or delete or truncate on registers.recording
  for each statement execute function registers.refuse_change();
create trigger entries_are_kept before update or delete or truncate on registers.entry
  for each statement execute function registers.refuse_change();
create trigger statements_are_kept before update or delete or truncate on registers.statement
  for each statement execute function registers.refuse_change();
create trigger adoptions_are_kept before update or delete or truncate on registers.adoption
  for each statement execute function registers.refuse_change();
create trigger records_are_kept before delete or truncate on registers.record
  for each statement execute function registers.refuse_change();
