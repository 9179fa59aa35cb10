-- Every table's key begins with the account, but for one: it says whose an address is, and holds nothing else. An
-- address is known by its keyed digest; what can be read of it is sealed.
create table one_login.account (
  account_id              text primary key,
  email_sealed            bytea not null,
  email_digest            bytea not null,
  salt                    bytea not null check (length(salt) = 32),
  locale                  text not null check (locale in ('en', 'cy')),
  created_at              timestamptz(3) not null,
  password_hash           text not null,
  password_is_common      boolean not null default false,
  accepted_terms          text,
  intervention            text not null default 'none' check (intervention in ('none', 'suspended', 'blocked')),
  must_reset_password     boolean not null default false,
  must_reprove_identity   boolean not null default false
);

create table one_login.address (
  email_digest bytea primary key,
  account_id   text not null
);

-- One for each account. The last step is the newest 30 seconds whose code was accepted: none up to it is again.
create table one_login.authenticator (
  account_id    text primary key references one_login.account,
  secret_sealed bytea not null,
  last_step     bigint not null,
  added_at      timestamptz(3) not null
);

-- What was tried and sent. An account that does not exist is counted under the id of its shadow, so these two tables
-- refer to no account.
create table one_login.attempt (
  account_id    text not null,
  kind          text not null,
  count         integer not null,
  counted_until timestamptz(3) not null,
  locked_until  timestamptz(3),
  primary key (account_id, kind)
);
create index attempt_by_end on one_login.attempt ((greatest(counted_until, locked_until)));

-- A code sent by e-mail, and, once it was entered, what it proves in that journey. Bound to the address it went to.
create table one_login.email_code (
  account_id       text not null,
  kind             text not null,
  journey_digest   bytea not null,
  email_digest     bytea not null,
  code_digest      bytea,
  tries            integer not null default 0,
  expires_at       timestamptz(3) not null,
  proved_at        timestamptz(3),
  second_factor_at timestamptz(3),
  primary key (account_id, kind, journey_digest)
);
create index email_code_by_end on one_login.email_code (expires_at);

-- Accounts whose sessions are to be ended, written with the change that asks for it: a process that dies between the
-- change and the end of the sessions leaves it for another.
create table one_login.sign_out (
  account_id text primary key,
  reason     text not null,
  since      timestamptz(3) not null
);

grant select, insert, update, delete on one_login.account, one_login.address, one_login.authenticator,
  one_login.attempt, one_login.email_code, one_login.sign_out to fingerpost_accounts;
