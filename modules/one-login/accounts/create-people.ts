import type { Jobs } from '#platform/jobs'
import { addAuthenticator, newAuthenticator } from '../authenticators/additions.ts'
import { changeAuthenticator } from '../authenticators/changes.ts'
import { tryCode, tryCodeAgain } from '../authenticators/tries.ts'
import { removeOldCodes } from '../codes/queries.ts'
import { sendCode } from '../codes/sends.ts'
import { tryEmailCode } from '../codes/tries.ts'
import { removeOldAttempts } from '../lockouts/queries.ts'
import { changePassword } from '../passwords/changes.ts'
import { resetPassword, resetReady } from '../passwords/resets.ts'
import { tryPassword, tryPasswordAgain } from '../passwords/tries.ts'
import { acceptTerms } from '../terms/acceptances.ts'
import { createAccount } from './creations.ts'
import { beginEmailChange, changeEmail } from './email-changes.ts'
import { type Needs, quick, shown } from './needs.ts'
import type { People } from './people.ts'
import { readAccount } from './queries.ts'
import { tryEmailAgain } from './reauthentications.ts'
import { hurdleOf, isFresh } from './rules.ts'
import { signedIn } from './sign-ins.ts'
import { finishSignOuts, signOutEverywhere } from './sign-outs.ts'

export function createPeople(needs: Needs): People {
  const { base } = needs
  return {
    async account(accountId) {
      const account = await readAccount(quick(needs), accountId)
      return account && shown(needs, account)
    },
    async hurdle(accountId) {
      const account = await readAccount(quick(needs), accountId)
      if (!account) return 'blocked'
      const { terms } = base.profile
      return hurdleOf(shown(needs, account), { common: account.passwordIsCommon, terms })
    },
    tryPassword: (during, input) => tryPassword(needs, during, input),
    tryCode: (during, input) => tryCode(needs, during, input),
    signedIn: (during, input) => signedIn(needs, during, input),
    tryEmailAgain: (during, input) => tryEmailAgain(needs, during, input),
    tryPasswordAgain: (during, input) => tryPasswordAgain(needs, during, input),
    tryCodeAgain: (during, input) => tryCodeAgain(needs, during, input),
    sendCode: (during, input) => sendCode(needs, during, input),
    tryEmailCode: (during, input) => tryEmailCode(needs, during, input),
    create: (during, input) => createAccount(needs, during, input),
    newAuthenticator: (accountId, pending) => newAuthenticator(needs, accountId, pending),
    addAuthenticator: (during, fresh, input) => addAuthenticator(needs, during, fresh, input),
    acceptTerms: (during, accountId) => acceptTerms(needs, during, accountId),
    resetReady: (during, email) => resetReady(needs, during, email),
    resetPassword: (during, input) => resetPassword(needs, during, input),
    async isFresh(fresh) {
      const account = await readAccount(quick(needs), fresh.accountId)
      return account !== undefined && isFresh(shown(needs, account), fresh, base.now())
    },
    changePassword: (during, fresh, password) => changePassword(needs, during, fresh, password),
    beginEmailChange: (during, fresh, email) => beginEmailChange(needs, during, fresh, email),
    changeEmail: (during, fresh, input) => changeEmail(needs, during, fresh, input),
    changeAuthenticator: (during, fresh, input) => changeAuthenticator(needs, during, fresh, input),
    signOutEverywhere: (during, accountId, keep) => signOutEverywhere(needs, during, accountId, keep),
  }
}

const MINUTE = 60_000

/** What goes on by itself: sessions that a dying process left are ended, what counts no more is removed. */
export function keepAccounts(needs: Needs, jobs: Pick<Jobs, 'every'>): void {
  jobs.every('one-login.sign-outs', MINUTE, () => finishSignOuts(needs))
  jobs.every('one-login.old-attempts', 10 * MINUTE, async () => {
    await removeOldAttempts(quick(needs), needs.base.now())
    await removeOldCodes(quick(needs), needs.base.now())
  })
}
