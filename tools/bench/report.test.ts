import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readOptions } from './options.ts'
import { pageWith, say, sectionText } from './report.ts'
import { randomNumbers, timesOf } from './timing.ts'

const titles = ['One', 'Two', 'Three']

test('a section that is measured again takes the place of the old one, and the others stay', () => {
  const first = pageWith(
    '',
    titles,
    new Map([
      ['Three', '## Three\n\nold\n'],
      ['One', '## One\n\nold\n'],
    ]),
  )
  const second = pageWith(
    first,
    titles,
    new Map([
      ['Two', '## Two\n\nnew\n'],
      ['Three', '## Three\n\nnew\n'],
    ]),
  )
  assert.ok(second.startsWith('# Benchmarks\n'))
  assert.ok(second.endsWith('\n## One\n\nold\n\n## Two\n\nnew\n\n## Three\n\nnew\n'))
  assert.equal(pageWith(second, titles, new Map()), second)
})

test('the sections of another program stay where they are', () => {
  const section = (title: string, text: string) => [title, `## ${title}\n\n${text}\n`] as const
  const first = pageWith('', ['One', 'Two'], new Map([section('One', 'old'), section('Two', 'old')]))
  const second = pageWith(first, ['Other'], new Map([section('Other', 'old')]))
  assert.deepEqual(second.match(/^## .*/gm), ['## One', '## Two', '## Other'])
  const third = pageWith(second, ['One', 'Two'], new Map([section('Two', 'new')]))
  assert.ok(third.endsWith('\n## One\n\nold\n\n## Two\n\nnew\n\n## Other\n\nold\n'))
  assert.equal(pageWith(third, ['Other'], new Map()), third)
})

test('a section says whether each aim was reached, and where and when it was measured', () => {
  const aims = [
    { aim: 'soon', measured: '1 ms', isMet: true },
    { aim: 'sooner', measured: '2 ms', isMet: false },
    { aim: 'at another size', measured: 'not at this size', isMet: undefined },
  ]
  const tables = [{ title: 'Times', head: ['', 'ms'], rows: [['one', '1']] }]
  assert.equal(
    sectionText('Figures', { says: 'How long.', aims, tables }, 'a machine'),
    '## Figures\n\nHow long.\n\n- Aim: soon. Measured: 1 ms – met.\n- Aim: sooner. Measured: 2 ms – **not met**.\n' +
      '- Aim: at another size. Measured: not at this size.\n\n**Times**\n\n|  | ms |\n| --- | ---: |\n| one | 1 |\n\n' +
      'Measured on a machine.\n',
  )
})

test('p95 is a time that was measured, and 95 of 100 were no longer', () => {
  const hundred = Array.from({ length: 100 }, (_, i) => 100 - i)
  assert.deepEqual(timesOf(hundred), { median: 50, p95: 95, runs: 100 })
  assert.deepEqual(timesOf([7]), { median: 7, p95: 7, runs: 1 })
})

test('two runs ask the same questions', () => {
  const questions = () => {
    const random = randomNumbers(42)
    return Array.from({ length: 5 }, () => random(1000))
  }
  assert.deepEqual(questions(), questions())
  assert.ok(questions().every((number) => number >= 0 && number < 1000))
})

test('numbers are told by the digits that count', () => {
  assert.deepEqual([0, 3, 0.0421, 4.213, 42.13, 421.3, 4213.4].map(say), [
    '0',
    '3',
    '0.042',
    '4.21',
    '42.1',
    '421',
    '4,213',
  ])
})

test('without words every benchmark runs; a wrong word or size is refused', () => {
  assert.deepEqual(readOptions([]), {
    parts: ['figure', 'grid', 'import', 'page', 'site', 'commitments'],
    sizes: undefined,
    isFull: false,
    isWritten: false,
  })
  assert.deepEqual(readOptions(['page', '--sizes', '1000,20000', '--write']), {
    parts: ['page'],
    sizes: [1000, 20_000],
    isFull: false,
    isWritten: true,
  })
  assert.equal(
    readOptions(['pages']),
    'There is no benchmark "pages": write figure, grid, import, page, site, commitments.',
  )
  assert.match(String(readOptions(['--sizes', 'many'])), /^Write --sizes as whole numbers from 1000/)
  assert.match(String(readOptions(['--fast'])), /--fast/)
})
