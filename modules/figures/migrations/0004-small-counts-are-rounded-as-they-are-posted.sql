-- A register of people or of security sets a smallest count. Every sum of such a measure's postings is then rounded to
-- a multiple of it before it is written to posting_sum and balance (docs/ledger.md, small counts). So whoever may read
-- those can read nothing finer, on any date, as known at any recording. Once set it is never lowered.
alter table figures.measure add column smallest_count integer;

-- What the rounded sums are rounded from: each organisation's steps, as known now. Nobody reads it but the ledger.
create table figures.exact_sum (
  measure       integer not null,
  organisation  text not null,
  effective_on  date not null,
  counted       bigint not null,
  out_of        bigint not null,
  unknown       bigint not null,
  records       bigint not null,
  reconstructed bigint not null,
  primary key (measure, organisation, effective_on)
);
grant select, insert, update, delete, truncate on figures.exact_sum to fingerpost_ledger;

-- A posting stays what it was when its measure is defined otherwise, so what any version ever read decides. Until now
-- the last one did. These are listed again, where they may be, by the next adoption or by rebuilding the ledger.
update figures.measure set is_listed = false
where measure in (select version.measure from figures.version as version group by version.measure having count(*) > 1);

create or replace view figures.public_posting as
  select posting.* from figures.posting as posting join figures.measure as measure using (measure)
  where measure.is_listed and measure.smallest_count is null;

-- These two read single postings. Of a measure with a smallest count they tell nothing: its split bodies are not shared
-- out, and it has no medians.
create or replace function figures.shares_at(of_measure integer, of_organisations text[], on_dates date[],
  at_recording bigint)
returns table (organisation text, holder text, bucket integer, counted bigint, out_of bigint, unknown bigint,
  records bigint, reconstructed bigint)
language sql stable security definer set search_path = pg_catalog as $$
  with posted as materialized (
    select posting.record, posting.organisation, width_bucket(posting.effective_on - 1, on_dates) as bucket,
      sum(posting.counted) as counted, sum(posting.out_of) as out_of, sum(posting.unknown) as unknown,
      sum(posting.records) as records, sum(posting.reconstructed) as reconstructed
    from figures.posting as posting
    where posting.measure = of_measure and posting.organisation = any (of_organisations)
      and posting.effective_on <= on_dates[array_upper(on_dates, 1)] and posting.recording <= at_recording
      and (select measure.smallest_count from figures.measure as measure where measure.measure = of_measure) is null
    group by posting.record, posting.organisation, bucket
  ), held as (
    select posted.*, case
      when at_recording < (select max(recording.number) from registers.recording as recording) and exists (
        select from registers.entry as later where later.record = record.id and later.recording > at_recording)
      then coalesce((
        select entry.organisation from registers.entry as entry
        where entry.record = record.id and entry.recording <= at_recording and entry.state <> 'void'
          and not exists (
            select from registers.entry as void
            where void.record = record.id and void.voids = entry.entry and void.recording <= at_recording)
        order by entry.effective_on desc, entry.recording desc, entry.entry desc limit 1
      ), record.holder)
      else record.holder end as holder
    from posted join registers.record as record on record.id = posted.record
  )
  select organisation, holder, bucket, sum(counted)::bigint, sum(out_of)::bigint, sum(unknown)::bigint,
    sum(records)::bigint, sum(reconstructed)::bigint
  from held group by organisation, holder, bucket
$$;

create or replace function figures.contributions_at(of_measure integer, on_date date, at_recording bigint)
returns table (organisation text, counted bigint, out_of bigint, unknown bigint, records bigint, reconstructed bigint)
language sql stable security definer set search_path = pg_catalog as $$
  select posting.organisation, sum(posting.counted)::bigint, sum(posting.out_of)::bigint,
    sum(posting.unknown)::bigint, sum(posting.records)::bigint, sum(posting.reconstructed)::bigint
  from figures.posting as posting
  where posting.measure = of_measure and posting.effective_on <= on_date and posting.recording <= at_recording
    and (select measure.smallest_count from figures.measure as measure where measure.measure = of_measure) is null
  group by posting.record, posting.organisation
  having sum(posting.records) <> 0
$$;
