-- The daily counts tell of new accounts and first proofs by the service on the way to which they came: each account
-- counts once.
alter table one_login.account
  add column first_service_at timestamptz(3),
  add column first_proof_at   timestamptz(3);
