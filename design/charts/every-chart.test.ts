import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { barChart } from './bars.ts'
import { type Chart, idOf } from './chart.ts'
import { lineChart } from './line.ts'
import { phaseLadder } from './phases.ts'
import { smallMultiples, sparkline } from './small.ts'
import { standalone } from './standalone.ts'
import {
  anyWords,
  contentOf,
  elementsOf,
  inXml,
  readXml,
  saidIn,
  someAmount,
  someDate,
  someTitles,
} from './testing.ts'
import { unitChart } from './units.ts'

/** A chart of whatever kind, and words that it must say. */
interface Drawn {
  chart: Chart
  words: string[]
}

const maybe = <T>(values: fc.Arbitrary<T>) => fc.option(values, { nil: undefined })
const somePoints = fc.array(
  fc.record({
    date: someDate,
    value: fc.option(someAmount),
    unknown: fc.oneof(fc.constant(0), fc.constant(0), someAmount),
  }),
  { maxLength: 14 },
)

const lines = fc
  .record({
    titles: someTitles,
    series: fc.array(
      fc.record({
        name: anyWords,
        shape: fc.constantFrom('steps' as const, 'line' as const),
        points: somePoints,
        until: someDate,
        first: anyWords,
        last: anyWords,
      }),
      { maxLength: 4 },
    ),
    target: maybe(fc.record({ value: someAmount, label: anyWords, due: someDate })),
    forecast: maybe(
      fc.record({
        to: someDate,
        central: someAmount,
        low: someAmount,
        high: someAmount,
        label: anyWords,
        name: anyWords,
      }),
    ),
    ticks: fc.array(fc.record({ date: someDate, label: anyWords }), { maxLength: 8 }),
    nothing: anyWords,
  })
  .map(({ titles, series, target, forecast, ...rest }): Drawn => {
    const say = (value: number) => `<${value}>`
    const options = { ...titles, ...rest, ...(target ? { target } : {}), ...(forecast ? { forecast } : {}) }
    const isKnown = ({ points }: (typeof series)[number]) => points.some(({ value }) => value !== null)
    return {
      chart: lineChart({ ...options, series, say }),
      words: [
        ...series.filter(isKnown).map(({ last }) => last),
        ...(series.some(isKnown) && series.length > 1 ? series.map(({ name }) => name) : []),
        ...(target ? [target.label] : []),
        ...(forecast && series[0] && isKnown(series[0]) ? [forecast.label, forecast.name] : []),
      ],
    }
  })

const bars = fc
  .record({
    titles: someTitles,
    rows: fc.array(
      fc.record({
        name: anyWords,
        says: anyWords,
        value: fc.option(someAmount),
        unknown: someAmount,
        outOf: someAmount,
      }),
      { maxLength: 40 },
    ),
    target: fc.record({ value: someAmount, label: anyWords }),
    nothing: anyWords,
  })
  .map(
    ({ titles, ...options }): Drawn => ({
      chart: barChart({ ...titles, ...options }),
      words: [
        ...options.rows.flatMap(({ name, says }) => [name, says]),
        options.target.label,
        ...(options.rows.length === 0 ? [options.nothing] : []),
      ],
    }),
  )

const units = fc
  .record({
    titles: someTitles,
    groups: fc.array(
      fc.record({
        label: anyWords,
        says: anyWords,
        count: someAmount,
        mark: fc.constantFrom('full', 'half', 'empty', 'crossed', 'unknown'),
      }),
      { maxLength: 6 },
    ),
  })
  .map(
    ({ titles, groups }): Drawn => ({
      chart: unitChart({ ...titles, groups, scaled: (each) => `<Each> stands for ${each}` }),
      words: groups.flatMap(({ label, says }) => [label, says]),
    }),
  )

const phases = fc
  .record({
    titles: someTitles,
    phases: fc.array(
      fc.record({
        name: anyWords,
        state: fc.constantFrom('done', 'now', 'to come', 'not known'),
        says: anyWords,
        when: anyWords,
      }),
      { maxLength: 8 },
    ),
  })
  .map(
    ({ titles, phases: some }): Drawn => ({
      chart: phaseLadder({ ...titles, phases: some }),
      words: some.flatMap(({ name, says, when }) => [name, says, when]),
    }),
  )

const multiples = fc
  .record({
    titles: someTitles,
    cells: fc.array(fc.record({ name: anyWords, points: somePoints, first: anyWords, last: anyWords }), {
      maxLength: 9,
    }),
    note: anyWords,
    from: someDate,
    to: someDate,
    most: someAmount,
    target: fc.record({ value: someAmount, label: anyWords }),
  })
  .map(
    ({ titles, ...options }): Drawn => ({
      chart: smallMultiples({ ...titles, ...options }),
      words: [
        ...options.cells.flatMap(({ name, first, last }) => [name, first, last]),
        options.note,
        options.target.label,
      ],
    }),
  )

const anyChart = fc.oneof(lines, bars, units, phases, multiples)

test('every chart is well-formed, names itself, and says its words exactly', () => {
  fc.assert(
    fc.property(anyChart, ({ chart, words }) => {
      const root = readXml(chart.svg)
      const [title, description] = root.children
      assert.ok(typeof title === 'object' && typeof description === 'object')
      assert.equal(root.attributes.get('role'), 'img')
      assert.equal(
        root.attributes.get('aria-labelledby'),
        `${title.attributes.get('id')} ${description.attributes.get('id')}`,
      )
      assert.deepEqual([title, description].map(contentOf), [chart.title, chart.description].map(inXml))
      const said = saidIn(root)
      for (const each of words) assert.ok(each === '' || said.has(inXml(each)), each)
    }),
  )
})

test('no words become anything but words', () => {
  const names = /^(svg|g|title|desc|text|tspan|path|rect|circle|line|pattern)$/
  const attributes =
    /^(class|id|role|aria-labelledby|width|height|viewBox|preserveAspectRatio|overflow|x|y|x1|x2|y1|y2|cx|cy|r|d|dx|dy|fill|fill-opacity|stroke|stroke-[a-z]+|vector-effect|paint-order|text-anchor|font-(family|size|weight)|transform|display|pattern(Units|Transform))$/
  fc.assert(
    fc.property(anyChart, ({ chart }) => {
      for (const element of elementsOf(readXml(chart.svg))) {
        assert.match(element.name, names)
        for (const name of element.attributes.keys()) assert.match(name, attributes)
      }
    }),
  )
})

test('everything has a place, and is in its box', () => {
  fc.assert(
    fc.property(anyChart, ({ chart }) => {
      assert.doesNotMatch(chart.svg.replaceAll(/>[^<]*</g, '><'), /NaN|Infinity|undefined|null|e[+-]\d/)
      const root = readXml(chart.svg)
      assert.ok(chart.height > 0 && root.attributes.get('height') === String(chart.height))
      for (const { name, attributes } of elementsOf(root).slice(1)) {
        for (const [key, value] of attributes) {
          const number = Number.parseFloat(value)
          if (value.endsWith('%')) assert.ok(number >= 0 && number <= 100, `${name} ${key} ${value}`)
          if (/^(width|height|r)$/.test(key)) assert.ok(number >= 0, `${name} ${key} ${value}`)
          if (/^(y|y1|y2|cy)$/.test(key)) assert.ok(number <= chart.height, `${name} ${key} ${value}`)
        }
      }
    }),
  )
})

test('the same chart is the same bytes', () => {
  const [one] = fc.sample(anyChart, { numRuns: 1, seed: 4 })
  const [other] = fc.sample(anyChart, { numRuns: 1, seed: 4 })
  assert.equal(one?.chart.svg, other?.chart.svg)
})

test('two charts never share an id', () => {
  const parts = ['title', 'desc', 'hatch'] as const
  const anyId = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 8 }),
    fc
      .array(fc.constantFrom('_', 'title', 'desc', 'a', '5f', '-'), { maxLength: 5 })
      .map((some) => some.join('')),
  )
  fc.assert(
    fc.property(
      anyId,
      anyId,
      fc.constantFrom(...parts),
      fc.constantFrom(...parts),
      (one, other, part, otherPart) => {
        const isSame = one === other && part === otherPart
        assert.equal(idOf(one, part) === idOf(other, otherPart), isSame)
        assert.match(idOf(one, part), /^[A-Za-z0-9_-]+$/)
      },
    ),
    { numRuns: 1000 },
  )
})

test('a file of its own has its headline, its title and its source, and its size', () => {
  fc.assert(
    fc.property(anyChart, anyWords, fc.constantFrom(320, 720, 1080), ({ chart, words }, source, width) => {
      const root = readXml(standalone(chart, { width, source }))
      assert.equal(root.attributes.get('xmlns'), 'http://www.w3.org/2000/svg')
      assert.equal(root.attributes.get('width'), String(width))
      assert.ok(Number(root.attributes.get('height')) > chart.height)
      const said = saidIn(root)
      for (const each of [chart.headline, chart.title, source, ...words]) {
        assert.ok(each === '' || said.has(inXml(each)), each)
      }
    }),
  )
})

test('a spark says its name, or is silent', () => {
  const shared = {
    from: '2023-01-01',
    to: '2024-01-01',
    most: 10,
    points: [{ date: '2023-01-01', value: 4 }],
  }
  assert.equal(readXml(sparkline(shared)).attributes.get('aria-hidden'), 'true')
  fc.assert(
    fc.property(someTitles, (named) => {
      const root = readXml(sparkline({ ...shared, named }))
      assert.equal(root.attributes.get('role'), 'img')
      assert.ok(saidIn(root).has(inXml(named.title)) && saidIn(root).has(inXml(named.description)))
    }),
  )
})
