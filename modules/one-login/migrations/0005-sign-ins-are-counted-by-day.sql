-- How often people signed in, made an account, or proved who they are: numbers, and nothing about anybody.

-- A day's number for a busy service is added to in many transactions at once: it is kept in several rows, any of which
-- takes the next one.
create table one_login.daily_count (
  day date not null,
  what text not null check (what in ('sign-in', 'new-account', 'first-proof')),
  client_id text not null,
  level text not null,
  route text not null,
  part smallint not null,
  times bigint not null,
  primary key (day, what, client_id, level, route, part)
);

grant select, insert, update on one_login.daily_count to fingerpost_accounts;
