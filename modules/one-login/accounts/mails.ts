import { randomBytes } from 'node:crypto'
import type { Locale } from '#shared/dates'
import { type Database, emailOf, type Needs } from './needs.ts'
import type { KeptAccount } from './queries.ts'

/** The mails there are: one-login.mail.{which}.subject and .body are their words. */
export type Which =
  | 'first-code'
  | 'reset-code'
  | 'change-code'
  | 'known-address'
  | 'no-account'
  | 'taken-address'
  | 'created'
  | 'authenticator-added'
  | 'authenticator-changed'
  | 'password-reset'
  | 'password-changed'
  | 'address-changed'

export interface Mailed {
  readonly to: string
  readonly locale: Locale
  readonly which: Which
  /** Left out of the words where they need none. */
  readonly code?: string
}

/** Queues a mail: it goes out if the transaction commits. */
export async function sendMail({ mail, messages, base }: Needs, tx: Database, mailed: Mailed): Promise<void> {
  const { say } = messages.in(mailed.locale)
  const values = {
    name: base.profile.name[mailed.locale],
    code: mailed.code ?? '',
    at: messages.in(mailed.locale).moment(new Date(base.now()).toISOString()),
  }
  await mail.send(tx, {
    to: mailed.to,
    subject: say(`one-login.mail.${mailed.which}.subject`, values),
    body: say(`one-login.mail.${mailed.which}.body`, values),
    reference: randomBytes(16).toString('base64url'),
  })
}

/** Tells an account, at the address and in the language that it has, what was done to it. */
export async function tell(needs: Needs, tx: Database, account: KeptAccount, which: Which): Promise<void> {
  await sendMail(needs, tx, { to: emailOf(needs, account), locale: account.locale, which })
}
