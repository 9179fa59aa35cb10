import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { changed, FIRST_SETTINGS, type Settings } from './input.ts'
import {
  addressFault,
  differences,
  effectiveNow,
  faultsOf,
  isListed,
  isOfDomain,
  sectorFault,
  sectorOf,
  thatMatter,
} from './rules.ts'

const settings: Settings = {
  ...FIRST_SETTINGS,
  clientName: 'Ponds',
  redirectUrls: ['https://ponds.example/back'],
}
const claims = {
  coreIdentityJWT: 'c',
  address: 'a',
  passport: 'p',
  drivingPermit: 'd',
  returnCode: 'r',
  inheritedIdentityJWT: 'i',
  socialSecurityRecord: 's',
}

test('addresses that may be registered', () => {
  for (const address of [
    'https://ponds.example/back',
    'https://ponds.example',
    'https://ponds.example/',
    'https://ponds.example:8443/back?service=1&b=%20',
    'https://ponds.example/@office',
    'http://localhost:3002/back',
    'http://127.0.0.1/back',
    'http://[::1]:3002/back',
    'https://xn--pnds-5qa.example/',
  ])
    assert.equal(addressFault(address), undefined, address)
})

test('addresses that may not, each for its reason', () => {
  const wrong: Record<string, string> = {
    '': 'not an address',
    '/back': 'not an address',
    'ponds.example/back': 'not an address',
    'https://ponds.example/a b': 'not an address',
    'https://ponds.example\\@elsewhere.example/': 'not an address',
    'https://pönds.example/': 'not an address',
    'https://ponds.example/back\n': 'not an address',
    'https://*.ponds.example/': 'has a wildcard',
    'http://ponds.example/': 'not https',
    'http://localhost.elsewhere.example/': 'not https',
    'http://127.0.0.2/': 'not https',
    'ftp://ponds.example/': 'not https',
    'javascript:alert(1)': 'not https',
    'data:text/html,x': 'not https',
    'ponds-app://back': 'not https',
    'https://user@ponds.example/': 'has a user',
    'https://user:password@ponds.example/': 'has a user',
    'https://@ponds.example/': 'has a user',
    'https://ponds.example/#top': 'has a fragment',
    'https://ponds.example/#': 'has a fragment',
    'https://10.0.0.1/': 'is a number',
    'https://169.254.169.254/latest/meta-data': 'is a number',
    'https://0x7f000001/': 'written otherwise',
    'https://2130706433/': 'written otherwise',
    'https://0xa9fea9fe/': 'is a number',
    'https://[fd00::1]/': 'is a number',
    'https://Ponds.example/': 'written otherwise',
    'HTTPS://ponds.example/': 'written otherwise',
    'https://ponds.example:443/': 'written otherwise',
    'https://ponds.example/a/../b': 'written otherwise',
    'https:ponds.example/': 'written otherwise',
    'https:////ponds.example/': 'written otherwise',
  }
  for (const [address, says] of Object.entries(wrong)) assert.equal(addressFault(address), says, address)
})

test('what is let in is one text for one address, with https or on this machine, and no user in it', () => {
  const piece = fc.constantFrom(
    'https://',
    'http://',
    'ponds.example',
    'localhost',
    ':443',
    '/',
    '..',
    '@',
    '#',
    '*',
    '\\',
    '%2e',
    'A',
    '?',
    '//',
    '[::1]',
    '1.2.3.4',
    '\t',
  )
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
      const text = pieces.join('')
      if (addressFault(text) !== undefined) return
      const url = new URL(text)
      assert.ok(url.href === text || url.href === `${text}/`)
      assert.ok(url.protocol === 'https:' || ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname))
      assert.equal(url.username + url.password + url.hash, '')
    }),
    { numRuns: 2000 },
  )
})

test('what goes with what', () => {
  const says = (change: Partial<Settings>) =>
    faultsOf({ ...settings, ...change }, { claims, teams: ['harbourton.example'] }).map((each) => each.says)
  assert.deepEqual(says({}), [])
  assert.deepEqual(says({ scopes: ['email'] }), ['openid missing'])
  assert.deepEqual(says({ scopes: ['openid', 'openid'] }), ['twice'])
  assert.deepEqual(says({ clientLoCs: ['P0', 'P2'] }), ['levels without identity'])
  assert.deepEqual(says({ identityVerificationSupported: true }), ['identity without levels'])
  const identity: Partial<Settings> = {
    identityVerificationSupported: true,
    clientLoCs: ['P0', 'P2'],
    claims: ['c'],
  }
  assert.deepEqual(says(identity), [])
  assert.deepEqual(says({ ...identity, claims: ['everything'] }), ['unknown claim'])
  assert.deepEqual(says({ ...identity, tokenAuthMethod: 'client_secret_post' }), ['identity with secret'])
  assert.deepEqual(says({ claims: ['c'] }), ['claims without identity'])
  assert.deepEqual(says({ sectorIdentifierUri: 'http://localhost/' }), ['sector local'])
  assert.deepEqual(says({ testClientEmailAllowlist: ['*@harbourton.example', 'a@b.example'] }), [])
  assert.deepEqual(says({ testClientEmailAllowlist: ['*@mail.example', '*@not-harbourton.example'] }), [
    'domain of others',
    'domain of others',
  ])
  assert.deepEqual(says({ testClientEmailAllowlist: ['*', 'a*@b.example', '*@*'] }), [
    'not a pattern',
    'not a pattern',
    'not a pattern',
  ])
})

test('a sector is a host without www, of the sector address or the first redirect address', () => {
  assert.equal(sectorOf(settings), 'ponds.example')
  assert.equal(sectorOf({ ...settings, redirectUrls: ['https://www.ponds.example:8443/x'] }), 'ponds.example')
  assert.equal(sectorOf({ ...settings, sectorIdentifierUri: 'https://all.example/s.json' }), 'all.example')
  assert.equal(sectorFault(settings, null), undefined)
  assert.equal(sectorFault(settings, 'ponds.example'), undefined)
  assert.equal(sectorFault(settings, 'other.example')?.says, 'sector fixed')
})

test('addresses are listed one by one or by their domain, and domains hold those under them', () => {
  assert.equal(isListed('Office@Harbourton.example', ['office@harbourton.example']), true)
  assert.equal(isListed('office@harbourton.example', ['*@harbourton.example']), true)
  assert.equal(isListed('office@x.harbourton.example', ['*@harbourton.example']), false)
  assert.equal(isListed('"a@harbourton.example"@elsewhere.example', ['*@harbourton.example']), false)
  assert.equal(isOfDomain('office@ponds.harbourton.example', ['harbourton.example']), true)
  assert.equal(isOfDomain('office@notharbourton.example', ['harbourton.example']), false)
  assert.equal(isOfDomain('@harbourton.example', ['harbourton.example']), false)
})

test('in production nothing that matters takes effect by itself, and all that does not, does', () => {
  const change = fc.record(
    {
      clientName: fc.constantFrom('Ponds', 'Other'),
      redirectUrls: fc.constantFrom(['https://ponds.example/back'], ['https://other.example/']),
      publicKey: fc.constantFrom(null, 'pem'),
      scopes: fc.constantFrom<Settings['scopes'][]>(['openid'], ['openid', 'email']),
      pkceEnforced: fc.boolean(),
      cookieConsentShared: fc.boolean(),
    },
    { requiredKeys: [] },
  )
  fc.assert(
    fc.property(change, (changes) => {
      const wanted = changed(settings, changes)
      const now = effectiveNow(settings, wanted)
      assert.deepEqual(thatMatter(differences(settings, now)), [])
      const left = differences(now, wanted)
      assert.deepEqual(thatMatter(left), left)
    }),
  )
})

test('redirect addresses on several hosts need a sector address', () => {
  const saysOf = (redirectUrls: string[], sectorIdentifierUri: string | null = null) =>
    faultsOf(
      { ...settings, redirectUrls, sectorIdentifierUri },
      { claims, teams: ['harbourton.example'] },
    ).map(({ says }) => says)
  const [victim, evil] = ['https://ponds.example/back', 'https://evil.example/back']
  assert.deepEqual(saysOf([victim, evil]), ['sector needed'])
  assert.deepEqual(saysOf([victim, 'https://www.ponds.example/x', 'http://localhost:3002/back']), [])
  assert.deepEqual(saysOf([victim, evil], 'https://ponds.example/sector'), [])
})
