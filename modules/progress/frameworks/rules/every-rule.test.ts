import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Framework } from '#definitions'
import { type Table, tableCsv } from '#design'
import { createMessages, readCatalogue } from '#platform/messages'
import {
  berth,
  bright,
  cargo,
  charter,
  coastFrameworks,
  craft,
  drill,
  harbour,
  harbourNext,
  lookout,
  swell,
  warning,
} from '../../world/frameworks.ts'
import { showResult, triedTable } from '../result.ts'
import { sayVerified } from '../sentences.ts'
import { tryAnswers } from '../trial.ts'
import { ruleTables, sayRule } from './every-rule.ts'

const messages = createMessages([readCatalogue('progress', new URL('../../', import.meta.url))])
const words = messages.in('en')

/** A table as it is read: what each cell says, with its marks. */
function rowsOf(table: Table | undefined): string[][] {
  assert.ok(table)
  return [...table.rows, ...(table.total ? [table.total] : [])].map(({ cells }) =>
    cells.map(({ says, marks = [] }) => [says, ...marks.map((mark) => mark.words)].join(' ').trim()),
  )
}

function tried(framework: Framework, answers: Record<string, unknown>) {
  const trial = tryAnswers(framework, { isSent: true, answers })
  assert.ok(trial.kind === 'judged', trial.kind)
  const { inShort, sentences, marks } = showResult(words, framework, trial.assessment)
  return {
    inShort,
    sentences,
    isUnverified: marks.length > 0,
    rows: rowsOf(triedTable(words, framework, trial)),
  }
}

test('the highest answer wins, as soon as no other could change that', () => {
  assert.equal(sayRule(words, warning)[0], 'The highest of the scores decides alone.')
  assert.deepEqual(tried(warning, { wind: 3 }), {
    inShort: 'stay ashore',
    sentences: [
      'The highest score is 3: “Wind”.',
      '3 is at least 3: stay ashore.',
      '1 question is not answered, and no answer to it could change that.',
    ],
    isUnverified: false,
    rows: [
      ['Wind', '3 Storm', 'It decides'],
      ['Sea', 'not answered', ''],
    ],
  })
  assert.equal(tried(warning, { wind: 2, sea: 2 }).sentences[0], 'The highest score is 2: “Wind” and “Sea”.')
})

test('the lowest answer wins; where a band has no threshold, which one is said', () => {
  assert.deepEqual(sayRule(words, drill), [
    'The lowest of the scores decides alone.',
    'The result is the band in which that falls.',
    'Every question needs an answer, unless no answer to it could change the result.',
    'Nobody has published where “fine” begins: what may be in it cannot be judged.',
  ])
  assert.deepEqual(rowsOf(ruleTables(words, drill)[0]), [
    ['poor', 'no limit', '2'],
    ['fair', '2', 'no threshold published Unverified'],
    ['fine', 'no threshold published Unverified', 'no limit'],
  ])
  const { inShort, sentences, isUnverified } = tried(drill, { oars: 2, knots: 3 })
  assert.equal(inShort, 'cannot be judged: no threshold')
  assert.equal(
    sentences[1],
    'Nobody has published where “fine” begins, and 2 may be in it: there is no threshold to judge by.',
  )
  assert.ok(isUnverified)
  assert.equal(tried(drill, { oars: 1 }).inShort, 'poor')
})

test('a weighted sum is shown part by part, and an answer that decides alone', () => {
  assert.deepEqual(rowsOf(ruleTables(words, cargo)[1]), [
    ['Weight', '2'],
    ['Stowed', '1'],
  ])
  const { inShort, sentences, rows } = tried(cargo, { weight: 2, stowed: 1 })
  assert.equal(inShort, '5, looked at')
  assert.deepEqual(sentences, ['2 scores, with their weights, add up to 5.', '5 is at least 5: looked at.'])
  assert.deepEqual(rows, [
    ['Weight', '2', '2', '4', ''],
    ['Stowed', '1', '1', '1', ''],
    ['Added up', '', '', '5', ''],
  ])
  const alone = tried(cargo, { weight: 1, stowed: 3 })
  assert.deepEqual(alone.sentences, [
    'The score of “Stowed” is 3, and that decides alone: turned away.',
    '2 scores, with their weights, add up to 5.',
  ])
  assert.equal(alone.rows[1]?.[4], 'It decides')
})

test('without weights a sum has no column of them', () => {
  assert.ok(cargo.results.rule === 'weighted sum with override')
  const plain: Framework = { ...cargo, results: { ...cargo.results, weights: {} } }
  assert.equal(sayRule(words, plain)[0], 'The scores are added up.')
  assert.equal(ruleTables(words, plain).length, 1)
  const { sentences, rows } = tried(plain, { weight: 3, stowed: 2 })
  assert.equal(sentences[0], '2 scores add up to 5.')
  assert.deepEqual(rows.at(-1), ['Added up', '5', ''])
})

test('a share of yes leaves out what does not apply; of nothing there is no share', () => {
  assert.deepEqual(rowsOf(ruleTables(words, charter)[0]), [
    ['in part', 'no limit', '100%'],
    ['whole', '100%', 'no limit'],
  ])
  const { inShort, sentences, rows } = tried(charter, { crew: 'yes', sail: 'n/a', flag: 'no' })
  assert.equal(inShort, '50%, in part')
  assert.deepEqual(sentences, [
    '1 of 2 questions are answered yes.',
    '1 question does not apply, and is left out.',
    '50% is below 100%: in part.',
  ])
  assert.deepEqual(rows, [
    ['A crew', 'yes'],
    ['A sail', 'does not apply'],
    ['A flag', 'no'],
    ['Answered yes', '1 of 2: 50%'],
  ])
  const all: Framework = {
    ...charter,
    questions: charter.questions.map((question) => ({ ...question, type: 'boolean', mayNotApply: true })),
  }
  const none = tryAnswers(all, { isSent: true, answers: { crew: 'na', sail: 'na', flag: 'na' } })
  assert.ok(none.kind === 'unfinished')
  assert.deepEqual([none.why, none.missing], ['nothing-applies', []])
})

test('a count with no published band cannot be judged, and says which is missing', () => {
  const { inShort, sentences } = tried(lookout, { glass: true, log: true })
  assert.equal(inShort, '2, cannot be judged: no threshold')
  assert.match(sentences.join(' '), /Nobody has published where “ready” begins/)
  assert.match(
    sayVerified(words, lookout).join(' '),
    /None that could be read states: the rule that makes a result and where “ready” begins\./,
  )
})

test('an outcome has a status by its indicators, and a profile needs one of it', () => {
  assert.deepEqual(rowsOf(ruleTables(words, harbour)[0]), [
    ['Lookout', '2', '1', '3', 'partially achieved', 'achieved'],
    ['Bell', '1', '0', '2', 'achieved', 'achieved'],
    ['Rope', '0', '0', '1', 'not achieved', 'achieved'],
  ])
  const met = tried(harbour, { profile: 'summer', A1: 'p1', A2: 'A2, A1' })
  assert.equal(met.inShort, 'safe harbour')
  assert.deepEqual(met.sentences, ['Every outcome is at least what the profile “summer” needs.'])
  assert.deepEqual(met.rows, [
    [
      'Lookout',
      'P1',
      'partially achieved',
      'The 1 of “partially achieved” ticked',
      'partially achieved',
      'yes',
    ],
    ['Bell', 'A1 A2', 'achieved', 'All 2 of “achieved” ticked', 'achieved', 'yes'],
    ['Rope', 'not answered', '', '', 'not achieved', 'yes'],
  ])
  const below = tried(harbour, { profile: 'winter', A1: 'N1 A1 A2 A3', A2: 'achieved' })
  assert.equal(below.inShort, 'no safe harbour')
  assert.deepEqual(below.sentences, ['Below what the profile “winter” needs: Lookout. One is enough.'])
  assert.deepEqual(
    below.rows.map(([, , , why, , isMet]) => [why, isMet]),
    [
      ['1 of 2 of “not achieved” ticked', 'no'],
      ['As it was decided, whatever is ticked', 'yes'],
      ['', 'not known'],
    ],
  )
})

test('where no profile is published, every outcome is still shown', () => {
  const { inShort, sentences, rows } = tried(harbourNext, {
    profile: 'winter',
    A1: 'none',
    A2: 'A1',
    A4: 'A1',
  })
  assert.equal(inShort, 'cannot be judged: no threshold')
  assert.deepEqual(sentences, [
    'Nobody has published what the profile “winter” needs, so nobody can judge by it. The table shows what each outcome comes to.',
  ])
  assert.deepEqual(rows[0], [
    'Lookout',
    'none ticked',
    'not achieved',
    '0 of 3 of “achieved” ticked, and 0 of 2 of “partially achieved”',
    '',
    '',
  ])
})

test('a matrix shows rows and columns, and no total', () => {
  assert.deepEqual(rowsOf(ruleTables(words, craft)[0]), [
    ['Hull', '1 to 3', '1 to 3 Unverified'],
    ['Mast', '', 'axes'],
  ])
  const { inShort, sentences, rows } = tried(craft, { hullCare: '2', mastTools: 4 })
  assert.equal(inShort, 'no total')
  assert.deepEqual(sentences, ['2 of 3 questions are answered. There is no total.'])
  assert.deepEqual(rows, [
    ['Hull', '2 Rough', ''],
    ['Mast', '', '4 axes'],
  ])
  const nothing = tryAnswers(craft, { isSent: true, answers: {} })
  assert.ok(nothing.kind === 'unfinished')
  assert.deepEqual([nothing.why, nothing.missing], ['nothing-answered', []])
})

test('a table that is looked up says which row was used, or that there is none', () => {
  assert.deepEqual(rowsOf(ruleTables(words, berth)[0]).at(-1), ['ship', 'flood', 'come in', 'Unverified'])
  assert.deepEqual(tried(berth, { size: 'skiff' }).sentences, [
    'Every row of the table for these answers (Size: skiff) gives: come in.',
  ])
  assert.deepEqual(tried(berth, { size: 'ship', tide: 'flood' }), {
    inShort: 'come in',
    sentences: ['The row of the table for these answers (Size: ship; Tide: flood) gives: come in.'],
    isUnverified: true,
    rows: [
      ['Size', 'ship'],
      ['Tide', 'flood'],
      ['Result', 'come in Unverified'],
    ],
  })
  const none = tried(berth, { size: 'ship', tide: 'ebb' })
  assert.equal(none.inShort, 'cannot be judged: no threshold')
  assert.match(none.sentences[0] ?? '', /has no row for these answers \(Size: ship; Tide: ebb\)/)
})

test('a threshold that depends on other answers has a table; where a row is missing it is marked', () => {
  const [thresholds, candles] = ruleTables(words, bright)
  assert.deepEqual(rowsOf(thresholds), [
    ['Hours lit', 'at least 8 hours', ''],
    ['Candles', 'It depends on Place: see the table below.', 'Unverified'],
  ])
  assert.deepEqual(rowsOf(candles), [['pier', 'more than 100', '']])
  assert.equal(tried(bright, { hours: 8, place: 'pier', candles: 101 }).inShort, 'bright')
})

test('the mean and the highest of each side are multiplied', () => {
  const { inShort, sentences } = tried(swell, { wind: 2, sea: 3 })
  assert.equal(inShort, '6.0, unsafe')
  assert.equal(sentences.at(-1), '6.0 is at least 6: unsafe.')
})

test('every framework is said in both languages, and its tables are files', () => {
  for (const locale of ['en', 'cy'] as const) {
    for (const framework of coastFrameworks) {
      const said = [
        ...sayRule(messages.in(locale), framework),
        ...sayVerified(messages.in(locale), framework),
      ]
      assert.ok(said.length > 1 && said.every((sentence) => /\.$/.test(sentence)), said.join(' '))
      for (const table of ruleTables(messages.in(locale), framework)) {
        const lengths = new Set(table.rows.map(({ cells }) => cells.length))
        assert.deepEqual([...lengths], [table.columns.length], `${framework.slug} ${table.id}`)
        assert.doesNotMatch(tableCsv(table), /undefined|\[object/)
      }
    }
  }
})
