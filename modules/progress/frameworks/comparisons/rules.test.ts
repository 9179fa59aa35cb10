import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Framework, notPublished } from '#definitions'
import { createMessages, readCatalogue } from '#platform/messages'
import {
  bright,
  cargo,
  charter,
  coastFrameworks,
  craft,
  drill,
  harbour,
  harbourNext,
} from '../../world/frameworks.ts'
import { compareVersions, type Difference } from './rules.ts'
import { comparedTables, sayCompared } from './tables.ts'

const words = createMessages([readCatalogue('progress', new URL('../../', import.meta.url))]).in('en')

function read(differences: readonly Difference[]): string[][] {
  return differences.map(({ kind, what, before, after }) => [what.says, kind, before.says, after.says])
}

function rule(from: Framework, to: Framework): string[][] {
  return read(compareVersions(words, from, to).ofRule)
}

test('questions that were added, removed, worded otherwise or answered otherwise are told apart', () => {
  const compared = compareVersions(words, harbour, harbourNext)
  assert.deepEqual(compared.questions, {
    before: 4,
    after: 4,
    unchanged: 1,
    added: 1,
    removed: 1,
    changed: 2,
  })
  assert.deepEqual(read(compared.ofQuestions), [
    ['Boat', 'added', '', 'A1'],
    ['Rope', 'removed', 'A1', ''],
    ['Lookout', 'answers', 'N1 to N2, P1 and A1 to A3', 'N1 to N2, P1 to P2 and A1 to A3'],
    ['Bell and whistle', 'reworded', 'Bell', 'Bell and whistle'],
  ])
  assert.deepEqual(sayCompared(words, harbour, harbourNext, compared), [
    'Version 3.2 has 4 questions, and version 4.0 has 4 questions.',
    'Of the questions 1 were added, 1 removed and 2 changed; 1 are the same.',
    'How answers make a result differs in 4 parts.',
  ])
})

test('a profile that is gone is said once, and not for each outcome', () => {
  const [summer, winter, sentence, unverified] = rule(harbour, harbourNext)
  assert.deepEqual(sentence?.slice(0, 3), ['How answers make a result', 'added', ''])
  assert.match(sentence?.[3] ?? '', /^Nobody has published what the profiles “summer” and “winter” need/)
  assert.deepEqual(
    [summer, winter, unverified],
    [
      ['Profile “summer”', 'changed', 'published', 'no threshold published'],
      ['Profile “winter”', 'changed', 'published', 'no threshold published'],
      ['Stated by no public source', 'added', '', 'what the profiles “summer” and “winter” need'],
    ],
  )
})

test('what a profile needs otherwise is said outcome by outcome', () => {
  assert.ok(harbour.results.rule === 'all or any indicators')
  const { profiles } = harbour.results
  const other: Framework = {
    ...harbour,
    version: '3.3',
    results: {
      ...harbour.results,
      profiles: { ...profiles, summer: { ...profiles.summer, A1: 'achieved' } },
    },
  }
  assert.deepEqual(rule(harbour, other), [
    ['Profile “summer” needs of “Lookout”', 'changed', 'partially achieved', 'achieved'],
  ])
})

test('bands, thresholds, weights and columns that changed are laid side by side', () => {
  assert.ok(drill.results.rule === 'lowest answer wins')
  const known: Framework = {
    ...drill,
    version: '2',
    results: { ...drill.results, bands: [{ result: 'poor' }, { result: 'fair', from: notPublished }] },
  }
  assert.deepEqual(
    rule(drill, known).filter(([what]) => what?.startsWith('Band')),
    [
      ['Band “fair”', 'changed', 'from 2', 'no threshold published'],
      ['Band “fine”', 'removed', 'no threshold published', ''],
    ],
  )
  assert.ok(bright.results.rule === 'every threshold passed')
  const dimmer: Framework = {
    ...bright,
    version: '2',
    results: {
      ...bright.results,
      thresholds: [
        { question: 'hours', above: 7 },
        { question: 'candles', table: { by: ['place'], rows: [{ when: { place: 'pier' }, above: 90 }] } },
      ],
    },
  }
  assert.deepEqual(rule(bright, dimmer), [
    ['Threshold of “Hours lit”', 'changed', 'at least 8 hours', 'more than 7 hours'],
    ['Threshold of “Candles”: pier', 'changed', 'more than 100', 'more than 90'],
  ])
  assert.ok(cargo.results.rule === 'weighted sum with override')
  const heavier: Framework = { ...cargo, version: '2', results: { ...cargo.results, weights: { weight: 3 } } }
  assert.deepEqual(rule(cargo, heavier), [['Weight of “Weight”', 'changed', '2', '3']])
  assert.ok(craft.results.rule === 'matrix without total')
  const columns = [{ id: 'care', title: { en: 'Care and love' } }, ...craft.results.columns.slice(1)]
  const other: Framework = { ...craft, version: '2', results: { ...craft.results, columns } }
  assert.deepEqual(rule(craft, other), [['Column', 'changed', 'Care', 'Care and love']])
  const moved = compareVersions(words, craft, other)
  assert.deepEqual(read(moved.ofQuestions), [['Hull: care', 'moved', 'Hull, Care', 'Hull, Care and love']])
})

test('a version that is judged by another rule says so in sentences', () => {
  const differences = rule({ ...drill, slug: 'charter' }, charter)
  assert.ok(differences.some(([what, kind]) => what === 'How answers make a result' && kind === 'added'))
  assert.ok(differences.some(([what, kind]) => what === 'How answers make a result' && kind === 'removed'))
})

test('a version does not differ from itself, and what one adds the other removes', () => {
  for (const framework of coastFrameworks) {
    const same = compareVersions(words, framework, framework)
    assert.deepEqual([same.ofQuestions, same.ofRule], [[], []])
    assert.deepEqual(comparedTables(words, framework, framework, same), [])
    assert.deepEqual(sayCompared(words, framework, framework, same), ['These are the same version.'])
    for (const other of coastFrameworks) {
      const [there, back] = [
        compareVersions(words, framework, other),
        compareVersions(words, other, framework),
      ]
      assert.equal(there.questions.added, back.questions.removed)
      assert.equal(there.questions.changed, back.questions.changed)
      assert.equal(there.ofRule.length, back.ofRule.length)
      const { before, unchanged, changed, removed } = there.questions
      assert.equal(before, unchanged + changed + removed)
    }
  }
})
