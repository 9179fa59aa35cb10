import { createPrivateKey } from 'node:crypto'
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Keeper, type Kept, keyIdOf } from './keeper.ts'
import { localSign, makeLocalPair } from './local.ts'

/** Keeps each private part in a file of a folder, as PEM, for its owner's eyes only. Processes share the folder. */
export function fileKeeper(folder: string): Keeper {
  const fileOf = ({ keyId }: Pick<Kept, 'keyId'>) => join(folder, `${keyId}.pem`)
  return {
    name: 'file',
    async make(alg) {
      const { publicKey, privateKey } = await makeLocalPair(alg)
      await mkdir(folder, { recursive: true, mode: 0o700 })
      await writeFile(
        fileOf({ keyId: keyIdOf(publicKey) }),
        privateKey.export({ format: 'pem', type: 'pkcs8' }),
        { flag: 'wx', mode: 0o600, flush: true },
      )
      return { publicKey, handle: Buffer.alloc(0) }
    },
    async open(kept) {
      return localSign(createPrivateKey(await readFile(fileOf(kept), 'utf8')), kept.alg)
    },
    async destroy(kept) {
      await rm(fileOf(kept), { force: true })
    },
  }
}
