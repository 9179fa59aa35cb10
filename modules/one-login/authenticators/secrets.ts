import type { Needs } from '../accounts/needs.ts'

export function sealSecret({ base }: Needs, accountId: string, secret: Buffer): Buffer {
  return base.secrets.seal(contextOf(accountId), secret)
}

/** @throws where it was sealed for another account, or changed. */
export function openSecret({ base }: Needs, accountId: string, sealed: Buffer): Buffer {
  return base.secrets.open(contextOf(accountId), sealed)
}

function contextOf(accountId: string): string {
  return `authenticator of account ${accountId}`
}
