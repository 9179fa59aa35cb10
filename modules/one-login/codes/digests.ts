import type { Needs } from '../accounts/needs.ts'
import type { During, EmailCodeFor } from '../accounts/people.ts'
import type { Which } from './queries.ts'

export function whichOf(
  { base }: Needs,
  { journey }: During,
  { accountId, kind }: { accountId: string; kind: EmailCodeFor },
): Which {
  return { accountId, kind, journeyDigest: base.secrets.digest('journey of a code', journey) }
}

/** What is kept of a code: it fits this account, kind and journey alone, and six digits cannot be found from it without the secret. */
export function codeDigestOf({ base }: Needs, which: Which, code: string): Buffer {
  const { accountId, kind, journeyDigest } = which
  return base.secrets.digest(
    'code by e-mail',
    [accountId, kind, journeyDigest.toString('hex'), code].join(' '),
  )
}
