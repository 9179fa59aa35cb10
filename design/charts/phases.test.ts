import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Phase, phaseLadder } from './phases.ts'
import { elementsOf, numberOf, readXml, saidIn } from './testing.ts'

const TITLES = { id: 'phases', headline: 'Half done', title: 'Phases', description: 'Two of four are done' }
const STATES: Phase['state'][] = ['done', 'now', 'to come', 'not known']

function drawn(phases: Phase[]) {
  return readXml(phaseLadder({ ...TITLES, phases }).svg)
}

test('each phase has its name, its state in words, and its dates', () => {
  const root = drawn([{ name: 'Pilot', state: 'done', says: 'Done', when: 'January to June 2023' }])
  for (const words of ['Pilot', 'Done', 'January to June 2023']) assert.ok(saidIn(root).has(words))
})

test('each state has a shape of its own', () => {
  const shapes = STATES.map((state) => {
    const node = elementsOf(drawn([{ name: 'Pilot', state, says: state }])).find(({ name }) => name === 'g')
    return elementsOf(node ?? drawn([]))
      .slice(1)
      .map(
        ({ name, attributes }) => `${name} ${attributes.get('class')} ${attributes.get('stroke-dasharray')}`,
      )
      .join()
  })
  assert.equal(new Set(shapes).size, STATES.length)
})

test('phases go down the ladder in order, joined by rails', () => {
  const root = drawn(STATES.map((state) => ({ name: 'A long name '.repeat(8), state, says: state })))
  const nodes = elementsOf(root).filter(({ name }) => name === 'g')
  const tops = nodes.map(({ attributes }) => Number(attributes.get('transform')?.match(/ ([\d.]+)\)/)?.[1]))
  assert.deepEqual(
    tops,
    tops.toSorted((one, other) => one - other),
  )
  const rails = elementsOf(root).filter(({ attributes }) => attributes.get('d')?.startsWith('M14 '))
  assert.equal(rails.length, STATES.length - 1)
  assert.ok(Math.max(...tops) < numberOf(root, 'height'))
})
