/* Databases with accounts in them: many that only take up room, and some with which people sign in. All have one password. */
import { argon2Sync, randomBytes, randomUUID } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import {
  type Base,
  createSecrets,
  type OneLoginTables,
  oneLoginModule,
  placeClient,
  readProfile,
} from '#one-login'
import { auditModule } from '#platform/audit'
import { migrate, openStore } from '#platform/database'
import { jobsModule } from '#platform/jobs'
import { onConnection } from '../databases.ts'
import { CLIENT_ID, CORE_IDENTITY, REDIRECT_URI } from './relying-party.ts'

/** The contract's cost. */
export const COST = { memory: 15_360, passes: 2, parallelism: 1, tagLength: 32 } as const
export const PASSWORD = 'harbour-lights-1906'

export interface Seeded {
  /** For ONE_LOGIN_DATABASE_URL. */
  url: string
  secret: Buffer
  people: readonly Person[]
}

/** Somebody who can sign in. */
export interface Person {
  email: string
  /** Of the authenticator. */
  totpSecret: Buffer
}

const USABLE = 2000
const PROFILE = fileURLToPath(new URL('../../../modules/one-login/profiles/uk.yaml', import.meta.url))

/** A new database on the server, with one service and so many accounts. */
export async function seedAccounts(
  server: { url: string; superuserUrl: string },
  publicPem: string,
  accounts: number,
): Promise<Seeded> {
  const name = `bench_${randomUUID().replaceAll('-', '')}`
  await onConnection(server.url, (client) => client.query(`create database ${name}`))
  const at = (address: string) => address.replace('/postgres?', `/${name}?`)
  const secret = randomBytes(32)
  const profile = readProfile(PROFILE)
  if (!profile.ok) throw new Error(profile.says.join('\n'))
  const store = await openStore<OneLoginTables>({ databaseUrl: at(server.url), dataDir: '' })
  const base: Base = {
    store,
    now: Date.now,
    secrets: createSecrets(secret),
    profile: profile.profile,
    publicUrl: 'http://127.0.0.1',
  }
  try {
    await migrate(store, [oneLoginModule, jobsModule, auditModule])
    await placeService(base, publicPem)
  } finally {
    await store.close()
  }
  const people = await onConnection(at(server.superuserUrl), async (client) => {
    const passwordHash = hashOfPassword()
    const { terms } = profile.profile
    await client.query(FILL, [accounts - USABLE, passwordHash, terms])
    const made = Array.from({ length: USABLE }, (_, index) => makePerson(base, index))
    await client.query(USE, [
      made.map(({ row }) => row.accountId),
      made.map(({ row }) => row.emailSealed),
      made.map(({ row }) => row.emailDigest),
      made.map(({ row }) => row.salt),
      made.map(({ row }) => row.authenticatorSealed),
      made.map(({ row }) => row.identitySealed),
      passwordHash,
      terms,
    ])
    await client.query('vacuum (analyze)')
    return made.map(({ person }) => person)
  })
  return { url: at(server.url), secret, people }
}

async function placeService(base: Base, publicPem: string): Promise<void> {
  const placed = await placeClient(
    base,
    {
      clientId: CLIENT_ID,
      settings: {
        clientName: 'Bench',
        redirectUrls: [REDIRECT_URI],
        scopes: ['openid', 'email'],
        claims: [CORE_IDENTITY],
        clientLoCs: ['P0', 'P2'],
        identityVerificationSupported: true,
        publicKey: publicPem,
      },
    },
    { teamId: 'bench', name: 'Bench' },
  )
  if (!placed.ok) throw new Error(`the registry refuses the service: ${JSON.stringify(placed.faults)}`)
}

// The same way of sealing and of looking up as the program's own: a change of it shows as a sign-in that fails.
function makePerson({ secrets }: Base, index: number) {
  const accountId = randomBytes(16).toString('base64url')
  const email = `person-${index}@harbourton.example`
  const totpSecret = randomBytes(20)
  return {
    person: { email, totpSecret },
    row: {
      accountId,
      emailSealed: secrets.seal(`e-mail of account ${accountId}`, Buffer.from(email)),
      emailDigest: secrets.digest('e-mail of an account', email),
      salt: randomBytes(32),
      authenticatorSealed: secrets.seal(`authenticator of account ${accountId}`, totpSecret),
      identitySealed: secrets.seal(`identity of ${accountId}`, Buffer.from(JSON.stringify(IDENTITY))),
    },
  }
}

const IDENTITY = {
  credentialSubject: {
    name: [
      {
        nameParts: [
          { type: 'GivenName', value: 'Registry' },
          { type: 'FamilyName', value: 'Harbourton' },
        ],
      },
    ],
    birthDate: [{ value: '1970-01-01' }],
  },
}

function hashOfPassword(): string {
  const nonce = randomBytes(32)
  const tag = argon2Sync('argon2id', { message: PASSWORD, nonce, ...COST })
  const plain = (bytes: Buffer) => bytes.toString('base64').replace(/=+$/, '')
  return `$argon2id$v=19$m=${COST.memory},t=${COST.passes},p=1$${plain(nonce)}$${plain(tag)}`
}

const FILL = `
with made as materialized (
  select translate(rtrim(encode(sha256(convert_to('id ' || number, 'UTF8')), 'base64'), '='), '+/', '-_') as long,
         sha256(convert_to('first ' || number, 'UTF8')) as first, sha256(convert_to('second ' || number, 'UTF8')) as second
  from generate_series(1, $1::integer) as number
), account as (
  insert into one_login.account
    (account_id, email_sealed, email_digest, salt, locale, created_at, password_hash, accepted_terms, first_service_at)
  select left(long, 22), first || second, first, second, 'en', now(), $2, $3, now() from made
), address as (
  insert into one_login.address (email_digest, account_id) select first, left(long, 22) from made
)
insert into one_login.identity (account_id, level, proved_at, sealed)
select left(long, 22), 'P2', now(), first || second || first || second || first || second from made`

const USE = `
with made as (
  select * from unnest($1::text[], $2::bytea[], $3::bytea[], $4::bytea[], $5::bytea[], $6::bytea[])
    as made (account_id, email_sealed, email_digest, salt, authenticator_sealed, identity_sealed)
), account as (
  insert into one_login.account
    (account_id, email_sealed, email_digest, salt, locale, created_at, password_hash, accepted_terms)
  select account_id, email_sealed, email_digest, salt, 'en', now(), $7, $8 from made
), address as (
  insert into one_login.address (email_digest, account_id) select email_digest, account_id from made
), identity as (
  insert into one_login.identity (account_id, level, proved_at, sealed)
  select account_id, 'P2', now(), identity_sealed from made
)
insert into one_login.authenticator (account_id, secret_sealed, last_step, added_at)
select account_id, authenticator_sealed, 0, now() from made`
