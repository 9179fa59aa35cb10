/*
 * Nobody is asked to consent here: a service is granted what its registration says. So a grant is its id, which says
 * whose it is, for which client and in which session; none is stored. The ids never leave the provider.
 */

/** The same for the same three. Each may be any text but the account's, which holds no tilde. */
export function grantIdOf(accountId: string, clientId: string, sessionUid: string): string {
  if (accountId.includes('~')) throw new Error('an account id has no tilde')
  return `${accountId}~${encodeURIComponent(clientId).replaceAll('~', '%7E')}~${sessionUid}`
}

/** Undefined: this is no id of a grant. */
export function readGrantId(grantId: string): { accountId: string; clientId: string } | undefined {
  const [accountId, clientId, sessionUid] = grantId.split('~')
  if (!accountId || !clientId || !sessionUid) return undefined
  try {
    return { accountId, clientId: decodeURIComponent(clientId) }
  } catch {
    return undefined
  }
}

export function accountOfGrant(grantId: string): string {
  return grantId.slice(0, Math.max(0, grantId.indexOf('~')))
}
