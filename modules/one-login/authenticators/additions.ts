import { tell } from '../accounts/mails.ts'
import { type Database, emailOf, inTransaction, type Needs, note, quick, shown } from '../accounts/needs.ts'
import type { AuthenticatorAdded, During, Fresh, NewAuthenticator } from '../accounts/people.ts'
import { askToSignOut, readAccount, takeAccount } from '../accounts/queries.ts'
import { isFresh } from '../accounts/rules.ts'
import { endSessions } from '../accounts/sign-outs.ts'
import { insertAuthenticator, keptSecret } from './queries.ts'
import { makeSecret, typedSecret, uriOf } from './rules.ts'
import { openPending, sealPending, sealSecret } from './secrets.ts'
import { tryFirstCode } from './tries.ts'

export async function newAuthenticator(
  needs: Needs,
  accountId: string,
  pending?: string,
): Promise<NewAuthenticator | undefined> {
  const account = await readAccount(quick(needs), accountId)
  if (!account) return undefined
  const instead = account.hasAuthenticator ? await keptSecret(quick(needs), accountId) : undefined
  const wanted = { accountId, instead }
  const kept = pending === undefined ? undefined : openPending(needs, wanted, pending)
  const secret = kept ?? makeSecret()
  const issuer = needs.base.profile.name[account.locale]
  return {
    pending: kept && pending !== undefined ? pending : sealPending(needs, wanted, secret),
    secret: typedSecret(secret),
    uri: uriOf(secret, { issuer, label: emailOf(needs, account) }),
  }
}

export async function addAuthenticator(
  needs: Needs,
  during: During,
  fresh: Fresh,
  { pending, code }: { pending: string; code: string },
): Promise<AuthenticatorAdded> {
  const { accountId } = fresh
  const now = needs.base.now()
  const added = await inTransaction(needs, async (tx): Promise<AuthenticatorAdded> => {
    const account = await takeAccount(tx, accountId)
    if (!account) return { ok: false, why: 'not fresh' }
    if (account.hasAuthenticator) return { ok: false, why: 'has one' }
    if (!isFresh(shown(needs, account), fresh, now)) return { ok: false, why: 'not fresh' }
    const secret = openPending(needs, { accountId }, pending)
    if (!secret) return { ok: false, why: 'expired' }
    return await add(needs, tx, during, { accountId, secret, code, now })
  })
  if (added.ok) await endSessions(needs, { accountId, reason: 'authenticator_added', now }, fresh.keep)
  return added
}

async function add(
  needs: Needs,
  tx: Database,
  during: During,
  { accountId, secret, code, now }: { accountId: string; secret: Buffer; code: string; now: number },
): Promise<AuthenticatorAdded> {
  const tried = await tryFirstCode(needs, tx, during, { accountId, secret, code })
  if (!tried.ok) return tried
  const secretSealed = sealSecret(needs, accountId, secret)
  if (!(await insertAuthenticator(tx, { accountId, secretSealed, lastStep: tried.step, addedAt: now })))
    return { ok: false, why: 'has one' }
  await askToSignOut(tx, accountId, { reason: 'authenticator_added', now })
  const action = 'AUTH_UPDATE_PROFILE_AUTH_APP'
  await note(needs, tx, during, { accountId, actor: accountId, action })
  const account = await readAccount(tx, accountId)
  if (!account) throw new Error('an account that is held is not there')
  await tell(needs, tx, account, 'authenticator-added')
  return { ok: true, account: shown(needs, account) }
}
