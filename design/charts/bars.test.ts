import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { type Bar, type BarChart, barChart } from './bars.ts'
import { classed, elementsOf, numberOf, readXml, saidIn, someAmount } from './testing.ts'

const TITLES = { id: 'bars', headline: 'Up', title: 'By department', description: 'Bars' }

function drawn(rows: Bar[], options: Partial<BarChart> = {}) {
  return readXml(barChart({ ...TITLES, rows, ...options }).svg)
}

test('a bar is as long as its value', () => {
  fc.assert(
    fc.property(fc.array(someAmount, { minLength: 1, maxLength: 40 }), (values) => {
      const bars = classed(drawn(values.map((value) => ({ name: 'Name', says: '1', value }))), 'bar')
      const most = Math.max(...values)
      assert.equal(bars.length, values.length)
      values.forEach((value, nth) => {
        const width = bars[nth] ? numberOf(bars[nth], 'width') : -1
        assert.ok(Math.abs(width - (most === 0 ? 0 : (value / most) * 99)) < 0.01)
      })
    }),
  )
})

test('what is not known follows the bar, hatched, within all there are', () => {
  const root = drawn([{ name: 'Ministry', says: '7 of 11', value: 7, unknown: 2, outOf: 11 }])
  const [bar, unknown, rest] = ['bar', 'unknown', 'rest'].map((name) => classed(root, name)[0])
  assert.ok(bar && unknown && rest)
  assert.deepEqual([numberOf(bar, 'width'), numberOf(unknown, 'x'), numberOf(unknown, 'width')], [63, 63, 18])
  assert.equal(numberOf(rest, 'width'), 99)
  const pattern = elementsOf(root).find(({ name }) => name === 'pattern')
  assert.equal(unknown.attributes.get('fill'), `url(#${pattern?.attributes.get('id')})`)
})

test('a symbol stands in place of a bar', () => {
  const root = drawn([{ name: 'HM Revenue and Customs', says: '[x]', value: null, unknown: 3 }])
  assert.equal(elementsOf(root).filter(({ name }) => name === 'rect').length, 0)
  assert.ok(saidIn(root).has('[x]'))
})

test('nothing is a bar of no length, not an absence', () => {
  const root = drawn([{ name: 'Ministry', says: '0', value: 0 }])
  assert.equal(classed(root, 'bar').length, 1)
  assert.equal(classed(root, 'axis').length, 1)
})

test('a row has its own target, or that of all', () => {
  const rows = [
    { name: 'One', says: '5', value: 5 },
    { name: 'Two', says: '5', value: 5, target: 10 },
  ]
  const marks = classed(drawn(rows, { target: { value: 5, label: 'Target: 5' } }), 'aim')
  assert.deepEqual(
    marks.filter(({ name }) => name === 'line').map((mark) => numberOf(mark, 'x1')),
    [49.5, 99],
  )
})

test('the key names what there is, and no more', () => {
  const parts = { value: 'Great', unknown: 'Not known', rest: 'All' }
  const plain = saidIn(drawn([{ name: 'One', says: '5', value: 5 }], { parts }))
  assert.ok(plain.has('Great') && !plain.has('Not known') && !plain.has('All'))
  const full = saidIn(drawn([{ name: 'One', says: '5', value: 5, unknown: 1, outOf: 9 }], { parts }))
  assert.ok(full.has('Great') && full.has('Not known') && full.has('All'))
})

test('each row is below the one before it, long names too', () => {
  const names = [
    'Treasury',
    'Department for Energy Security and Net Zero, and for '.repeat(4),
    'x'.repeat(300),
  ]
  const root = drawn(
    Array.from({ length: 40 }, (_, nth) => ({ name: names[nth % 3] ?? '', says: '5', value: nth })),
  )
  const tops = classed(root, 'bar').map((bar) => numberOf(bar, 'y'))
  tops.slice(1).forEach((top, nth) => {
    assert.ok(top >= (tops[nth] ?? 0) + 14 + 20)
  })
})

test('with no organisations, the chart says so', () => {
  assert.ok(saidIn(drawn([], { nothing: 'Nobody has answered' })).has('Nobody has answered'))
})
