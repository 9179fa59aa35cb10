import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { type Small, type SmallMultiples, smallMultiples, sparkline } from './small.ts'
import { classed, elementsOf, numberOf, readXml, saidIn } from './testing.ts'

const SHARED = { from: '2023-01-01', to: '2024-01-01', most: 20 }

function drawn(cells: Small[], options: Partial<SmallMultiples> = {}) {
  const titles = { id: 'small', headline: 'Up', title: 'By department', description: 'Small lines' }
  return readXml(smallMultiples({ ...titles, ...SHARED, note: 'All have one scale', cells, ...options }).svg)
}

function cell(name: string, value: number | null): Small {
  return { name, points: [{ date: '2023-01-01', value }], first: '1', last: `${value} at last` }
}

test('the same value is as high in every cell', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(20), { minLength: 1, maxLength: 40 }), (values) => {
      const lines = classed(drawn(values.map((value) => cell('Treasury', value))), 'line')
      assert.equal(lines.length, values.length)
      values.forEach((value, nth) => {
        const y = Math.round((56 - (value / 20) * 52) * 100) / 100
        assert.equal(lines[nth]?.attributes.get('d'), `M0 ${y}H100`)
      })
    }),
  )
})

test('each cell has its name and its first and last value', () => {
  const root = drawn([cell('Treasury', 4), cell('Ministry of Justice', 16)])
  for (const words of ['Treasury', '4 at last', 'Ministry of Justice', '16 at last', 'All have one scale']) {
    assert.ok(saidIn(root).has(words), words)
  }
})

test('a cell without values has its symbol and no line', () => {
  const root = drawn([{ name: 'Treasury', points: [], last: '[x]' }])
  assert.ok(saidIn(root).has('[x]'))
  assert.equal(elementsOf(root).filter(({ name }) => name === 'circle').length, 0)
})

test('what is before the first date or above the scale stays at the edge', () => {
  const points = [
    { date: '2020-01-01', value: 5 },
    { date: '2023-07-01', value: 500 },
  ]
  const path = classed(drawn([{ name: 'Treasury', points, last: '500' }]), 'line')[0]?.attributes.get('d')
  assert.match(path ?? '', /^M0 43H[\d.]+V4H100$/)
})

test('a spark is small, and its end is where its last value is', () => {
  const points = [
    { date: '2023-01-01', value: 0 },
    { date: '2023-07-01', value: 20 },
  ]
  const svg = sparkline({ ...SHARED, points })
  const [dot] = elementsOf(readXml(svg)).filter(({ name }) => name === 'circle')
  assert.ok(dot)
  assert.deepEqual([numberOf(dot, 'cx'), numberOf(dot, 'cy')], [116, 4])
  assert.ok(svg.length < 500, `${svg.length}`)
})

test('a spark of nothing is an empty one', () => {
  assert.doesNotMatch(sparkline({ ...SHARED, points: [] }), /circle/)
  assert.doesNotMatch(sparkline({ ...SHARED, most: 0, points: [{ date: '2023-01-01', value: 0 }] }), /NaN/)
})
