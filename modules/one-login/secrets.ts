import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto'

/** What the provider keeps from everybody, all derived from one setting. */
export interface Secrets {
  /** An HMAC that only this provider can make: for looking things up without storing them. Different for each purpose. */
  digest(purpose: string, text: string): Buffer
  /** Encrypts what must be read again. `context` says where it belongs (a table, an account): elsewhere it does not open. */
  seal(context: string, plain: Uint8Array): Buffer
  /** @throws where it was changed, belongs elsewhere, or was sealed with another secret. */
  open(context: string, sealed: Uint8Array): Buffer
  /** Keys that sign cookies and the tokens of forms: 32 bytes for each purpose. */
  key(purpose: string): Buffer
}

const NONCE = 12
const TAG = 16

/** @param root at least 32 bytes that nobody can guess. */
export function createSecrets(root: Uint8Array): Secrets {
  if (root.length < 32) throw new Error('the secret of One Login must have at least 32 bytes')
  const keys = new Map<string, Buffer>()

  function key(purpose: string): Buffer {
    const known = keys.get(purpose)
    if (known) return known
    const made = Buffer.from(hkdfSync('sha256', root, '', `fingerpost one login ${purpose}`, 32))
    keys.set(purpose, made)
    return made
  }

  return {
    key,
    digest: (purpose, text) =>
      createHmac('sha256', key(`digest ${purpose}`))
        .update(text)
        .digest(),
    seal(context, plain) {
      const nonce = randomBytes(NONCE)
      const cipher = createCipheriv('aes-256-gcm', key('seal'), nonce).setAAD(Buffer.from(context))
      const body = Buffer.concat([cipher.update(plain), cipher.final()])
      return Buffer.concat([nonce, body, cipher.getAuthTag()])
    },
    open(context, sealed) {
      const all = Buffer.from(sealed)
      const decipher = createDecipheriv('aes-256-gcm', key('seal'), all.subarray(0, NONCE))
      decipher.setAAD(Buffer.from(context)).setAuthTag(all.subarray(all.length - TAG))
      return Buffer.concat([decipher.update(all.subarray(NONCE, all.length - TAG)), decipher.final()])
    },
  }
}
