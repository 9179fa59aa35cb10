import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { isPublic, placeOf, readAllowed } from './addresses.ts'

const none: ReadonlySet<string> = new Set()

test('only addresses that anybody could reach are public', () => {
  for (const address of [
    '8.8.8.8',
    '1.1.1.1',
    '100.63.255.255',
    '100.128.0.1',
    '172.15.0.1',
    '172.32.0.1',
    '223.255.255.255',
  ])
    assert.equal(isPublic(address), true, address)
  for (const address of ['2606:4700::1111', '2a00:1450:4009::200e', '2001:4860:4860::8888'])
    assert.equal(isPublic(address), true, address)

  const closed = [
    ['this host and network', '0.0.0.0', '0.1.2.3', '::'],
    ['loopback', '127.0.0.1', '127.255.255.254', '::1'],
    ['private', '10.0.0.1', '172.16.0.1', '172.31.255.255', '192.168.1.1', 'fd00::1', 'fc00::1'],
    ['shared by a carrier', '100.64.0.1', '100.127.255.255'],
    ['link-local, where metadata services are', '169.254.169.254', 'fe80::1', 'fe80::a9fe:a9fe', 'fec0::1'],
    ['IPv4 inside IPv6', '::ffff:127.0.0.1', '::ffff:8.8.8.8', '::127.0.0.1', '::ffff:0:127.0.0.1'],
    ['translated', '64:ff9b::7f00:1', '64:ff9b::a9fe:a9fe', '64:ff9b:1::1', '2002:7f00:1::1', '2001::1'],
    ['multicast and broadcast', '224.0.0.1', '239.255.255.255', '255.255.255.255', 'ff02::1'],
    [
      'for documents and tests',
      '192.0.2.1',
      '198.51.100.1',
      '203.0.113.1',
      '198.18.0.1',
      '2001:db8::1',
      '3fff::1',
    ],
    ['the rest', '192.0.0.170', '240.0.0.1', '100::1', '5f00::1', '4000::1'],
    ['no address at all', 'localhost', '', '2606:4700::1111%eth0', '127.1', '0177.0.0.1', '2130706433'],
  ]
  for (const [what, ...addresses] of closed)
    for (const address of addresses) assert.equal(isPublic(address), false, `${what}: ${address}`)
})

test('an IPv4 address is as little public inside an IPv6 address, however it is put there', () => {
  fc.assert(
    fc.property(
      fc.ipV4(),
      fc.constantFrom('::ffff:', '::', '64:ff9b::', '64:ff9b:1::', '::ffff:0:'),
      (v4, prefix) => {
        assert.equal(isPublic(`${prefix}${v4}`), false)
      },
    ),
  )
})

test('an address is read as browsers read it, so that no way of writing hides where it goes', () => {
  for (const host of [
    '127.0.0.1',
    '2130706433',
    '0x7f000001',
    '0x7f.1',
    '0177.0.0.1',
    '127.1',
    '１２７.0.0.1',
  ]) {
    const place = placeOf(`https://${host}/`, none)
    assert.ok('host' in place)
    assert.equal(place.host, '127.0.0.1')
  }
  const mapped = placeOf('https://[::ffff:169.254.169.254]/', none)
  assert.ok('host' in mapped)
  assert.equal(mapped.host, '::ffff:a9fe:a9fe')
  assert.equal(isPublic(mapped.host), false)
})

test('what may be asked: https on 443 without a user, or else a host and port allowed by name', () => {
  const allowed = readAllowed(['localhost:3002', '[::1]:8080', 'KEYS.harbourton.example:443'])
  const why = (text: string) => {
    const place = placeOf(text, allowed)
    return 'why' in place ? place.why : place.allowed
  }
  assert.equal(why('http://localhost:3002/jwks'), true)
  assert.equal(why('https://LOCALHOST:3002/jwks'), true)
  assert.equal(why('http://[0:0::1]:8080/'), true)
  assert.equal(why('https://keys.harbourton.example/jwks'), true)
  assert.equal(why('https://service.harbourton.example/jwks'), false)

  assert.equal(why('http://service.harbourton.example/jwks'), 'not https')
  assert.equal(why('https://service.harbourton.example:22/'), 'refused port')
  assert.equal(why('https://service.harbourton.example:8443/'), 'refused port')
  assert.equal(why('http://localhost:3003/'), 'not https')
  assert.equal(why('https://localhost:3003/'), 'refused port')
  assert.equal(why('https://localhost.:3002/'), 'refused port')
  assert.equal(why('https://keys.harbourton.example@localhost/'), 'not an address')
  assert.equal(why('https://user:secret@service.harbourton.example/'), 'not an address')
  for (const text of [
    '',
    'jwks',
    '//service.harbourton.example',
    'file:///etc/passwd',
    'data:,x',
    'gopher://x',
    'ftp://x/',
  ])
    assert.equal(why(text), 'not an address', text)
})

test('a setting that is not exactly host:port is refused', () => {
  for (const entry of [
    'localhost',
    'localhost:',
    'localhost:0',
    'localhost:70000',
    'http://localhost:80',
    ':80',
    'a b:80',
    'u@h:80',
    '*',
    '::1:80',
  ])
    assert.throws(() => readAllowed([entry]), /is not host:port/, entry)
  assert.deepEqual(
    [...readAllowed(['Localhost:080', '[0::1]:80', '127.1:80'])],
    ['localhost:80', '[::1]:80', '127.0.0.1:80'],
  )
})
