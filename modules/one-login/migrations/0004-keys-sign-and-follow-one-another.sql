-- Keys in three series: of tokens, one for each algorithm, and of identity. In a series each key signs until the next
-- one does; that no two have one generation is what lets several processes make keys at once.
create table one_login.signing_key (
  purpose      text not null check (purpose in ('token', 'identity')),
  alg          text not null check (alg in ('ES256', 'RS256')),
  generation   integer not null check (generation > 0),
  key_id       text not null unique,
  -- SubjectPublicKeyInfo, in DER.
  public_key   bytea not null,
  keeper       text not null,
  -- By which the keeper finds the private part; null once that is destroyed.
  handle       bytea,
  published_at timestamptz(3) not null,
  signs_from   timestamptz(3) not null check (signs_from >= published_at),
  primary key (purpose, alg, generation)
);

grant select, insert, update (handle) on one_login.signing_key to fingerpost_accounts;
