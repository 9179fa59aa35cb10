-- The one function that decides what may be disclosed: the fields whose level the reader has. Of an assessment the
-- public has the result: its answers say where a system is weak, and stay with those who hold it and the centre.
create function registers.disclosed(of_register text, all_values jsonb, levels text[]) returns jsonb
language sql stable as $$
  select coalesce(jsonb_object_agg(value.key,
    case when field.type = 'assessment' and levels = array['public'] then value.value - array['answers', 'score']
      else value.value end), '{}'::jsonb)
  from jsonb_each(all_values) as value
  join registers.field as field
    on field.register = of_register and field.field = value.key and field.disclose = any (levels)
$$;

-- A register with no public field shows no record at all: not even that one exists.
create function registers.is_listed(of_register text) returns boolean language sql stable as $$
  select exists (select from registers.field where register = of_register and disclose = 'public')
$$;

-- Without the record's key: departments choose it, and it may name what is not to be named.
create view registers.public_entry as
  select entry.entry, entry.recording, entry.record, entry.register, entry.organisation,
         entry.effective_on, entry.state, entry.voids, entry.reconstructed, entry.source,
         registers.disclosed(entry.register, entry.values, array['public']) as values
  from registers.entry as entry
  where registers.is_listed(entry.register);

-- Whose each record is now: what other schemas may join.
create view registers.record_holder as select id as record, register, holder from registers.record;

-- Numbers that somebody published without their parts: public by their nature.
create view registers.stated_value as
  select entry.entry, entry.recording, entry.record, entry.register, entry.organisation, entry.effective_on,
         entry.state, entry.voids, entry.reconstructed, entry.source, entry.values
  from registers.entry as entry where entry.register = 'stated-values';

alter table registers.recording enable row level security;
alter table registers.recording force row level security;
alter table registers.record enable row level security;
alter table registers.record force row level security;
alter table registers.entry enable row level security;
alter table registers.entry force row level security;
alter table registers.reference enable row level security;
alter table registers.reference force row level security;
alter table registers.statement enable row level security;
alter table registers.statement force row level security;
alter table registers.adoption enable row level security;
alter table registers.adoption force row level security;

-- The owner needs to see rows because the disclosure views run as it; nobody signs in as the owner.
create policy owner_reads on registers.recording for select to fingerpost_owner using (true);
create policy owner_reads on registers.record for select to fingerpost_owner using (true);
create policy owner_reads on registers.entry for select to fingerpost_owner using (true);

create policy ledger_writes on registers.recording to fingerpost_ledger using (true) with check (true);
create policy ledger_writes on registers.record to fingerpost_ledger using (true) with check (true);
create policy ledger_writes on registers.entry to fingerpost_ledger using (true) with check (true);
create policy ledger_writes on registers.reference to fingerpost_ledger using (true) with check (true);
create policy ledger_writes on registers.statement to fingerpost_ledger using (true) with check (true);
create policy ledger_writes on registers.adoption to fingerpost_ledger using (true) with check (true);

-- A record is its current holder's, its whole history with it; the centre sees all; without a context, nothing.
create policy holder_reads on registers.record for select to fingerpost_staff using (
  current_setting('fingerpost.centre', true) = 'true'
  or holder = nullif(current_setting('fingerpost.organisation', true), ''));
create policy holder_reads on registers.entry for select to fingerpost_staff using (
  exists (select from registers.record as held where held.id = entry.record));

create policy all_read on registers.recording for select to fingerpost_public, fingerpost_staff using (true);
create policy all_read on registers.statement for select to fingerpost_public, fingerpost_staff using (true);
create policy all_read on registers.adoption for select to fingerpost_public, fingerpost_staff using (true);

grant usage on schema registers to fingerpost_ledger, fingerpost_staff, fingerpost_public;
grant select, insert on registers.recording, registers.entry, registers.statement, registers.adoption
  to fingerpost_ledger;
grant select, insert on registers.record, registers.reference to fingerpost_ledger;
grant update (holder) on registers.record to fingerpost_ledger;
grant select, insert, delete on registers.field to fingerpost_ledger;
grant select on registers.recording, registers.record, registers.entry, registers.statement, registers.adoption,
  registers.field to fingerpost_staff;
grant select on registers.recording, registers.statement, registers.adoption, registers.public_entry,
  registers.field to fingerpost_public;
grant select on registers.public_entry to fingerpost_ledger, fingerpost_staff;
grant select on registers.record_holder to fingerpost_ledger;
grant select on registers.stated_value to fingerpost_ledger, fingerpost_staff, fingerpost_public;
