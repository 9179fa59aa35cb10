-- What organisations had, by who holds each record last: for those that have since been split. Summed between dates
-- (in ascending order; bucket 0 is up to the first), so that one reading of the postings gives every date of a series.
-- It reads as the owner, as contributions_at does, and says as little of single records.
create function figures.shares_at(of_measure integer, of_organisations text[], on_dates date[], at_recording bigint)
returns table (organisation text, holder text, bucket integer, counted bigint, out_of bigint, unknown bigint,
  records bigint, reconstructed bigint)
language sql stable security definer set search_path = pg_catalog as $$
  select posting.organisation, held.holder, width_bucket(posting.effective_on - 1, on_dates) as bucket,
    sum(posting.counted)::bigint, sum(posting.out_of)::bigint, sum(posting.unknown)::bigint,
    sum(posting.records)::bigint, sum(posting.reconstructed)::bigint
  from figures.posting as posting join registers.record_holder as held using (record)
  where posting.measure = of_measure and posting.organisation = any (of_organisations)
    and posting.effective_on <= on_dates[array_upper(on_dates, 1)] and posting.recording <= at_recording
  group by posting.organisation, held.holder, bucket
$$;
revoke all on function figures.shares_at from public;
grant execute on function figures.shares_at to fingerpost_ledger, fingerpost_staff, fingerpost_public;
