-- Sessions, codes, tokens and what waits for a person: modules/one-login/artefacts. Of ids only digests are here, so that
-- whoever reads the table can use nothing of it.

create table one_login.artefact (
  id text collate "C" primary key,
  kind text not null,
  payload json not null,
  account_id text,
  session_uid text,
  grant_id text,
  spent_at timestamptz(3),
  expires_at timestamptz(3) not null
);

-- A grant's id begins with the account's: what was granted is found here too.
create index artefact_of_account on one_login.artefact (account_id) where account_id is not null;
create index artefact_by_session on one_login.artefact (session_uid) where kind = 'Session';
create index artefact_by_expiry on one_login.artefact (expires_at);

-- Where artefacts are in Redis, what was spent is still here: Redis can forget it when another of its servers takes over.
create table one_login.spent (
  id text collate "C" primary key,
  expires_at timestamptz(3) not null
);
create index spent_by_expiry on one_login.spent (expires_at);

grant select, insert, update, delete on one_login.artefact, one_login.spent to fingerpost_accounts;
