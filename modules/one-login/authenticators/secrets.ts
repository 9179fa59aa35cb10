import type { Needs } from '../accounts/needs.ts'

export function sealSecret({ base }: Needs, accountId: string, secret: Buffer): Buffer {
  return base.secrets.seal(contextOf(accountId), secret)
}

/** @throws where it was sealed for another account, or changed. */
export function openSecret({ base }: Needs, accountId: string, sealed: Buffer): Buffer {
  return base.secrets.open(contextOf(accountId), sealed)
}

/** Whose authenticator is being set up, and the one in whose place, as it is kept. */
export interface Wanted {
  readonly accountId: string
  readonly instead?: Buffer | undefined
}

/**
 * The secret of an authenticator that is being set up, for the pages to keep. It opens only as long as the account has
 * the authenticator that it had, or none: of two that are set up at once, one is.
 */
export function sealPending({ base }: Needs, wanted: Wanted, secret: Buffer): string {
  return base.secrets.seal(pendingContextOf(wanted), secret).toString('base64url')
}

/** Undefined: it is no secret that was sealed for this. */
export function openPending({ base }: Needs, wanted: Wanted, pending: string): Buffer | undefined {
  try {
    return base.secrets.open(pendingContextOf(wanted), Buffer.from(pending, 'base64url'))
  } catch {
    return undefined
  }
}

function contextOf(accountId: string): string {
  return `authenticator of account ${accountId}`
}

function pendingContextOf({ accountId, instead }: Wanted): string {
  const context = `new ${contextOf(accountId)}`
  return instead ? `${context} in place of ${instead.toString('base64url')}` : context
}
