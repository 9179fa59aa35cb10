import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { contentHashing, GENESIS, type HashedEntry, recordedAt, recordingHash } from './rules.ts'

const moment = fc.integer({ min: 0, max: 10_000 }).map((ms) => new Date(ms).toISOString())

test('a recording is always later than the last and never in the future when its time is asserted', () => {
  fc.assert(
    fc.property(fc.option(moment), moment, fc.option(moment), (last, now, asserted) => {
      const at = recordedAt(last, now, asserted ?? undefined)
      if (!at.ok) {
        assert.ok(asserted !== null && (asserted > now || (last !== null && asserted < last)))
        return
      }
      assert.ok(last === null || at.at > last)
      if (asserted !== null && (last === null || asserted > last)) assert.equal(at.at, asserted)
    }),
  )
})

test('the clock may stand still or go back: a recording is still later than the last', () => {
  const last = '2024-02-29T09:30:00.000Z'
  assert.deepEqual(recordedAt(last, '2024-02-29T09:29:00.000Z', undefined), {
    ok: true,
    at: '2024-02-29T09:30:00.001Z',
  })
})

test('a hash covers everything that was recorded and what came before', () => {
  const heading = {
    number: 1,
    recordedAt: '2024-01-01T00:00:00.000Z',
    asserted: true,
    actor: 'a',
    source: 's',
    kind: 'entries' as const,
  }
  const content = contentHashing().digest()
  const hash = recordingHash(heading, content, GENESIS).toString('hex')
  for (const other of [
    recordingHash({ ...heading, number: 2 }, content, GENESIS),
    recordingHash({ ...heading, asserted: false }, content, GENESIS),
    recordingHash({ ...heading, actor: 'b' }, content, GENESIS),
    recordingHash(heading, Buffer.alloc(32, 1), GENESIS),
    recordingHash(heading, content, Buffer.alloc(32, 1)),
  ]) {
    assert.notEqual(other.toString('hex'), hash)
  }
})

test('the order of keys in a value changes no hash, and any other change does', () => {
  const entry: HashedEntry = {
    entry: 1,
    record: 'r',
    register: 'systems',
    organisation: 'x',
    effectiveOn: '2024-01-01',
    state: 'stands',
    voids: null,
    reconstructed: false,
    source: '',
    values: { a: 1, b: 'two' },
  }
  const hashOf = (each: HashedEntry) => {
    const hashing = contentHashing()
    hashing.entry(each)
    return hashing.digest().toString('hex')
  }
  assert.equal(hashOf({ ...entry, values: { b: 'two', a: 1 } }), hashOf(entry))
  for (const change of [
    { values: { a: 1 } },
    { effectiveOn: '2024-01-02' },
    { reconstructed: true },
    { voids: 1 },
  ]) {
    assert.notEqual(hashOf({ ...entry, ...change }), hashOf(entry))
  }
})
