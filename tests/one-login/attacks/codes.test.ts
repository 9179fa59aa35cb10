// Codes that are replayed, raced for, stolen, and PKCE that is taken away.
import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { after, before, describe, test } from 'node:test'
import { eachDatabase } from '../../../platform/database/testing.ts'
import { Browser } from './browser.testing.ts'
import { codeIn, signUp } from './people.testing.ts'
import { assertionOf, authorizeAt, redeem, userinfo } from './services.testing.ts'
import { startTarget, type Target } from './testing.ts'

const VERIFIER = 'a-verifier-of-forty-three-characters-or-more'
const CHALLENGE = createHash('sha256').update(VERIFIER).digest('base64url')
const S256 = { code_challenge: CHALLENGE, code_challenge_method: 'S256' }

describe('codes under attack', () => {
  eachDatabase((_kind, open) => {
    let target: Target
    let browser: Browser
    before(async () => {
      target = await startTarget(open)
      browser = new Browser(target)
      await signUp(target, browser)
    })
    after(() => target.close())

    async function newCode(more: Record<string, string> = {}): Promise<string> {
      const code = codeIn(await browser.ask(authorizeAt(target.ponds, more)))
      assert.ok(code)
      return code
    }

    test('of twenty that race for a code exactly one wins, and what it won is withdrawn', async () => {
      const code = await newCode()
      const all = await Promise.all(Array.from({ length: 20 }, () => redeem(target, target.ponds, code)))
      const won = all.filter(({ status }) => status === 200)
      assert.equal(won.length, 1)
      for (const { status, said } of all)
        if (status !== 200) assert.deepEqual([status, said.error], [400, 'invalid_grant'])
      assert.equal((await userinfo(target, String(won[0]?.said.access_token))).status, 401)
    })

    test('a replayed code withdraws its token, and no other', async () => {
      const [first, second] = [await newCode(), await newCode()]
      const tokens = [await redeem(target, target.ponds, first), await redeem(target, target.ponds, second)]
      assert.equal((await redeem(target, target.ponds, first)).said.error, 'invalid_grant')
      const seen = await Promise.all(tokens.map(({ said }) => userinfo(target, String(said.access_token))))
      assert.deepEqual(
        seen.map(({ status }) => status),
        [401, 200],
      )
    })

    test('a stolen code is of no use to another service, and stays good for its own', async () => {
      const code = await newCode()
      for (const redirect_uri of [target.ponds.redirectUrl, target.piers.redirectUrl]) {
        const { said } = await redeem(target, target.piers, code, { redirect_uri })
        assert.equal(said.error, 'invalid_grant')
      }
      const elsewhere = { redirect_uri: `${target.ponds.redirectUrl}/` }
      assert.equal((await redeem(target, target.ponds, code, elsewhere)).said.error, 'invalid_grant')
      assert.equal((await redeem(target, target.ponds, code)).status, 200)
    })

    test('one assertion serves once, however many use it at once', async () => {
      const codes = await Promise.all(Array.from({ length: 5 }, () => newCode()))
      const client_assertion = await assertionOf(target.ponds, target)
      const all = await Promise.all(
        codes.map((code) => redeem(target, target.ponds, code, { client_assertion })),
      )
      assert.deepEqual(all.map(({ said }) => said.error ?? 'won').sort(), [
        ...Array(4).fill('invalid_client'),
        'won',
      ])
    })

    const downgrades: [string, Record<string, string>, Record<string, string>][] = [
      ['no verifier', S256, {}],
      ['an empty verifier', S256, { code_verifier: '' }],
      ['the challenge as the verifier', S256, { code_verifier: CHALLENGE }],
      ['a verifier where the challenge was taken out', {}, { code_verifier: VERIFIER }],
    ]
    for (const [name, asked, sent] of downgrades)
      test(`PKCE downgrade: ${name}`, async () => {
        const { status, said } = await redeem(target, target.ponds, await newCode(asked), sent)
        assert.deepEqual([status, said.error_description], [400, 'PKCE code verification failed'])
      })

    for (const asked of [
      { code_challenge: VERIFIER, code_challenge_method: 'plain' },
      { code_challenge: CHALLENGE, code_challenge_method: 's256' },
      { code_challenge: VERIFIER },
      { code_challenge: '', code_challenge_method: 'S256' },
    ])
      test(`PKCE downgrade: ${JSON.stringify(asked)} at /authorize`, async () => {
        const answer = await browser.ask(authorizeAt(target.ponds, asked))
        assert.equal(codeIn(answer), undefined)
        assert.match(answer.headers.get('location') ?? '', /error=invalid_request/)
      })

    test('mix-up: every answer says who answers', async () => {
      for (const more of [{}, { vtr: '["P9"]' }]) {
        const { headers } = await browser.ask(authorizeAt(target.ponds, more))
        const { searchParams } = new URL(headers.get('location') ?? '')
        assert.deepEqual(searchParams.getAll('iss'), [`${target.url}/`])
      }
    })
  })
})
