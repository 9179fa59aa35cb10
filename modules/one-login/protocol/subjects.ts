import { createHash } from 'node:crypto'
import type { Client } from '../clients/client.ts'
import type { Profile } from '../profile.ts'
import type { Person } from './needs.ts'

/** The host that services share so as to know people by the same subject (contract, 1.6). */
export function sectorOf({ sectorIdentifierUri, redirectUrls }: Client): string {
  const address = sectorIdentifierUri ?? redirectUrls[0] ?? ''
  return (URL.parse(address)?.hostname ?? '').replace(/^www\./, '')
}

/** How one sector, and nobody else, knows a person. A client with public subjects knows them as all such do. */
export function subjectOf(profile: Profile, client: Client, person: Person): string {
  if (person.subject !== undefined) return person.subject
  const sector = client.subjectType === 'pairwise' ? sectorOf(client) : ''
  return profile.subject + digest(sector, person.accountId, person.salt)
}

/**
 * How wallets know a person in a sector: from a subject of the provider's own (`host` is the provider's), so that
 * neither can be worked out from the other.
 */
export function walletSubjectOf(profile: Profile, client: Client, person: Person, host: string): string {
  const own = profile.subject + digest(host, person.accountId, person.salt)
  return profile.walletSubject + digest(sectorOf(client), own)
}

// Base64url with its padding: the contract's example has it, and services compare subjects letter by letter.
function digest(...parts: readonly (string | Buffer)[]): string {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(part)
  return hash.digest('base64').replaceAll('+', '-').replaceAll('/', '_')
}
