-- Teams that run services, and the relying parties they register. Of people there is the subject that the provider
-- gives its own pages, an e-mail address sealed, and a digest by which an address is found.

create table one_login.team (
  team_id text primary key,
  name text not null check (length(name) between 1 and 100),
  created_at timestamptz(3) not null
);

create table one_login.team_member (
  team_id text not null references one_login.team on delete cascade,
  member text not null,
  email_sealed bytea not null,
  email_digest bytea not null,
  joined_at timestamptz(3) not null,
  primary key (team_id, member)
);
create index team_member_by_member on one_login.team_member (member);
create index team_member_by_email on one_login.team_member (email_digest);

create table one_login.team_invitation (
  invitation_id text primary key,
  team_id text not null references one_login.team on delete cascade,
  token_digest bytea not null unique,
  email_sealed bytea not null,
  email_digest bytea not null,
  invited_by text not null,
  invited_at timestamptz(3) not null,
  expires_at timestamptz(3) not null,
  unique (team_id, email_digest)
);

-- The settings are the contract's, under its names; what the program itself decides by has its own column.
create table one_login.client (
  client_id text primary key check (client_id ~ '^[A-Za-z0-9_-]{1,64}$'),
  team_id text not null references one_login.team,
  standing text not null check (standing in ('integration', 'production')),
  is_active boolean not null,
  settings jsonb not null,
  client_secret_hash text check (client_secret_hash like '$argon2id$%'),
  -- The host by which people's subjects are told apart. Once somebody has used the client, it never changes.
  sector text not null,
  first_user_at timestamptz(3),
  registered_at timestamptz(3) not null
);
create index client_by_team on one_login.client (team_id);

create function one_login.keep_sector() returns trigger language plpgsql as $$
begin
  if old.first_user_at is not null and (new.sector <> old.sector or new.first_user_at is distinct from old.first_user_at) then
    raise exception 'the sector of a client that has users does not change' using errcode = 'check_violation',
      constraint = 'sector_is_fixed';
  end if;
  return new;
end $$;
create trigger keep_sector before update on one_login.client for each row execute function one_login.keep_sector();

-- What a team asks an operator for: production, or a change of what was approved. One at a time is open.
create table one_login.client_request (
  request_id text primary key,
  client_id text not null references one_login.client on delete cascade,
  kind text not null check (kind in ('production', 'change')),
  settings jsonb not null,
  asked_by text not null,
  asked_at timestamptz(3) not null,
  decision text check (decision in ('approved', 'refused', 'withdrawn')),
  decided_by text,
  decided_at timestamptz(3),
  reason text,
  check ((decision is null) = (decided_at is null))
);
create unique index client_request_open on one_login.client_request (client_id) where decision is null;
create index client_request_by_client on one_login.client_request (client_id, asked_at);

-- What a service was told had gone wrong: one row for each thing, however often.
create table one_login.client_error (
  client_id text not null,
  error text not null,
  description text not null,
  times bigint not null,
  first_at timestamptz(3) not null,
  last_at timestamptz(3) not null,
  last_request_id text not null,
  primary key (client_id, error, description)
);

-- How often each client with a limit came, by the second.
create table one_login.client_turn (
  client_id text not null,
  second bigint not null,
  turns integer not null,
  primary key (client_id, second)
);

-- Takes a turn if fewer than `most` were taken in the last 60 seconds. The lock makes it exact in several processes;
-- in a function, each statement after it sees what was committed while it waited.
create function one_login.take_turn(of_client text, most integer, at_second bigint) returns boolean
language plpgsql as $$
begin
  perform pg_advisory_xact_lock(hashtextextended('one_login.take_turn ' || of_client, 0));
  delete from one_login.client_turn where client_id = of_client and second <= at_second - 60;
  if (select coalesce(sum(turns), 0) from one_login.client_turn where client_id = of_client) >= most then
    return false;
  end if;
  insert into one_login.client_turn (client_id, second, turns) values (of_client, at_second, 1)
    on conflict (client_id, second) do update set turns = client_turn.turns + 1;
  return true;
end $$;

-- Who is signed in to the pages of teams or of operators.
create table one_login.desk_session (
  session_digest bytea primary key,
  desk text not null check (desk in ('teams', 'operators')),
  subject text not null,
  email_sealed bytea,
  started_at timestamptz(3) not null,
  seen_at timestamptz(3) not null
);
create index desk_session_by_subject on one_login.desk_session (desk, subject);
create index desk_session_by_age on one_login.desk_session (started_at);

-- Keys by which programs come: a team's own, or those that operators give out. Of the key a digest is kept.
create table one_login.machine (
  machine_id text primary key,
  token_digest bytea not null unique,
  kind text not null check (kind in ('team', 'statistics', 'interventions')),
  team_id text references one_login.team on delete cascade,
  name text not null check (length(name) between 1 and 100),
  made_by text not null,
  made_at timestamptz(3) not null,
  expires_at timestamptz(3) not null,
  check ((kind = 'team') = (team_id is not null))
);
create index machine_by_team on one_login.machine (team_id);

grant select, insert, update, delete on one_login.team, one_login.team_member, one_login.team_invitation,
  one_login.client, one_login.client_request, one_login.client_error, one_login.client_turn, one_login.desk_session,
  one_login.machine to fingerpost_accounts;
