// Signatures that are forged: by another algorithm, by a key that the text itself names, or on another kind of text.
import assert from 'node:assert/strict'
import { createPublicKey } from 'node:crypto'
import { after, before, describe, test } from 'node:test'
import { SignJWT } from 'jose'
import { eachDatabase } from '../../../platform/database/testing.ts'
import { Browser } from './browser.testing.ts'
import { codeIn, signUp } from './people.testing.ts'
import { assertionOf, authorizeAt, redeem, requestAt, requestObjectOf, userinfo } from './services.testing.ts'
import { startTarget, type Target } from './testing.ts'

const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url')

/** The same claims under another header, with a signature that does not belong to it. */
function underHeader(header: object, signed: string, signature = signed.split('.')[2] ?? ''): string {
  return `${encode(header)}.${signed.split('.')[1]}.${signature}`
}

describe('signatures under attack', () => {
  eachDatabase((_kind, open) => {
    let target: Target
    let browser: Browser
    before(async () => {
      target = await startTarget(open)
      browser = new Browser(target)
      await signUp(target, browser)
    })
    after(() => target.close())

    const newCode = async () => codeIn(await browser.ask(authorizeAt(target.ponds))) ?? ''

    /** Headers by which a forger hopes that their own key, or none, is used. */
    function headers(): object[] {
      const { kty, n, e } = createPublicKey(target.piers.key).export({ format: 'jwk' })
      return [
        { jwk: { kty, n, e } },
        { jku: 'https://evil.example/keys', kid: 'evil' },
        { x5u: 'https://evil.example/chain', x5c: ['MIIB'] },
        { kid: '../../../../dev/null' },
        { kid: "x' union select '" },
        { kid: 'ponds' },
      ]
    }

    test('assertions: other algorithms, other keys, keys that they bring themselves', async () => {
      const { ponds, piers } = target
      const good = await assertionOf(ponds, target)
      const secret = Buffer.from(ponds.publicKey)
      const der = createPublicKey(ponds.publicKey).export({ format: 'der', type: 'spki' })
      const forged = [
        await assertionOf(ponds, target, { header: { alg: 'HS256' }, by: secret }),
        await assertionOf(ponds, target, { header: { alg: 'HS256' }, by: der }),
        underHeader({ alg: 'none' }, good, ''),
        underHeader({ alg: 'nOnE' }, good),
        underHeader({ alg: 'PS256' }, good),
        underHeader({ alg: 'RS256', crit: ['b64'], b64: true }, good),
        `${good.split('.').slice(0, 2).join('.')}.`,
        await assertionOf(piers, target, { claims: { sub: 'ponds' } }),
        await assertionOf(piers, target, { claims: { sub: 'ponds', iss: 'ponds' } }),
        await assertionOf(ponds, target, { claims: { aud: 'https://evil.example/token' } }),
        await assertionOf(ponds, target, {
          claims: { aud: [`${target.url}/token`, 'https://evil.example'] },
        }),
        await assertionOf(ponds, target, { claims: { exp: Math.floor(target.base.now() / 1000) - 60 } }),
        ...(await Promise.all(
          headers().map((header) => assertionOf(ponds, target, { header, by: piers.key })),
        )),
      ]
      const code = await newCode()
      for (const client_assertion of forged) {
        const { status, said } = await redeem(target, ponds, code, { client_assertion })
        assert.deepEqual([status, said.access_token], [400, undefined], client_assertion)
      }
      assert.equal((await redeem(target, ponds, code)).status, 200, 'none of it has spent the code')
    })

    test('request objects: the same', async () => {
      const { ponds, piers } = target
      const [, good = ''] = /request=([^&]+)/.exec(await requestObjectOf(ponds, target)) ?? []
      const forged = [
        await requestObjectOf(
          ponds,
          target,
          {},
          { header: { alg: 'HS256' }, by: Buffer.from(ponds.publicKey) },
        ),
        requestAt('ponds', underHeader({ alg: 'none' }, good, '')),
        requestAt('ponds', underHeader({ alg: 'PS256' }, good)),
        requestAt('ponds', await assertionOf(ponds, target)),
        ...(await Promise.all(
          headers().map((header) => requestObjectOf(ponds, target, {}, { header, by: piers.key })),
        )),
      ]
      for (const address of forged) {
        const answer = await browser.ask(address)
        assert.deepEqual([answer.status, answer.headers.get('location')], [400, null], address)
      }
      // Signed, and yet for somebody else.
      for (const claims of [
        { iss: 'piers' },
        { client_id: 'piers' },
        { aud: 'https://evil.example/authorize' },
      ])
        assert.equal(codeIn(await browser.ask(await requestObjectOf(ponds, target, claims))), undefined)
      assert.equal((await browser.ask(requestAt('piers', good))).status, 400)
      assert.ok(codeIn(await browser.ask(requestAt('ponds', good))))
      const used = await redeem(target, ponds, await newCode(), { client_assertion: good })
      assert.equal(used.status, 400, 'a request object is no assertion')
    })

    test("the provider's own tokens: forged, and one kind in place of another", async () => {
      const { said } = await redeem(target, target.ponds, await newCode())
      const [access, id] = [String(said.access_token), String(said.id_token)]
      const keys = await (
        await fetch(`${target.url}/.well-known/jwks.json`, { headers: { 'user-agent': 'x' } })
      ).text()
      const { kid } = JSON.parse(Buffer.from(id.split('.')[0] ?? '', 'base64url').toString())
      const claims = JSON.parse(Buffer.from(id.split('.')[1] ?? '', 'base64url').toString())
      const forged = [
        underHeader({ alg: 'none', kid }, id, ''),
        underHeader({ alg: 'HS256', kid }, id),
        await new SignJWT(claims).setProtectedHeader({ alg: 'HS256', kid }).sign(Buffer.from(keys)),
        await new SignJWT(claims).setProtectedHeader({ alg: 'RS256', kid }).sign(target.ponds.key),
        `${id.split('.')[0]}.${encode({ ...claims, aud: 'piers' })}.${id.split('.')[2]}`,
        access,
      ]
      for (const hint of forged) {
        const query = new URLSearchParams({
          id_token_hint: hint,
          post_logout_redirect_uri: 'https://ponds.example/bye',
        })
        const { headers: sent } = await new Browser(target).ask(`/logout?${query}`)
        assert.match(sent.get('location') ?? '', /^\/signed-out\?error_code=invalid_request/, hint)
        const asked = await requestObjectOf(target.ponds, target, { prompt: 'login', id_token_hint: hint })
        assert.match((await browser.ask(asked)).headers.get('location') ?? '', /error=invalid_request/, hint)
      }
      for (const token of [...forged.slice(0, -1), id, `${access}x`, access.slice(0, -1)])
        assert.equal((await userinfo(target, token)).status, 401, token)
      assert.equal((await userinfo(target, access)).status, 200)
    })
  })
})
