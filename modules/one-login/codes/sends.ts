import { sendMail, type Which as WhichMail } from '../accounts/mails.ts'
import {
  type Database,
  emailDigestOf,
  emailOf,
  inTransaction,
  type Needs,
  note,
  shadowIdOf,
} from '../accounts/needs.ts'
import type { CodeSent, During, EmailCodeFor } from '../accounts/people.ts'
import { accountIdOf, readAccount } from '../accounts/queries.ts'
import { lockedNow, refusedAs } from '../lockouts/attempts.ts'
import { countAttempt } from '../lockouts/queries.ts'
import { isAdmitted } from '../lockouts/rules.ts'
import { codeDigestOf, whichOf } from './digests.ts'
import { keepCode } from './queries.ts'
import { lifeOf, makeCode } from './rules.ts'

/** Sends a code to whoever creates an account or has forgotten their password. */
export async function sendCode(
  needs: Needs,
  during: During,
  { email, for: kind }: { email: string; for: Exclude<EmailCodeFor, 'EMAIL_CHANGE'> },
): Promise<CodeSent> {
  return await inTransaction(needs, async (tx) => {
    const known = await accountIdOf(tx, emailDigestOf(needs, email))
    const accountId = known ?? shadowIdOf(needs, email)
    const creates = kind === 'EMAIL_REGISTRATION'
    // Only one of the two has a use for a code; the other is told by mail, and its page asks for a code all the same.
    const instead = creates === (known === undefined) ? null : creates ? 'known-address' : 'no-account'
    const action = creates
      ? 'AUTH_EMAIL_CODE_SENT'
      : known === undefined
        ? 'AUTH_NO_ACCOUNT_WITH_EMAIL'
        : 'AUTH_PASSWORD_RESET_REQUESTED'
    // To the address as the account has it: another spelling may be another's mailbox. A shadow is looked up too.
    const account = await readAccount(tx, accountId)
    const to = account ? emailOf(needs, account) : email
    return await send(needs, tx, during, { accountId, email: to, kind, instead, action })
  })
}

/** Counts a code, keeps it and mails it; or mails something else in its place. All of it takes as long either way. */
export async function send(
  needs: Needs,
  tx: Database,
  during: During,
  sent: { accountId: string; email: string; kind: EmailCodeFor; instead: WhichMail | null; action: string },
): Promise<CodeSent> {
  const { accountId, email, kind, instead, action } = sent
  const now = needs.base.now()
  if (kind !== 'EMAIL_REGISTRATION') {
    const locked = await lockedNow(tx, accountId, kind, now)
    if (locked) return locked
  }
  const counted = await countAttempt(tx, { accountId, kind: `${kind}.SENDS`, now })
  if (!isAdmitted(counted)) {
    const refused = refusedAs(`${kind}.SENDS`, counted, now)
    if (refused.just)
      await note(needs, tx, during, { accountId, action: 'AUTH_EMAIL_INVALID_CODE_REQUEST', reason: kind })
    return refused
  }
  const which = whichOf(needs, during, { accountId, kind })
  const code = makeCode()
  await keepCode(tx, which, {
    codeDigest: codeDigestOf(needs, which, instead ? 'none' : code),
    emailDigest: emailDigestOf(needs, email),
    expiresAt: now + lifeOf(kind) * 1000,
  })
  await note(needs, tx, during, { accountId, action, reason: kind })
  const { locale } = during
  await sendMail(needs, tx, { to: email, locale, which: instead ?? MAILS[kind], code })
  return { ok: true }
}

const MAILS = {
  EMAIL_REGISTRATION: 'first-code',
  EMAIL_PASSWORD_RESET: 'reset-code',
  EMAIL_CHANGE: 'change-code',
} as const satisfies Record<EmailCodeFor, WhichMail>
