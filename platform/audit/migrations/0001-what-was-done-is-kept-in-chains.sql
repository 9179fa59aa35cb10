-- One row for each thing that was done or refused. The events of a stream are a chain: each hash covers the event and
-- the hash before it, so that one that was changed, removed or slipped in shows. platform/audit/README.md has the
-- exact bytes, for whoever checks them elsewhere.
--
-- Nobody but audit.record writes here; that is why it runs as the tables' owner, and why the roles may only call it.
create table audit.event (
  stream        text not null,
  seq           bigint not null check (seq > 0),
  id            uuid not null,
  at            timestamptz(3) not null,
  actor         text not null,
  on_behalf_of  text,
  action        text not null,
  subject       text not null,
  before_hash   bytea check (octet_length(before_hash) = 32),
  after_hash    bytea check (octet_length(after_hash) = 32),
  reason        text,
  request_id    text,
  previous_hash bytea not null check (octet_length(previous_hash) = 32),
  hash          bytea not null check (octet_length(hash) = 32),
  primary key (stream, seq),
  -- No address has such a form, nor has a sentence.
  constraint only_ids_and_codes check (
    stream ~ '^[A-Za-z0-9.:_/-]{1,120}$' and actor ~ '^[A-Za-z0-9.:_/-]{1,120}$'
    and on_behalf_of ~ '^[A-Za-z0-9.:_/-]{1,120}$' and action ~ '^[A-Za-z0-9.:_/-]{1,120}$'
    and subject ~ '^[A-Za-z0-9.:_/-]{1,120}$' and reason ~ '^[A-Za-z0-9.:_/-]{1,120}$'
    and request_id ~ '^[A-Za-z0-9.:_/-]{1,120}$'
  )
);
create index event_at on audit.event (at);

-- Each day, what stood at the end of every stream that had moved: one hash over them, chained to the anchor before.
create table audit.anchor (
  number        bigint primary key check (number > 0),
  at            timestamptz(3) not null,
  streams       bigint not null,
  previous_hash bytea not null,
  hash          bytea not null
);
create table audit.anchored (
  stream text not null,
  seq    bigint not null,
  hash   bytea not null,
  anchor bigint not null references audit.anchor deferrable initially deferred,
  primary key (stream, seq)
);
create index anchored_by_anchor on audit.anchored (anchor);

-- Text as it is hashed: its length in bytes, then its bytes; four bytes of ones where there is none.
create function audit.framed(words text) returns bytea
language sql immutable parallel safe
return case
  when words is null then '\xffffffff'::bytea
  else int4send(octet_length(convert_to(words, 'UTF8'))) || convert_to(words, 'UTF8')
end;

-- Takes the next place in the stream. Whoever else records in it waits until this transaction has ended; each
-- statement of the function sees what was committed until it began, so the place is the next one then.
create function audit.record(
  new_stream text, new_id uuid, new_at timestamptz, new_actor text, new_on_behalf_of text, new_action text,
  new_subject text, new_before bytea, new_after bytea, new_reason text, new_request_id text
) returns table (new_seq bigint, new_hash bytea)
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  last_hash bytea;
begin
  perform pg_advisory_xact_lock(hashtextextended('audit ' || new_stream, 0));
  select event.seq, event.hash into new_seq, last_hash
    from audit.event where event.stream = new_stream order by event.seq desc limit 1;
  new_seq := coalesce(new_seq, 0) + 1;
  last_hash := coalesce(last_hash, '\x0000000000000000000000000000000000000000000000000000000000000000'::bytea);
  new_hash := sha256(
    last_hash || int8send(new_seq) || audit.framed(new_stream) || audit.framed(new_id::text)
    || int8send((extract(epoch from new_at::timestamptz(3)) * 1000)::bigint)
    || audit.framed(new_actor) || audit.framed(new_on_behalf_of) || audit.framed(new_action)
    || audit.framed(new_subject) || audit.framed(encode(new_before, 'hex')) || audit.framed(encode(new_after, 'hex'))
    || audit.framed(new_reason) || audit.framed(new_request_id)
  );
  insert into audit.event values (
    new_stream, new_seq, new_id, new_at, new_actor, new_on_behalf_of, new_action, new_subject, new_before, new_after,
    new_reason, new_request_id, last_hash, new_hash
  );
  return next;
end
$$;

-- Looks an hour further back than the last anchor: an event is written before its transaction commits, and none takes
-- that long. A head that is anchored already stays where it is.
create function audit.anchor_heads(new_at timestamptz)
returns table (new_number bigint, new_streams bigint, new_hash bytea)
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  last_hash bytea;
  since timestamptz;
  heads bytea;
begin
  perform pg_advisory_xact_lock(hashtextextended('audit anchors', 0));
  select anchor.number, anchor.hash, anchor.at - interval '1 hour' into new_number, last_hash, since
    from audit.anchor order by anchor.number desc limit 1;
  new_number := coalesce(new_number, 0) + 1;
  last_hash := coalesce(last_hash, '\x0000000000000000000000000000000000000000000000000000000000000000'::bytea);
  insert into audit.anchored
    select last.stream, last.seq, last.hash, new_number
    from (select distinct event.stream from audit.event where event.at >= coalesce(since, '-infinity')) as moved
    cross join lateral (
      select event.stream, event.seq, event.hash from audit.event
      where event.stream = moved.stream order by event.seq desc limit 1
    ) as last
    on conflict (stream, seq) do nothing;
  select count(*), string_agg(
      audit.framed(anchored.stream) || int8send(anchored.seq) || anchored.hash, '' order by anchored.stream collate "C"
    ) into new_streams, heads
    from audit.anchored where anchored.anchor = new_number;
  new_hash := sha256(
    last_hash || int8send(new_number) || int8send((extract(epoch from new_at::timestamptz(3)) * 1000)::bigint)
    || coalesce(heads, '')
  );
  insert into audit.anchor values (new_number, new_at, new_streams, last_hash, new_hash);
  return next;
end
$$;

-- Holds for the owner too, who could otherwise do it by mistake.
create function audit.refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'audit.% only grows: % is refused', tg_table_name, lower(tg_op) using errcode = 'restrict_violation';
end
$$;
create trigger only_grows before update or delete or truncate on audit.event
  for each statement execute function audit.refuse_change();
create trigger only_grows before update or delete or truncate on audit.anchor
  for each statement execute function audit.refuse_change();
create trigger only_grows before update or delete or truncate on audit.anchored
  for each statement execute function audit.refuse_change();

revoke all on function audit.record, audit.anchor_heads from public;
grant execute on function audit.record, audit.anchor_heads to fingerpost_accounts, fingerpost_staff, fingerpost_ledger;
grant select on audit.event, audit.anchor, audit.anchored to fingerpost_accounts, fingerpost_staff, fingerpost_ledger;
