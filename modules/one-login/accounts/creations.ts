import { randomBytes } from 'node:crypto'
import { whichOf } from '../codes/digests.ts'
import { proofOf, useProof } from '../codes/queries.ts'
import { holdAttempts, moveAttempts } from '../lockouts/queries.ts'
import { badPassword } from '../passwords/choices.ts'
import { tell } from './mails.ts'
import {
  emailDigestOf,
  inTransaction,
  makeAccountId,
  type Needs,
  note,
  quick,
  sealEmail,
  shadowIdOf,
  shown,
} from './needs.ts'
import type { Created, During } from './people.ts'
import { claimAddress, insertAccount, readAccount } from './queries.ts'

/** Makes the account of an address that was proved to be theirs. Of two that create the same one, one does. */
export async function createAccount(
  needs: Needs,
  during: During,
  { email, password }: { email: string; password: string },
): Promise<Created> {
  // An address has no account until this one: what was proved is the shadow's.
  const shadowId = shadowIdOf(needs, email)
  const which = whichOf(needs, during, { accountId: shadowId, kind: 'EMAIL_REGISTRATION' })
  if (!(await proofOf(quick(needs), which, needs.base.now()))) return { ok: false, why: 'not proved' }
  const bad = badPassword(password)
  if (bad) return bad
  const passwordHash = await needs.line.with((turn) => turn.hash(password))

  return await inTransaction(needs, async (tx) => {
    const now = needs.base.now()
    const emailDigest = emailDigestOf(needs, email)
    await holdAttempts(tx, shadowId)
    const proof = await useProof(tx, which, now)
    if (!proof?.emailDigest.equals(emailDigest)) return { ok: false, why: 'not proved' }
    const accountId = makeAccountId()
    if (!(await claimAddress(tx, emailDigest, accountId))) return { ok: false, why: 'taken' }
    await insertAccount(tx, {
      accountId,
      emailSealed: sealEmail(needs, accountId, email),
      emailDigest,
      salt: randomBytes(32),
      locale: during.locale,
      passwordHash,
      acceptedTerms: needs.base.profile.terms,
      now,
    })
    // A lock that vanished would tell whoever made it that the address now has an account.
    await moveAttempts(tx, shadowId, accountId)
    await note(needs, tx, during, { accountId, actor: accountId, action: 'AUTH_CREATE_ACCOUNT' })
    const account = await readAccount(tx, accountId)
    if (!account) throw new Error('an account that was just made is not there')
    await tell(needs, tx, account, 'created')
    return { ok: true, account: shown(needs, account) }
  })
}
