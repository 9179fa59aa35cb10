import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import fc from 'fast-check'
import { makeClient } from './testing.ts'
import { readVectors } from './vectors.ts'

const client = makeClient({ clientLoCs: ['P0', 'P1', 'P2', 'P3'] })

suite('Vectors of trust', () => {
  for (const nothing of [undefined, '', '[]'])
    test(`${nothing ?? 'no vtr'} asks for two factors and no identity`, () => {
      assert.deepEqual(readVectors(nothing, client), { credential: 'Cl.Cm', identity: ['P0'] })
    })

  const GOOD = [
    ['["Cl"]', 'Cl', ['P0']],
    ['["Cl.Cm"]', 'Cl.Cm', ['P0']],
    ['["Cm.Cl"]', 'Cl.Cm', ['P0']],
    ['["P0.Cl"]', 'Cl', ['P0']],
    ['["Cl.Cm","Cl"]', 'Cl', ['P0']],
    ['["Cl.Cm.P2"]', 'Cl.Cm', ['P2']],
    ['["P2.Cl.Cm"]', 'Cl.Cm', ['P2']],
    ['["Cl.Cm.P3","Cl.Cm.P1"]', 'Cl.Cm', ['P1', 'P3']],
    ['["Cl.Cm.P2","Cl.Cm.P2"]', 'Cl.Cm', ['P2']],
    ['["Cl.Cm.P0","Cl"]', 'Cl', ['P0']],
    ['["Cl.Xx"]', 'Cl', ['P0']],
  ] as const
  for (const [vtr, credential, identity] of GOOD)
    test(`${vtr} asks for ${credential} and ${identity.join(' or ')}`, () => {
      assert.deepEqual(readVectors(vtr, client), { credential, identity })
    })

  const BAD = [
    '[]]',
    '"Cl"',
    '{"0":"Cl"}',
    '[1]',
    '["Cl",null]',
    '["Ch"]',
    '["Cm"]',
    '["P2"]',
    '[""]',
    '["Cl.Cm.Cm"]',
    '["Cl.P2"]',
    '["Cl.Cm.P1.P2"]',
    '["Cl.Cm.P0.P0"]',
    '["Cl.Cm.P4"]',
    '["Cl.Cm.PX"]',
    '["Cl.Cm.P2","Cl.Cm"]',
    '["Cl.Cm.P2","Cl.Cm.P0"]',
    '["cl.cm"]',
  ]
  for (const vtr of BAD)
    test(`${vtr} is refused`, () => {
      assert.equal(readVectors(vtr, client), undefined)
    })

  test('a client gets only the levels that it is registered for', () => {
    assert.equal(readVectors('["Cl.Cm.P3"]', makeClient()), undefined)
    assert.equal(readVectors('["Cl.Cm.P0"]', makeClient({ clientLoCs: ['P2'] })), undefined)
    assert.equal(readVectors('["Cl.Cm.P2"]', makeClient({ identityVerificationSupported: false })), undefined)
    const secret = makeClient({ tokenAuthMethod: 'client_secret_post' })
    assert.equal(readVectors('["Cl.Cm.P2"]', secret), undefined)
    assert.ok(readVectors('["Cl.Cm.P0"]', secret))
  })

  test('whatever is asked: identity comes only with two factors, and only as registered', () => {
    const part = fc.constantFrom('Cl', 'Cm', 'P0', 'P1', 'P2', 'P3', 'P4', 'Ch', 'x', '')
    const vector = fc.array(part, { maxLength: 4 }).map((parts) => parts.join('.'))
    const levels = fc.subarray(['P0', 'P1', 'P2', 'P3'] as const)
    fc.assert(
      fc.property(fc.array(vector, { maxLength: 3 }), levels, fc.boolean(), (vtr, clientLoCs, supported) => {
        const of = makeClient({ clientLoCs, identityVerificationSupported: supported })
        const wanted = readVectors(JSON.stringify(vtr), of)
        if (!wanted || vtr.length === 0) return
        const proved = wanted.identity.filter((level) => level !== 'P0')
        assert.ok(proved.every((level) => clientLoCs.includes(level)))
        if (proved.length > 0) {
          assert.ok(supported)
          assert.equal(wanted.credential, 'Cl.Cm')
          assert.ok(!wanted.identity.includes('P0'))
        }
        assert.deepEqual(wanted.identity, [...wanted.identity].sort())
        assert.deepEqual(readVectors(JSON.stringify([...vtr].reverse()), of), wanted)
      }),
    )
  })

  test('no text makes it throw', () => {
    fc.assert(fc.property(fc.oneof(fc.string(), fc.json()), (vtr) => void readVectors(vtr, client)))
  })
})
