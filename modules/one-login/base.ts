import type { Store } from '#platform/database'
import type { Profile } from './profile.ts'
import type { Secrets } from './secrets.ts'
import type { OneLoginTables } from './tables.ts'

/** What every part of the provider stands on. */
export interface Base {
  readonly store: Store<OneLoginTables>
  /** Milliseconds since 1970. Tests move it. */
  readonly now: () => number
  readonly secrets: Secrets
  readonly profile: Profile
  /** The address by which browsers and services reach the provider, without a slash at its end. */
  readonly publicUrl: string
}

/** The issuer of the tokens: the public address with a slash, as services written for the UK's expect it. */
export function issuerOf({ publicUrl }: Pick<Base, 'publicUrl'>): string {
  return `${publicUrl}/`
}
