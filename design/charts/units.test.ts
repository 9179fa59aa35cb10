import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { elementsOf, readXml, saidIn } from './testing.ts'
import { type UnitGroup, unitChart } from './units.ts'

const TITLES = { id: 'units', headline: 'Up', title: 'Systems by plan', description: 'Marks' }
const SHAPES = ['full', 'half', 'empty', 'crossed', 'unknown'] as const

function drawn(groups: UnitGroup[]) {
  const root = readXml(unitChart({ ...TITLES, groups, scaled: (each) => `Each stands for ${each}` }).svg)
  const blocks = elementsOf(root).filter(({ name }) => name === 'g')
  const marks = blocks.map((block) => {
    const [path = ''] = elementsOf(block).flatMap(({ attributes }) => attributes.get('d') ?? [])
    return path
  })
  return { root, marks }
}

function group(count: number, mark: UnitGroup['mark'] = 'full'): UnitGroup {
  return { label: `are ${mark}`, says: String(count), count, mark }
}

/** A square begins with a step across, a crossed one too; a ring with its arc. */
function countIn(path: string): number {
  return path.split(/[hv](?:18|10)v|m0 (?:9|5)a/).length - 1
}

test('each thing is a mark, each class a block with its number', () => {
  const { root, marks } = drawn([group(44), group(17, 'half'), group(2, 'crossed'), group(0, 'unknown')])
  assert.deepEqual(marks.map(countIn), [44, 17, 2])
  for (const words of ['44', 'are full', '17', '2', '0', 'are unknown']) assert.ok(saidIn(root).has(words))
  assert.ok(![...saidIn(root)].some((words) => words.startsWith('Each')))
})

test('as many marks as things, up to 400 of them', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(80), { minLength: 1, maxLength: 5 }), (counts) => {
      const { marks } = drawn(counts.map((count, nth) => group(count, SHAPES[nth])))
      assert.deepEqual(
        marks.map(countIn),
        counts.filter((count) => count > 0),
      )
    }),
  )
})

test('of more, each mark stands for several, and the chart says so; none is left out', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 1e12 }), { minLength: 1, maxLength: 5 }), (counts) => {
      const total = counts.reduce((sum, count) => sum + count, 0)
      const { root, marks } = drawn(counts.map((count) => group(count)))
      const shown = marks.map(countIn)
      const words = [...saidIn(root)].find((said) => said.startsWith('Each stands for '))
      const each = Number(words?.slice('Each stands for '.length) ?? 1)
      assert.equal(each === 1, total <= 400)
      assert.ok(shown.reduce((sum, marksOf) => sum + marksOf, 0) <= 400 + counts.length)
      counts.forEach((count, nth) => {
        assert.equal(shown[nth], Math.max(1, Math.round(count / each)))
      })
    }),
  )
})

test('each class has a shape of its own', () => {
  const blocks = SHAPES.map((mark) => drawn([group(1, mark)]).root)
  const looks = blocks.map((root) =>
    elementsOf(root)
      .filter(({ name }) => name === 'path')
      .map(({ attributes }) => `${attributes.get('d')} ${attributes.get('class')}`)
      .join(),
  )
  assert.equal(new Set(looks).size, SHAPES.length)
})
