import { createPrivateKey } from 'node:crypto'
import type { Base } from '../../base.ts'
import { type Keeper, keyIdOf } from './keeper.ts'
import { localSign, makeLocalPair } from './local.ts'

/** Keeps private parts in the database, sealed with the provider's secret: the way that needs nothing else. */
export function sealedKeeper({ secrets }: Pick<Base, 'secrets'>): Keeper {
  return {
    name: 'database',
    async make(alg) {
      const { publicKey, privateKey } = await makeLocalPair(alg)
      const plain = privateKey.export({ format: 'der', type: 'pkcs8' })
      const handle = secrets.seal(contextOf(keyIdOf(publicKey)), plain)
      plain.fill(0)
      return { publicKey, handle }
    },
    async open({ alg, keyId, handle }) {
      let key: Buffer
      try {
        key = secrets.open(contextOf(keyId), handle)
      } catch (cause) {
        throw new Error(
          `the signing key ${keyId} does not open: it was sealed with another secret than ONE_LOGIN_SECRET is now`,
          { cause },
        )
      }
      const privateKey = createPrivateKey({ key, format: 'der', type: 'pkcs8' })
      key.fill(0)
      return localSign(privateKey, alg)
    },
    // The database forgets the handle, and that is all there is.
    async destroy() {},
  }
}

function contextOf(keyId: string): string {
  return `one_login.signing_key ${keyId}`
}
