-- A measure by its number, so that a posting is narrow. A register's own row (roadmap '') counts its records that
-- stand: who has answered is a balance like any other.
create table figures.measure (
  measure    integer generated always as identity primary key,
  roadmap    text not null,
  commitment integer not null,
  name       text not null,
  register   text not null,
  -- May one record's contribution be shown? Only where every field the measure reads is public.
  is_listed  boolean not null,
  -- Sums of postings since the last balance carried forward.
  tail       integer not null default 0,
  constraint one_number_for_each_measure unique (roadmap, commitment, name)
);

-- Each version of a measure, in the definitions that its recording adopted. Withdrawn: it counts nothing.
create table figures.version (
  measure       integer not null references figures.measure,
  recording     bigint not null,
  version       text not null,
  in_force_from date,
  withdrawn     boolean not null,
  primary key (measure, recording)
);

-- The ledger: each change in what one record adds to one measure, placed in both times (docs/ledger.md).
create table figures.posting (
  organisation  text not null,
  measure       integer not null,
  recording     bigint not null,
  effective_on  date not null,
  record        uuid not null,
  counted       bigint not null,
  out_of        bigint not null,
  unknown       bigint not null,
  records       integer not null,
  reconstructed integer not null,
  primary key (measure, record, recording, effective_on, organisation)
);

-- The same, summed over records: what a figure adds up.
create table figures.posting_sum (
  measure       integer not null,
  effective_on  date not null,
  recording     bigint not null,
  organisation  text not null,
  counted       bigint not null,
  out_of        bigint not null,
  unknown       bigint not null,
  records       bigint not null,
  reconstructed bigint not null,
  primary key (measure, effective_on, recording, organisation)
    include (counted, out_of, unknown, records, reconstructed)
);
create index posting_sum_by_recording on figures.posting_sum (measure, recording, effective_on)
  include (organisation, counted, out_of, unknown, records, reconstructed);

-- Balances carried forward: every posting up to and including recording `through`, by half-month (the day it closes
-- on) and organisation. Knowledge only grows, so a balance is never wrong later; it is derived, and may be thrown away.
create table figures.balance (
  measure       integer not null,
  through       bigint not null,
  closes_on     date not null,
  organisation  text not null,
  counted       bigint not null,
  out_of        bigint not null,
  unknown       bigint not null,
  records       bigint not null,
  reconstructed bigint not null,
  primary key (measure, through, closes_on, organisation) include (counted, out_of, unknown, records, reconstructed)
);

create function figures.half_month_closes_on(day date) returns date language sql immutable parallel safe as $$
  select case when extract(day from day) <= 15 then date_trunc('month', day)::date + 14
    else (date_trunc('month', day) + interval '1 month')::date - 1 end
$$;

create table figures.carried (
  measure integer not null,
  through bigint not null,
  primary key (measure, through)
);

-- What one record adds, where that may be shown to anyone.
create view figures.public_posting as
  select posting.* from figures.posting as posting join figures.measure as measure using (measure)
  where measure.is_listed;

-- What each record adds on a date, without saying which record: for organisations that have since been split, and
-- for medians. It reads as the owner, so that whoever may see a figure may see what it is made of, and no more.
create function figures.contributions_at(of_measure integer, on_date date, at_recording bigint)
returns table (organisation text, holder text, counted bigint, out_of bigint, unknown bigint, records bigint,
  reconstructed bigint)
language sql stable security definer set search_path = pg_catalog as $$
  select posting.organisation, held.holder, sum(posting.counted)::bigint, sum(posting.out_of)::bigint,
    sum(posting.unknown)::bigint, sum(posting.records)::bigint, sum(posting.reconstructed)::bigint
  from figures.posting as posting join registers.record_holder as held using (record)
  where posting.measure = of_measure and posting.effective_on <= on_date and posting.recording <= at_recording
  group by posting.record, posting.organisation, held.holder
  having sum(posting.records) <> 0
$$;
revoke all on function figures.contributions_at from public;
grant execute on function figures.contributions_at to fingerpost_ledger, fingerpost_staff, fingerpost_public;

alter table figures.posting enable row level security;
alter table figures.posting force row level security;
create policy owner_reads on figures.posting for select to fingerpost_owner using (true);
create policy ledger_writes on figures.posting to fingerpost_ledger using (true) with check (true);
create policy holder_reads on figures.posting for select to fingerpost_staff using (
  current_setting('fingerpost.centre', true) = 'true'
  or organisation = nullif(current_setting('fingerpost.organisation', true), ''));

grant usage on schema figures to fingerpost_ledger, fingerpost_staff, fingerpost_public;
grant select, insert, update on figures.measure to fingerpost_ledger;
grant select, insert on figures.version to fingerpost_ledger;
grant select, insert, delete, truncate on figures.posting, figures.posting_sum, figures.balance, figures.carried
  to fingerpost_ledger;
grant select on figures.posting to fingerpost_staff;
grant select on figures.measure, figures.version, figures.posting_sum, figures.balance, figures.carried,
  figures.public_posting to fingerpost_public, fingerpost_staff, fingerpost_ledger;
