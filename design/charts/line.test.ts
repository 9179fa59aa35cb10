import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { NARROW } from './chart.ts'
import { lineChart } from './line.ts'
import type { LineChart } from './line-options.ts'
import { classed, contentOf, elementsOf, numberOf, readXml, saidIn, someAmount, someDate } from './testing.ts'
import { widthOf } from './text.ts'

const TITLES = {
  id: 'trend',
  headline: 'Up',
  title: 'Services judged great',
  description: 'A line that rises',
}
const TICKS = ['2022-12-31', '2023-06-30', '2023-12-31', '2024-06-30', '2024-12-31', '2025-06-30'].map(
  (date) => ({ date, label: date.slice(0, 7) }),
)
const POINTS = [4, 5, 6, 8, 8, 9, 10, 12, 13, 14, 15, 16].map((value, nth) => ({
  date: `2023-${String(nth + 1).padStart(2, '0')}-15`,
  value,
}))

function drawn(options: Partial<LineChart>) {
  const chart = lineChart({ ...TITLES, series: [], ticks: TICKS, say: String, ...options })
  return { chart, root: readXml(chart.svg) }
}

function pathsOf(root: ReturnType<typeof readXml>, name: string): string[] {
  return classed(root, name).flatMap((group) =>
    elementsOf(group).flatMap(({ attributes }) => attributes.get('d') ?? []),
  )
}

test('twelve points with a target are less than 3 kB', () => {
  const series = [
    { name: '', shape: 'steps' as const, points: POINTS, until: '2024-02-29', first: '4', last: '16 of 75' },
  ]
  const { chart } = drawn({ series, target: { value: 50, label: 'Target: 50', due: '2025-06-30' } })
  assert.ok(chart.svg.length < 3000, `${chart.svg.length}`)
})

test('a larger value is higher, and twice as much is twice as high', () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(someDate, { minLength: 2, maxLength: 20 }),
      fc.infiniteStream(someAmount),
      (dates, amounts) => {
        const points = dates.toSorted().map((date) => ({ date, value: amounts.next().value }))
        const { chart, root } = drawn({ series: [{ name: '', shape: 'steps', points }], leastStep: 0.001 })
        const dots = elementsOf(root).filter(({ name }) => name === 'circle')
        assert.equal(dots.length, points.length)
        const floor = chart.height - 30
        const top = Math.max(...points.map(({ value }) => value))
        const highest = Math.max(...dots.map((dot) => floor - numberOf(dot, 'cy')))
        points.forEach(({ value }, nth) => {
          const dot = dots[nth]
          assert.ok(dot)
          const height = floor - numberOf(dot, 'cy')
          assert.ok(Math.abs(height - (top === 0 ? 0 : (value / top) * highest)) < 0.03)
          assert.ok(nth === 0 || numberOf(dot, 'cx') >= numberOf(dots[nth - 1] ?? dot, 'cx'))
        })
      },
    ),
  )
})

test('a step stands until it changes, and to the end', () => {
  const points = [
    { date: '2023-01-01', value: 10 },
    { date: '2023-07-02', value: 20 },
  ]
  const { root } = drawn({ series: [{ name: '', shape: 'steps', points, until: '2024-01-01' }], ticks: [] })
  const [path = ''] = pathsOf(root, 'steps')
  assert.match(path, /^M[\d.]+ 110H[\d.]+V0H98$/)
})

test('stated values are joined by a broken line, with markers of another shape', () => {
  const { root } = drawn({
    series: [
      { name: 'Counted', shape: 'steps', points: POINTS },
      { name: 'Stated', shape: 'line', points: POINTS.slice(0, 2) },
    ],
  })
  const [steps, stated] = ['steps', 'stated'].map((name) =>
    classed(root, name)
      .flatMap(elementsOf)
      .find(({ attributes }) => attributes.get('vector-effect')),
  )
  assert.equal(steps?.attributes.get('stroke-dasharray'), undefined)
  assert.match(steps?.attributes.get('d') ?? '', /^M[^L]+$/)
  assert.ok(stated?.attributes.get('stroke-dasharray'))
  assert.match(stated?.attributes.get('d') ?? '', /^M[^HV]+L[^HV]+$/)
  assert.ok(
    classed(root, 'stated')
      .flatMap(elementsOf)
      .every(({ name }) => name !== 'circle'),
  )
  assert.ok(saidIn(root).has('Counted') && saidIn(root).has('Stated'))
})

test('what is not known is a gap', () => {
  const values = [4, null, 6]
  const points = values.map((value, nth) => ({ date: `2023-0${nth + 1}-01`, value }))
  const [path = ''] = pathsOf(drawn({ series: [{ name: '', shape: 'steps', points }] }).root, 'steps')
  assert.equal(path.split('M').length - 1, 2)
})

test('what more it may be is a bar above the point, and the key says so only then', () => {
  const unknown = 'How much more it may be'
  const first = { date: '2023-01-01', value: 10 }
  const draw = (more: number) =>
    drawn({
      series: [{ name: '', shape: 'steps', points: [{ ...first, unknown: more }, ...POINTS] }],
      unknown,
      most: 20,
    })
  assert.ok(saidIn(draw(5).root).has(unknown))
  assert.match(draw(5).chart.svg, /M0 0V-55M-4-55H4/)
  assert.ok(!saidIn(draw(0).root).has(unknown))
})

test('a target has its line and words, and a flag on the day it is due', () => {
  const series = [{ name: '', shape: 'steps' as const, points: POINTS }]
  const open = drawn({ series, target: { value: 50, label: 'Target: 50' } })
  const dated = drawn({ series, target: { value: 50, label: 'Target: 50', due: '2030-06-30' } })
  assert.ok(saidIn(open.root).has('Target: 50') && saidIn(dated.root).has('Target: 50'))
  assert.match(pathsOf(open.root, 'target').join(), /^M[\d.]+ 0H100$/)
  assert.match(pathsOf(dated.root, 'target').join(), /,M98 0V220$/)
})

test('a forecast goes on from the last value, its middle within its range', () => {
  const { root } = drawn({
    series: [{ name: '', shape: 'steps', points: POINTS, until: '2024-02-29' }],
    forecast: {
      to: '2025-06-30',
      central: 30,
      low: 25,
      high: 40,
      label: '30 (25 to 40)',
      name: 'If it goes on',
    },
  })
  const [, line = ''] = pathsOf(root, 'steps')[0]?.match(/V([\d.]+)H[\d.]+$/) ?? []
  const paths = pathsOf(root, 'forecast').slice(2)
  assert.match(paths[0] ?? '', new RegExp(`^M98 0L[\\d.]+ ${line} 98 82.5Z$`))
  assert.match(paths[1] ?? '', new RegExp(`^M[\\d.]+ ${line}L98 55$`))
})

test('with nothing to draw, the chart says so', () => {
  const points = [{ date: '2023-01-01', value: null }]
  for (const series of [[], [{ name: '', shape: 'steps' as const, points }]]) {
    const { root } = drawn({ series, nothing: 'No figure is known yet' })
    assert.ok(saidIn(root).has('No figure is known yet'))
    assert.ok(!elementsOf(root).some(({ name }) => name === 'path'))
  }
})

test('one point, equal values, nothing but zero, and values far apart are all drawn', () => {
  for (const values of [[7], [5, 5, 5], [0, 0], [0, 9e15, 1]]) {
    const points = values.map((value, nth) => ({ date: `20${nth}0-01-01`, value }))
    const { root } = drawn({ series: [{ name: '', shape: 'line', points, last: 'Last' }], ticks: [] })
    assert.equal(pathsOf(root, 'stated').filter((path) => path.endsWith('Z')).length, values.length)
    assert.ok(saidIn(root).has('Last'))
  }
})

/** Where words are in the narrowest column. */
function boxesOf(element: ReturnType<typeof readXml>, outer = 'start'): Box[] {
  const { name, attributes, children } = element
  const anchor = attributes.get('text-anchor') ?? outer
  const words = contentOf(element)
  if (attributes.get('class') === 'fp-chart__wide') return []
  if (name !== 'text')
    return children.flatMap((child) => (typeof child === 'string' ? [] : boxesOf(child, anchor)))
  if (words === '') return []
  const size = numberOf(element, 'font-size') || 14
  const width = widthOf(words, { size, isBold: attributes.get('font-weight') === '700' })
  const x = numberOf(element, 'x') * (attributes.get('x')?.endsWith('%') ? NARROW / 100 : 1)
  const left = x + numberOf(element, 'dx') - (anchor === 'end' ? width : anchor === 'middle' ? width / 2 : 0)
  const bottom = numberOf(element, 'y')
  return [{ words, left, right: left + width, top: bottom - size * 0.75, bottom }]
}

interface Box {
  words: string
  left: number
  right: number
  top: number
  bottom: number
}

test('in the narrowest column no words are on others, and none are cut', () => {
  const value = fc.nat(100)
  const someSeries = fc.record({
    shape: fc.constantFrom('steps' as const, 'line' as const),
    points: fc.array(fc.record({ date: fc.constantFrom(...POINTS).map(({ date }) => date), value }), {
      minLength: 1,
      maxLength: 12,
    }),
  })
  fc.assert(
    fc.property(
      fc.array(someSeries, { minLength: 1, maxLength: 2 }),
      value,
      fc.boolean(),
      (series, aim, isDated) => {
        const { root } = drawn({
          series: series.map((each, nth) => ({ ...each, name: `Line ${nth}`, first: '4', last: '16 of 75' })),
          target: { value: aim, label: `Target: ${aim}`, ...(isDated ? { due: '2025-06-30' } : {}) },
        })
        const boxes = boxesOf(root)
        for (const [nth, one] of boxes.entries()) {
          assert.ok(one.left >= -1 && one.right <= NARROW + 5, JSON.stringify(one))
          for (const other of boxes.slice(nth + 1)) {
            const isOn =
              one.left < other.right &&
              one.right > other.left &&
              one.top < other.bottom &&
              one.bottom > other.top
            assert.ok(!isOn, `${JSON.stringify(one)} ${JSON.stringify(other)}`)
          }
        }
      },
    ),
  )
})

test('six gridlines at most, and the last date always', () => {
  const days = Array.from({ length: 40 }, (_, nth) => ({
    date: `20${nth + 10}-01-01`,
    label: `January 20${nth + 10}`,
  }))
  const { root } = drawn({ series: [{ name: '', shape: 'steps', points: POINTS }], ticks: days })
  const grid = classed(root, 'grid')[0]?.attributes.get('d') ?? ''
  assert.ok(grid.split('M').length - 1 <= 6)
  assert.ok(saidIn(root).has('January 2049'))
})
