// Ways to have a browser sent somewhere else.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { eachDatabase } from '../../../platform/database/testing.ts'
import { Browser } from './browser.testing.ts'
import { codeIn, signUp } from './people.testing.ts'
import { authorizeAt, redeem } from './services.testing.ts'
import { startTarget, type Target } from './testing.ts'

const TRICKS = [
  'https://ponds.example/back/',
  'https://ponds.example/BACK',
  'HTTPS://PONDS.EXAMPLE/back',
  'http://ponds.example/back',
  'https://ponds.example:443/back',
  'https://office@ponds.example/back',
  'https://ponds.example\\@evil.example/back',
  'https://ponds.example@evil.example/back',
  'https://ponds.example.evil.example/back',
  'https://ponds.example/%62ack',
  'https://ponds.example/x/../back',
  'https://ponds.example/back?',
  'https://ponds.example/back?to=https://evil.example',
  'https://ponds.example/back#',
  'https://ponds.example/back/..;/x',
  'https://ponds。example/back',
  'https://evil.example/?https://ponds.example/back',
  '//ponds.example/back',
  'javascript:alert(1)//https://ponds.example/back',
  ' https://ponds.example/back',
  'https://ponds.example/back\n',
  'https://ponds.example/back\0',
  '',
]

describe('redirects under attack', () => {
  eachDatabase((_kind, open) => {
    let target: Target
    let browser: Browser
    before(async () => {
      target = await startTarget(open)
      browser = new Browser(target)
      await signUp(target, browser)
    })
    after(() => target.close())

    test('whatever is not registered letter by letter gets a page, with a session and without', async () => {
      for (const redirect_uri of [...TRICKS, target.piers.redirectUrl])
        for (const each of [browser, new Browser(target)]) {
          const answer = await each.ask(authorizeAt(target.ponds, { redirect_uri }))
          assert.deepEqual([answer.status, answer.headers.get('location')], [400, null], redirect_uri)
        }
    })

    test('what is there twice is refused, and an address that is there twice is not gone to', async () => {
      const usual = authorizeAt(target.ponds)
      for (const more of ['redirect_uri=https://evil.example/', 'client_id=piers']) {
        const answer = await browser.ask(`${usual}&${more}`)
        assert.deepEqual([answer.status, answer.headers.get('location')], [400, null], more)
      }
      for (const name of ['state', 'nonce', 'scope', 'vtr', 'prompt', 'response_type']) {
        const answer = await browser.ask(`${usual}&${name}=x`)
        const { origin, searchParams } = new URL(answer.headers.get('location') ?? '')
        assert.deepEqual(
          [origin, searchParams.get('error')],
          ['https://ponds.example', 'invalid_request'],
          name,
        )
      }
    })

    test('after signing out, only to where the service said', async () => {
      const code = codeIn(await browser.ask(authorizeAt(target.ponds))) ?? ''
      const hint = String((await redeem(target, target.ponds, code)).said.id_token)
      const out = async (uri: string, more: Record<string, string> = {}) => {
        const query = new URLSearchParams({ id_token_hint: hint, post_logout_redirect_uri: uri, ...more })
        return (await new Browser(target).ask(`/logout?${query}`)).headers.get('location') ?? ''
      }
      assert.equal(await out('https://ponds.example/bye'), 'https://ponds.example/bye')
      assert.equal(
        await out('https://ponds.example/bye', { state: 'a&b\r\nset-cookie: x=y' }),
        'https://ponds.example/bye?state=a%26b%0D%0Aset-cookie%3A+x%3Dy',
      )
      for (const uri of ['https://evil.example/', 'https://ponds.example/bye/', 'https://piers.example/bye'])
        assert.match(await out(uri), /^\/signed-out\?error_code=invalid_request/)
      assert.match(await out('https://ponds.example/bye', { id_token_hint: '' }), /^\/signed-out$/)
    })

    test('the pages of the provider lead nowhere else', async () => {
      for (const to of [
        '//evil.example',
        'https://evil.example',
        '/\\evil.example',
        '/registry/\\\\evil.example',
        '/cy//evil.example/registry',
        '/registry@evil.example',
        '/registry/..//evil.example',
        'javascript:alert(1)',
      ]) {
        const visitor = new Browser(target)
        for (const [name, value] of browser.cookies) visitor.cookies.set(name, value)
        const { headers } = await visitor.go(`/registry/sign-in?${new URLSearchParams({ to })}`)
        assert.equal(headers.get('location'), null, to)
      }
      for (const path of [
        '//evil.example',
        '/cy//evil.example',
        '/\\evil.example',
        '/%5cevil.example',
        '//evil.example/%2f..',
      ]) {
        const { headers, status } = await browser.ask(path)
        assert.deepEqual([status, headers.get('location')], [404, null], path)
      }
    })
  })
})
