-- Who somebody has proved to be. What is said of them is sealed for their account: the database alone tells nothing but
-- how surely it was proved, and when.

create table one_login.identity (
  account_id text primary key,
  level text not null check (level in ('P1', 'P2', 'P3')),
  proved_at timestamptz(3) not null,
  sealed bytea not null
);

grant select, insert, update, delete on one_login.identity to fingerpost_accounts;
