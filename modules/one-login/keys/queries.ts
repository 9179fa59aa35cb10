import type { Base } from '../base.ts'
import type { Scheduled } from './rules.ts'
import type { SigningAlgorithm } from './signing-key.ts'

export type Purpose = 'token' | 'identity'

export interface StoredKey extends Scheduled {
  readonly purpose: Purpose
  readonly alg: SigningAlgorithm
  readonly keyId: string
  /** SubjectPublicKeyInfo, in DER. */
  readonly publicKey: Buffer
  readonly keeper: string
  /** Null: the private part is destroyed. */
  readonly handle: Buffer | null
}

/** The keys of each series from the oldest whose private part is left. */
export async function readKeys({ store }: Pick<Base, 'store'>): Promise<StoredKey[]> {
  const rows = await store
    .quick('accounts')
    .selectFrom('one_login.signing_key')
    .selectAll()
    .where('handle', 'is not', null)
    .orderBy('purpose')
    .orderBy('alg')
    .orderBy('generation')
    .execute()
  return rows.map(({ key_id, public_key, published_at, signs_from, ...row }) => ({
    ...row,
    keyId: key_id,
    publicKey: public_key,
    publishedAt: Date.parse(published_at),
    signsFrom: Date.parse(signs_from),
  }))
}

/** False: another process has made this generation, and its key stands. */
export async function addKey({ store }: Pick<Base, 'store'>, key: StoredKey): Promise<boolean> {
  const { keyId, publicKey, publishedAt, signsFrom, ...rest } = key
  const added = await store
    .quick('accounts')
    .insertInto('one_login.signing_key')
    .values({
      ...rest,
      key_id: keyId,
      public_key: publicKey,
      published_at: new Date(publishedAt).toISOString(),
      signs_from: new Date(signsFrom).toISOString(),
    })
    .onConflict((conflict) => conflict.columns(['purpose', 'alg', 'generation']).doNothing())
    .returning('key_id')
    .executeTakeFirst()
  return added !== undefined
}

/** Forgets how to find a private part that has been destroyed. The public part stays, for whoever asks later. */
export async function forgetPrivatePart({ store }: Pick<Base, 'store'>, keyId: string): Promise<void> {
  await store
    .quick('accounts')
    .updateTable('one_login.signing_key')
    .set({ handle: null })
    .where('key_id', '=', keyId)
    .execute()
}
