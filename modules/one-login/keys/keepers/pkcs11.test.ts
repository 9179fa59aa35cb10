import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { after, describe, test } from 'node:test'
import { eachDatabase } from '../../../../platform/database/testing.ts'
import { DATA, DAY, isSignature, placeForKeys, signsWell } from '../keys.testing.ts'
import { createKeys } from '../keys.ts'
import type { SigningAlgorithm } from '../signing-key.ts'
import { CK, loadCryptoki } from './cryptoki.ts'
import { keyIdOf } from './keeper.ts'
import { openPkcs11Keeper } from './pkcs11.ts'
import { makeSoftHsm } from './soft-hsm.testing.ts'

const hsm = makeSoftHsm(process.env)

test('without the package, the library or the token, it says what is missing', async () => {
  const settings = { library: '/nowhere/libhsm.so', token: 'one-login', pin: '123456' }
  const gone = () => Promise.reject(new Error('no such package'))
  await assert.rejects(
    openPkcs11Keeper({ ...settings, importPackage: gone }),
    /npm install --no-save pkcs11js@2/,
  )
  const odd = () => Promise.resolve({ something: 'else' })
  await assert.rejects(openPkcs11Keeper({ ...settings, importPackage: odd }), /version 2 is needed/)
})

describe('with SoftHSM', { skip: 'missing' in hsm ? hsm.missing : false }, () => {
  if ('missing' in hsm) return
  const { settings } = hsm
  after(() => hsm.remove())

  test('the library, the token and the PIN are named when they are wrong', async () => {
    await assert.rejects(
      openPkcs11Keeper({ ...settings, library: '/nowhere/libhsm.so' }),
      /\/nowhere\/libhsm\.so cannot be loaded/,
    )
    await assert.rejects(
      openPkcs11Keeper({ ...settings, token: 'another' }),
      /no token called "another"; those that are set up: "one-login"/,
    )
    await assert.rejects(openPkcs11Keeper({ ...settings, pin: '000000' }), /is the PIN right/)
  })

  for (const alg of ['ES256', 'RS256'] satisfies SigningAlgorithm[]) {
    test(`${alg}: a pair is made in the module, signs for every process, and is destroyed`, async () => {
      const keeper = await openPkcs11Keeper(settings)
      const { publicKey, handle } = await keeper.make(alg)
      const kept = { alg, keyId: keyIdOf(publicKey), handle }
      const sign = await keeper.open(kept)
      assert.ok(isSignature(alg, publicKey, DATA, await sign(DATA)))
      assert.equal((await sign(DATA)).length, alg === 'ES256' ? 64 : 256)

      // More at once than there are sessions.
      const all = Array.from({ length: 40 }, () => randomBytes(100))
      const signed = await Promise.all(all.map(async (data) => ({ data, signature: await sign(data) })))
      for (const { data, signature } of signed) assert.ok(isSignature(alg, publicKey, data, signature))

      const other = await openPkcs11Keeper({ ...settings, sessions: 1 })
      assert.ok(isSignature(alg, publicKey, DATA, await (await other.open(kept))(DATA)))

      await keeper.destroy(kept)
      await other.destroy(kept)
      await assert.rejects(keeper.open(kept), /does not have the signing key/)
      await assert.rejects(sign(DATA))
    })
  }

  test('a module that forgets its sessions is logged in to again', async () => {
    const keeper = await openPkcs11Keeper(settings)
    const { publicKey, handle } = await keeper.make('ES256')
    const sign = await keeper.open({ alg: 'ES256', keyId: keyIdOf(publicKey), handle })
    const cryptoki = await loadCryptoki(settings.library, settings.importPackage)
    for (const slot of cryptoki.C_GetSlotList(true)) cryptoki.C_CloseAllSessions(slot)
    assert.ok(isSignature('ES256', publicKey, DATA, await sign(DATA)))
  })

  eachDatabase((_kind, open) => {
    test('the provider’s keys can all lie in the module, and leave it when they are over', async () => {
      const { base, clock, stored } = await placeForKeys(open)
      const keeper = await openPkcs11Keeper(settings)
      const keys = await createKeys(base, { keeper })
      const { token: _theOnlyOne, ...unnamed } = settings
      const again = await createKeys(base, { keeper: await openPkcs11Keeper(unnamed) })
      const signs = async () => {
        const { ES256, RS256 } = again.tokenKeys()
        for (const key of [ES256, RS256, again.identityKeys().ES256]) assert.ok(await signsWell(key))
        return ES256
      }
      const old = await signs()
      await keys.rotate({ early: true })
      clock.now += 4 * DAY
      await keys.rotate()
      await again.refresh()
      assert.notEqual((await signs()).kid, old.kid)
      const gone = (await stored()).filter(({ handle }) => handle === null)
      assert.equal(gone.length, 3)
      await assert.rejects(old.sign(DATA))
    })
  })

  test('what is private cannot be read out of the module', async () => {
    const keeper = await openPkcs11Keeper(settings)
    const { handle } = await keeper.make('ES256')
    const cryptoki = await loadCryptoki(settings.library, settings.importPackage)
    const [slot] = cryptoki.C_GetSlotList(true)
    assert.ok(slot)
    const session = cryptoki.C_OpenSession(slot, CK.RW_SERIAL_SESSION)
    cryptoki.C_FindObjectsInit(session, [
      { type: CK.attribute.CLASS, value: CK.PRIVATE_KEY },
      { type: CK.attribute.ID, value: handle },
    ])
    const [key] = cryptoki.C_FindObjects(session, 2)
    cryptoki.C_FindObjectsFinal(session)
    assert.ok(key)
    const CKA_VALUE = 0x11
    assert.throws(
      () => cryptoki.C_GetAttributeValue(session, key, [{ type: CKA_VALUE }]),
      /CKR_ATTRIBUTE_SENSITIVE/,
    )
  })
})
