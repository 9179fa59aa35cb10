-- One row for each piece of work, from when it is sent until it has ended.
--
-- Taking a job moves its due_at to the end of the taker's hold, which the taker keeps putting off while it works. A
-- job whose taker was killed is therefore simply due again, and nobody has to look for it.
create table jobs.job (
  id         uuid primary key,
  queue      text not null,
  -- Of the jobs of a queue that have the same key, only the first is kept.
  key        text,
  payload    jsonb,
  created_at timestamptz(3) not null,
  due_at     timestamptz(3) not null,
  tries      integer not null default 0,
  holder     uuid,
  -- Milliseconds between the rounds of scheduled work, which never ends.
  every      bigint check (every > 0),
  state      text not null default 'open' check (state in ('open', 'done', 'dead')),
  ended_at   timestamptz(3),
  problem    text,
  constraint one_job_for_each_key unique (queue, key),
  constraint only_what_has_ended_has_an_end check ((state = 'open') = (ended_at is null)),
  constraint nothing_is_kept_of_what_is_done check (state <> 'done' or payload is null)
);
create index job_due on jobs.job (queue, due_at) where state = 'open';
create index job_ended on jobs.job (ended_at) where state <> 'open';

grant select, insert, update, delete on jobs.job to fingerpost_accounts, fingerpost_staff;
