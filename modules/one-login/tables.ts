import type { ColumnType, Generated, Module } from '#platform/database'
import type { Locale } from '#shared/dates'

/** The schema and its migrations, for `migrate`. */
export const oneLoginModule: Module = { schema: 'one_login', folder: new URL('migrations/', import.meta.url) }

/** The tables of the schema one_login. Each part adds its own, beside its migration. */
export interface OneLoginTables {
  // Accounts, and what was tried and proved on the way into them.
  'one_login.account': {
    account_id: string
    email_sealed: Buffer
    email_digest: Buffer
    salt: ColumnType<Buffer, Buffer, never>
    locale: Locale
    created_at: ColumnType<string, string, never>
    password_hash: string
    password_is_common: Generated<boolean>
    accepted_terms: string | null
    intervention: Generated<'none' | 'suspended' | 'blocked'>
    must_reset_password: Generated<boolean>
    must_reprove_identity: Generated<boolean>
    first_service_at: Generated<string | null>
    first_proof_at: Generated<string | null>
  }
  'one_login.address': { email_digest: Buffer; account_id: string }
  'one_login.authenticator': {
    account_id: string
    secret_sealed: Buffer
    last_step: number
    added_at: string
  }
  'one_login.attempt': {
    account_id: string
    kind: string
    count: number
    counted_until: string
    locked_until: string | null
  }
  'one_login.email_code': {
    account_id: string
    kind: string
    journey_digest: Buffer
    email_digest: Buffer
    code_digest: Buffer | null
    tries: Generated<number>
    expires_at: string
    proved_at: string | null
    second_factor_at: string | null
  }
  'one_login.sign_out': { account_id: string; reason: string; since: string }
  // Service teams, their clients, and those who work at the desks.
  'one_login.team': { team_id: string; name: string; created_at: string }
  'one_login.team_member': {
    team_id: string
    member: string
    email_sealed: Buffer
    email_digest: Buffer
    joined_at: string
  }
  'one_login.team_invitation': {
    invitation_id: string
    team_id: string
    token_digest: Buffer
    email_sealed: Buffer
    email_digest: Buffer
    invited_by: string
    invited_at: string
    expires_at: string
  }
  'one_login.client': {
    client_id: string
    team_id: string
    standing: 'integration' | 'production'
    is_active: boolean
    settings: ColumnType<unknown, string, string>
    client_secret_hash: string | null
    sector: string
    first_user_at: string | null
    registered_at: string
  }
  'one_login.client_request': {
    request_id: string
    client_id: string
    kind: 'production' | 'change'
    settings: ColumnType<unknown, string, string>
    asked_by: string
    asked_at: string
    decision: ColumnType<'approved' | 'refused' | 'withdrawn' | null, undefined, string>
    decided_by: ColumnType<string | null, undefined, string | null>
    decided_at: ColumnType<string | null, undefined, string | null>
    reason: ColumnType<string | null, undefined, string | null>
  }
  'one_login.client_error': {
    client_id: string
    error: string
    description: string
    times: number
    first_at: string
    last_at: string
    last_request_id: string
  }
  'one_login.client_turn': { client_id: string; second: number; turns: number }
  'one_login.desk_session': {
    session_digest: Buffer
    desk: 'teams' | 'operators'
    subject: string
    email_sealed: Buffer | null
    started_at: string
    seen_at: string
  }
  'one_login.machine': {
    machine_id: string
    token_digest: Buffer
    kind: 'team' | 'statistics' | 'interventions'
    team_id: string | null
    name: string
    made_by: string
    made_at: string
    expires_at: string
  }
  'one_login.daily_count': {
    day: string
    what: 'sign-in' | 'new-account' | 'first-proof'
    client_id: string
    level: string
    route: string
    part: number
    times: number
  }
  // Keys that sign.
  'one_login.signing_key': {
    purpose: 'token' | 'identity'
    alg: 'ES256' | 'RS256'
    generation: number
    key_id: string
    public_key: Buffer
    keeper: string
    handle: Buffer | null
    published_at: string
    signs_from: string
  }
  // Identities.
  'one_login.identity': { account_id: string; level: 'P1' | 'P2' | 'P3'; proved_at: string; sealed: Buffer }
}
