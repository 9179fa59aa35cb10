/* The parts of frameworks as tables. Pure. */
import type {
  EveryThresholdPassed,
  Framework,
  MeanAndMaxProduct,
  Question,
  Text,
  Threshold,
  ThresholdTable,
} from '#definitions'
import type { Cell, Column, Table } from '#design'
import type { Words } from '#platform/messages'
import { hrefOf } from '../measures/parts.ts'
import { exactCell, numberCell, numberedCell, textCell, textColumn } from '../sentences/cells.ts'
import { markOf } from '../sentences/rules.ts'
import {
  groupText,
  isVerified,
  questionText,
  questionTitle,
  sayExpected,
  sayTest,
  sayYesNo,
} from './sentences.ts'
import type { Uses } from './uses.ts'

function columns(words: Words, keys: readonly string[], numbers: readonly string[] = []): Column[] {
  return keys.map((key) => ({
    key,
    label: words.say(`progress.framework.column.${key}`),
    kind: numbers.includes(key) ? 'number' : 'words',
  }))
}

/** A word of a definition that has no translation: in another language than English, it says that it is. */
function wordCell(words: Words, says: string): Cell {
  return textCell(words, { en: says })
}

/** A part that its author marked. That one is not marked says no more than that. */
function unverifiedCell(words: Words, isMarked: boolean): Cell {
  if (!isMarked) return { says: '', value: false }
  return { says: '', value: true, marks: [markOf(words, 'unverified')] }
}

/** Where something comes from: an address is a link that says whose it is. */
export function sourceOf(source: string): { host: string; link: string } | undefined {
  const url = /^https?:\/\//i.test(source) ? URL.parse(source) : null
  return url ? { host: url.host, link: url.href } : undefined
}

export function frameworksTable(
  words: Words,
  frameworks: readonly { framework: Framework; href: string; uses: Uses }[],
): Table {
  return {
    id: 'frameworks',
    caption: words.say('progress.frameworks.caption'),
    shape: 'stacked',
    columns: columns(words, ['framework', 'version', 'source', 'verified', 'judges', 'measures']),
    rows: frameworks.map(({ framework, href, uses }) => ({
      cells: [
        textCell(words, framework.title, href),
        { says: framework.version },
        sourceCell(framework.source),
        isVerified(framework)
          ? { says: sayYesNo(words, true), value: true }
          : { says: '', value: false, marks: [markOf(words, 'unverified')] },
        listCell(
          words,
          uses.registers.map(({ register }) => register.records),
        ),
        listCell(
          words,
          uses.measures.map(({ measure }) => measure.title),
        ),
      ],
    })),
  }
}

function sourceCell(source: string): Cell {
  const at = sourceOf(source)
  if (!at) return { says: source }
  return { says: '', value: source, notes: [{ says: '', source: at.host, link: at.link }] }
}

/** In Welsh where all of them are: a list in two languages could not say in which it is. */
function listCell(words: Words, texts: readonly Text[]): Cell {
  if (texts.length === 0) return { says: words.say('progress.frameworks.not-used') }
  const joined = (said: readonly string[]) => [...new Set(said)].join('; ')
  const inWelsh = texts.flatMap(({ cy }) => cy ?? [])
  return textCell(words, {
    en: joined(texts.map(({ en }) => en)),
    ...(inWelsh.length === texts.length ? { cy: joined(inWelsh) } : {}),
  })
}

export function usesTable(words: Words, { measures }: Uses): Table {
  return {
    id: 'uses',
    caption: words.say('progress.framework.table.uses'),
    shape: 'stacked',
    columns: columns(words, ['measure', 'commitment', 'roadmap']),
    rows: measures.map((promised) => {
      const { roadmap, commitment, measure } = promised
      const path = `/roadmaps/${roadmap.slug}`
      return {
        cells: [
          textCell(words, measure.title, hrefOf(promised)),
          numberedCell(
            words,
            commitment.number,
            commitment.title,
            `${path}/commitments/${commitment.number}`,
          ),
          textCell(words, roadmap.title, path),
        ],
      }
    }),
  }
}

export function questionsTable(words: Words, framework: Framework): Table {
  return {
    id: 'questions',
    caption: words.say('progress.framework.table.questions'),
    shape: 'stacked',
    columns: columns(words, ['question', 'name', 'group', 'about', 'expects', 'unverified']),
    rows: framework.questions.map((question) => ({
      cells: [
        textCell(words, question.title),
        { says: question.id },
        question.group === undefined ? { says: '' } : textCell(words, groupText(framework, question.group)),
        question.about ? textCell(words, question.about) : { says: '' },
        { says: sayExpected(words, question) },
        unverifiedCell(words, question.verified === false),
      ],
    })),
  }
}

/** Every answer that has a score; undefined where no question is answered so. */
export function levelsTable(words: Words, { questions }: Framework): Table | undefined {
  const rows = questions.flatMap((question) => levelsOf(words, question))
  if (rows.length === 0) return undefined
  return {
    id: 'levels',
    caption: words.say('progress.framework.table.levels'),
    shape: 'stacked',
    columns: columns(words, ['question', 'score', 'answer', 'about']),
    rows,
  }
}

function levelsOf(words: Words, question: Question): Table['rows'] {
  if (question.type !== 'level') return []
  return question.levels.map(({ score, title, about }) => ({
    cells: [
      textCell(words, question.title),
      numberCell(words, score),
      textCell(words, title),
      about ? textCell(words, about) : { says: '' },
    ],
  }))
}

/** What the rule judges by. A new rule is shown here, or the program does not compile. */
export function ruleTables(words: Words, framework: Framework): Table[] {
  const { results } = framework
  switch (results.rule) {
    case 'mean and max product':
      return [bandsTable(words, results)]
    case 'every threshold passed':
      return [thresholdsTable(words, framework, results), ...tablesOfThresholds(words, framework, results)]
  }
}

function bandsTable(words: Words, { bands }: MeanAndMaxProduct): Table {
  return {
    id: 'bands',
    caption: words.say('progress.framework.table.bands'),
    shape: 'figures',
    columns: columns(words, ['result', 'from', 'below'], ['from', 'below']),
    rows: bands.map(({ result, from }, at) => ({
      cells: [wordCell(words, result), edgeCell(words, from), edgeCell(words, bands[at + 1]?.from)],
    })),
  }
}

/** The lowest band has no beginning, and the highest no end. */
function edgeCell(words: Words, value: number | undefined): Cell {
  if (value === undefined) return { says: words.say('progress.framework.no-edge'), value: null }
  return exactCell(words, value)
}

function thresholdsTable(
  words: Words,
  { questions }: Framework,
  { thresholds, verified: isRule }: EveryThresholdPassed,
): Table {
  const isMarked = (threshold: Threshold) => threshold.verified === false || isRule === false
  return {
    id: 'thresholds',
    caption: words.say('progress.framework.table.thresholds'),
    shape: 'stacked',
    columns: columns(words, ['question', 'threshold', 'unverified']),
    rows: thresholds.map((threshold) => {
      const question = questions.find(({ id }) => id === threshold.question)
      const says =
        'table' in threshold
          ? sayTable(words, questions, threshold.table)
          : sayTest(words, question, threshold)
      return {
        cells: [
          textCell(words, questionText(questions, threshold.question)),
          { says },
          unverifiedCell(words, isMarked(threshold)),
        ],
      }
    }),
  }
}

function sayTable(words: Words, questions: readonly Question[], { by, rows }: ThresholdTable): string {
  return words.say('progress.framework.threshold.by', {
    questions: words.list(by.map((id) => questionTitle(words, questions, id))),
    count: rows.length,
  })
}

/** Thresholds that depend on other answers, each as a table of its own. */
function tablesOfThresholds(
  words: Words,
  { questions }: Framework,
  { thresholds }: EveryThresholdPassed,
): Table[] {
  return thresholds.flatMap((threshold) => {
    if (!('table' in threshold) || threshold.table.rows.length === 0) return []
    const { by, rows } = threshold.table
    const question = questions.find(({ id }) => id === threshold.question)
    const title = questionTitle(words, questions, threshold.question)
    return {
      id: `thresholds-${threshold.question}`,
      caption: words.say('progress.framework.table.thresholds-of', { question: title }),
      shape: 'stacked' as const,
      columns: [
        ...by.map((id) => textColumn(words, id, questionText(questions, id))),
        ...columns(words, ['threshold', 'unverified']),
      ],
      rows: rows.map((row) => ({
        cells: [
          ...by.map((id) => wordCell(words, row.when[id] ?? '')),
          { says: sayTest(words, question, row) },
          unverifiedCell(words, row.verified === false || threshold.verified === false),
        ],
      })),
    }
  })
}
