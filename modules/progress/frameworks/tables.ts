/* Frameworks, their questions and where they are used, as tables. Pure. */
import { type Framework, type Level, type Question, type Text, versionsOf } from '#definitions'
import type { Cell, Column, Table } from '#design'
import type { Words } from '#platform/messages'
import type { IsoDate } from '#shared/dates'
import { hrefOf as hrefOfMeasure } from '../measures/parts.ts'
import { numberCell, numberedCell, textCell } from '../sentences/cells.ts'
import { markOf } from '../sentences/rules.ts'
import { columns, joined, unverifiedCell } from './cells.ts'
import { groupText, sayExpected, sayYesNo } from './sentences.ts'
import type { Uses } from './uses.ts'
import { isVerified } from './verified.ts'
import { sayForce, titleCell } from './versions.ts'

/** Where something comes from: an address is a link that says whose it is. */
export function sourceOf(source: string): { host: string; link: string } | undefined {
  const url = /^https?:\/\//i.test(source) ? URL.parse(source) : null
  return url ? { host: url.host, link: url.href } : undefined
}

/** Every version of every framework, with what it judges and what reads its results. */
export function frameworksTable(
  words: Words,
  frameworks: readonly Framework[],
  usesOf: (slug: string) => Uses,
  on: IsoDate,
): Table {
  const slugs = [...new Set(frameworks.map(({ slug }) => slug))]
  return {
    id: 'frameworks',
    caption: words.say('progress.frameworks.caption'),
    shape: 'stacked',
    columns: columns(words, ['framework', 'version', 'source', 'verified', 'judges', 'measures']),
    rows: slugs.flatMap((slug) => {
      const versions = versionsOf(frameworks, slug)
      const { registers, measures } = usesOf(slug)
      return versions.map((framework) => ({
        cells: [
          titleCell(words, frameworks, framework, on),
          versions.length === 1
            ? { says: framework.version }
            : {
                says: framework.version,
                value: framework.version,
                notes: [{ says: sayForce(words, frameworks, framework, on) }],
              },
          sourceCell(framework.source),
          isVerified(framework)
            ? { says: sayYesNo(words, true), value: true }
            : { says: '', value: false, marks: [markOf(words, 'unverified')] },
          listCell(
            words,
            registers.map(({ register }) => register.records),
          ),
          listCell(
            words,
            measures.map(({ measure }) => measure.title),
          ),
        ],
      }))
    }),
  }
}

function sourceCell(source: string): Cell {
  const at = sourceOf(source)
  if (!at) return { says: source }
  return { says: '', value: source, notes: [{ says: '', source: at.host, link: at.link }] }
}

function listCell(words: Words, texts: readonly Text[]): Cell {
  if (texts.length === 0) return { says: words.say('progress.frameworks.not-used') }
  const different = new Map(texts.map((text) => [text.en, text]))
  return textCell(words, joined([...different.values()], '; '))
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
          textCell(words, measure.title, hrefOfMeasure(promised)),
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
        groupCell(words, framework, question),
        question.about ? textCell(words, question.about) : { says: '' },
        { says: sayExpected(words, question) },
        unverifiedCell(words, question.verified === false),
      ],
    })),
  }
}

function groupCell(words: Words, framework: Framework, { group }: Question): Cell {
  return group === undefined ? { says: '' } : textCell(words, groupText(framework, group))
}

type Levelled = Extract<Question, { type: 'level' }>

/** Every answer that has a score; undefined where no question is answered so. */
export function levelsTable(words: Words, framework: Framework): Table | undefined {
  const levelled = framework.questions.filter((question) => question.type === 'level')
  const [first, ...rest] = levelled
  if (!first) return undefined
  const scale = JSON.stringify(first.levels)
  const isShared = rest.length > 0 && rest.every(({ levels }) => JSON.stringify(levels) === scale)
  if (isShared) return scaleTable(words, first)
  const scores = [...new Set(levelled.flatMap(({ levels }) => levels.map(({ score }) => score)))]
  scores.sort((a, b) => a - b)
  return scores.length > MOST_ACROSS
    ? listsTable(words, framework, levelled)
    : gridTable(words, framework, levelled, scores)
}

/** More columns with words in them are not read side by side. */
const MOST_ACROSS = 6

/** The one scale of all questions. */
function scaleTable(words: Words, { levels }: Levelled): Table {
  const isExplained = levels.some(({ about }) => about)
  return {
    id: 'levels',
    caption: words.say('progress.framework.table.scale'),
    shape: 'stacked',
    columns: columns(words, isExplained ? ['score', 'answer', 'about'] : ['score', 'answer']),
    rows: levels.map(({ score, title, about }) => ({
      cells: [
        numberCell(words, score),
        textCell(words, title),
        ...(isExplained ? [about ? textCell(words, about) : { says: '' }] : []),
      ],
    })),
  }
}

/** A question in each row, and what each score of it means in a column of its own. */
function gridTable(
  words: Words,
  framework: Framework,
  levelled: readonly Levelled[],
  scores: readonly number[],
): Table {
  return {
    id: 'levels',
    caption: words.say('progress.framework.table.levels'),
    columns: [
      ...columns(words, namesOf(levelled)),
      ...scores.map((score): Column => ({ key: `${score}`, label: words.number(score), kind: 'words' })),
    ],
    rows: levelled.map((question) => ({
      cells: [
        ...nameCells(words, framework, levelled, question),
        ...scores.map((score) => {
          const level = question.levels.find((each) => each.score === score)
          return level ? textCell(words, meaningOf(level)) : { says: '' }
        }),
      ],
    })),
  }
}

/** A question in each row, with all its answers in one cell, one below another. */
function listsTable(words: Words, framework: Framework, levelled: readonly Levelled[]): Table {
  return {
    id: 'levels',
    caption: words.say('progress.framework.table.levels'),
    shape: 'stacked',
    columns: columns(words, [...namesOf(levelled), 'answers']),
    rows: levelled.map((question) => {
      const answers = question.levels.map((level) => {
        const { says, locale } = words.text(meaningOf(level))
        const lang = locale === words.locale ? {} : { lang: locale }
        return { says: `${words.number(level.score)} ${says}`, ...lang }
      })
      return {
        cells: [
          ...nameCells(words, framework, levelled, question),
          { says: '', value: answers.map(({ says }) => says).join('; '), notes: answers },
        ],
      }
    }),
  }
}

function namesOf(levelled: readonly Levelled[]): string[] {
  return levelled.some(({ group }) => group !== undefined) ? ['question', 'group'] : ['question']
}

function nameCells(
  words: Words,
  framework: Framework,
  levelled: readonly Levelled[],
  question: Levelled,
): Cell[] {
  const title = textCell(words, question.title)
  return namesOf(levelled).length === 1 ? [title] : [title, groupCell(words, framework, question)]
}

function meaningOf({ title, about }: Level): Text {
  return joined([title, ...(about ? [about] : [])], ': ')
}
