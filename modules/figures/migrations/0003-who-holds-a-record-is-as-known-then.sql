-- Who holds a record is known as everything else is: by its last entry recorded by then, in the order of
-- docs/ledger.md. registers.record says only who holds it now, so what was recorded later moved what was known before.
-- It is still asked first: of most records nothing was recorded later. A record whose entries were all void by then
-- adds nothing on any date, so it is all the same who held it.
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

-- For medians only, which never ask who holds a record: so it no longer says.
drop function figures.contributions_at(integer, date, bigint);
create function figures.contributions_at(of_measure integer, on_date date, at_recording bigint)
returns table (organisation text, counted bigint, out_of bigint, unknown bigint, records bigint, reconstructed bigint)
language sql stable security definer set search_path = pg_catalog as $$
  select posting.organisation, sum(posting.counted)::bigint, sum(posting.out_of)::bigint,
    sum(posting.unknown)::bigint, sum(posting.records)::bigint, sum(posting.reconstructed)::bigint
  from figures.posting as posting
  where posting.measure = of_measure and posting.effective_on <= on_date and posting.recording <= at_recording
  group by posting.record, posting.organisation
  having sum(posting.records) <> 0
$$;
revoke all on function figures.contributions_at from public;
grant execute on function figures.contributions_at to fingerpost_ledger, fingerpost_staff, fingerpost_public;
