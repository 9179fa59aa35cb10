/* The result of the answers that were tried, and each step to it. Pure. */
import { cannotBeJudged, type Framework, type MeanAndMaxProduct, type Text } from '#definitions'
import type { Cell, Table } from '#design'
import type { Assessment, ProductWorking, ThresholdWorking, Working } from '#frameworks'
import type { Words } from '#platform/messages'
import { textCell } from '../sentences/cells.ts'
import { sayExactly } from '../sentences/numbers.ts'
import { type Mark, markOf } from '../sentences/rules.ts'
import {
  groupText,
  groupTitle,
  messageText,
  questionText,
  questionTitle,
  sayAnswer,
  sayTest,
} from './sentences.ts'
import type { Trial } from './trial.ts'

export interface ShownResult {
  /** 17.40, where the rule makes a number. */
  score: string
  /** The result in a word of the framework's, or that there is none. */
  rating: Text
  isJudged: boolean
  /** In one line: 17.40, red. */
  inShort: string
  marks: Mark[]
  sentences: string[]
}

export function showResult(words: Words, framework: Framework, assessment: Assessment): ShownResult {
  const isJudged = assessment.rating !== cannotBeJudged
  const rating = isJudged
    ? { en: assessment.rating }
    : messageText(words, 'progress.framework.cannot-be-judged')
  const { says } = words.text(rating)
  const score = sayScore(words, framework, assessment)
  return {
    score,
    rating,
    isJudged,
    inShort: score === '' ? says : `${score}, ${says}`,
    marks: assessment.unverified ? [markOf(words, 'unverified')] : [],
    sentences: sayWorking(words, framework, assessment),
  }
}

function sayScore(words: Words, { results }: Framework, { score }: Assessment): string {
  if (score === undefined || results.rule !== 'mean and max product') return ''
  return words.number(score, results.decimals)
}

/** How the result was reached. A new rule is said here, or the program does not compile. */
function sayWorking(words: Words, framework: Framework, assessment: Assessment): string[] {
  const { working } = assessment
  switch (working.rule) {
    case 'mean and max product':
      return sayProduct(words, framework, assessment, working)
    case 'every threshold passed':
      return sayThresholds(words, framework, working)
  }
}

function sayProduct(
  words: Words,
  framework: Framework,
  assessment: Assessment,
  { sides, from }: ProductWorking,
): string[] {
  const score = sayScore(words, framework, assessment)
  const { rating } = assessment
  const each = sides.map(({ group, scores, mean, max, side }) =>
    words.say('progress.framework.working.side', {
      side: groupTitle(words, framework, group),
      scores: words.list(Object.values(scores).map((one) => sayExactly(words, one))),
      mean: words.number(mean),
      max: sayExactly(words, max),
      half: words.number(side),
    }),
  )
  const factors = sides.map(({ side }) => words.number(side)).join(' × ')
  const next =
    framework.results.rule === 'mean and max product' ? nextBand(framework.results, from) : undefined
  return [
    ...each,
    words.say('progress.framework.working.product', { factors, score }),
    words.say(`progress.framework.working.${bandKey(from, next)}`, {
      score,
      rating,
      from: sayExactly(words, from ?? 0),
      next: sayExactly(words, next ?? 0),
    }),
  ]
}

function bandKey(from: number | null, next: number | undefined): string {
  if (from === null) return next === undefined ? 'only-band' : 'lowest-band'
  return next === undefined ? 'highest-band' : 'band'
}

function nextBand({ bands }: MeanAndMaxProduct, from: number | null): number | undefined {
  return bands.find((band) => band.from !== undefined && band.from > (from ?? -Infinity))?.from
}

function sayThresholds(words: Words, { questions }: Framework, { thresholds }: ThresholdWorking): string[] {
  const named = (outcome: string) =>
    thresholds
      .filter((each) => each.outcome === outcome)
      .map(({ question }) => questionTitle(words, questions, question))
  const [failed, without] = [named('failed'), named('no threshold')]
  if (failed.length > 0)
    return [
      words.say('progress.framework.working.failed', { questions: words.list(failed), count: failed.length }),
    ]
  if (without.length > 0)
    return [words.say('progress.framework.working.no-threshold', { questions: words.list(without) })]
  return [words.say('progress.framework.working.passed')]
}

/** The steps as a table: all of them, or as far as the answers go. */
export function workingTable(words: Words, framework: Framework, trial: Trial): Table | undefined {
  if (trial.kind === 'judged') return tableOf(words, framework, trial.assessment.working)
  return trial.kind === 'unfinished' && trial.soFar ? tableOf(words, framework, trial.soFar) : undefined
}

function tableOf(words: Words, framework: Framework, working: Working): Table {
  switch (working.rule) {
    case 'mean and max product':
      return sidesTable(words, framework, working)
    case 'every threshold passed':
      return stepsTable(words, framework, working)
  }
}

function sidesTable(words: Words, framework: Framework, { sides, score }: ProductWorking): Table {
  const number = (value: number): Cell => ({ says: words.number(value), value })
  const column = (key: string, kind: 'words' | 'number') => ({
    key,
    label: words.say(`progress.framework.column.${key}`),
    kind,
  })
  const decimals = framework.results.rule === 'mean and max product' ? framework.results.decimals : 0
  const empty: Cell = { says: '', value: null }
  return {
    id: 'working',
    caption: words.say('progress.framework.table.working'),
    shape: 'figures',
    columns: [
      column('side', 'words'),
      column('scores', 'words'),
      column('mean', 'number'),
      column('highest', 'number'),
      column('half', 'number'),
    ],
    rows: sides.map(({ group, scores, mean, max, side }) => ({
      cells: [
        textCell(words, groupText(framework, group)),
        {
          says: Object.values(scores)
            .map((one) => sayExactly(words, one))
            .join(', '),
        },
        number(mean),
        number(max),
        number(side),
      ],
    })),
    total: {
      cells: [
        { says: words.say('progress.framework.multiplied') },
        empty,
        empty,
        empty,
        { says: words.number(score, decimals), value: score },
      ],
    },
  }
}

function stepsTable(words: Words, { questions }: Framework, { thresholds }: ThresholdWorking): Table {
  const mark = markOf(words, 'unverified')
  return {
    id: 'working',
    caption: words.say('progress.framework.table.working'),
    shape: 'stacked',
    columns: ['question', 'answer', 'threshold', 'outcome'].map((key) => ({
      key,
      label: words.say(`progress.framework.column.${key}`),
      kind: 'words',
    })),
    rows: thresholds.map(({ question: id, answer, test, outcome, unverified }) => {
      const question = questions.find((each) => each.id === id)
      return {
        cells: [
          textCell(words, questionText(questions, id)),
          {
            says:
              answer === null
                ? words.say('progress.framework.outcome.not-answered')
                : sayAnswer(words, question, answer),
          },
          {
            says: test ? sayTest(words, question, test) : words.say('progress.framework.none-published'),
            marks: unverified ? [mark] : [],
          },
          { says: words.say(`progress.framework.outcome.${outcome.replaceAll(' ', '-')}`) },
        ],
      }
    }),
  }
}
