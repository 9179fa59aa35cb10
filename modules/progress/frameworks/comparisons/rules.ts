/* What differs between two versions of a framework. Pure. */
import type { Framework, Question, Text } from '#definitions'
import type { Cell } from '#design'
import type { Words } from '#platform/messages'
import { textCell } from '../../sentences/cells.ts'
import { joined, wordCell } from '../cells.ts'
import { ruleParts } from '../rules/every-rule.ts'
import type { RulePart } from '../rules/parts.ts'
import { groupText, sayExpected, sayIndicators, sayParts } from '../sentences.ts'

export type Kind = 'added' | 'removed' | 'changed'

/** Something that one version says and the other does not, or says otherwise. */
export interface Difference {
  kind: Kind | 'reworded' | 'moved' | 'answers' | 'verified' | 'decides'
  what: Cell
  before: Cell
  after: Cell
}

export interface Compared {
  /** How many questions there are in each, and how many of them are in both and the same. */
  questions: { before: number; after: number; unchanged: number } & Record<Kind, number>
  ofQuestions: Difference[]
  ofRule: Difference[]
}

export function compareVersions(words: Words, from: Framework, to: Framework): Compared {
  const there = new Map(to.questions.map((question) => [question.id, question]))
  const here = new Set(from.questions.map(({ id }) => id))
  const kept = from.questions.flatMap((before) => {
    const after = there.get(before.id)
    return after
      ? [differencesIn(words, { framework: from, question: before }, { framework: to, question: after })]
      : []
  })
  const removed = from.questions.filter(({ id }) => !there.has(id))
  const added = to.questions.filter(({ id }) => !here.has(id))
  const changed = kept.filter((differences) => differences.length > 0)
  return {
    questions: {
      before: from.questions.length,
      after: to.questions.length,
      unchanged: kept.length - changed.length,
      added: added.length,
      removed: removed.length,
      changed: changed.length,
    },
    ofQuestions: [
      ...added.map((question) => oneSided(words, 'added', question)),
      ...removed.map((question) => oneSided(words, 'removed', question)),
      ...changed.flat(),
    ],
    ofRule: partsChanged(words, from, to),
  }
}

const NONE: Cell = { says: '' }

function oneSided(words: Words, kind: 'added' | 'removed', question: Question): Difference {
  const answers = answersCell(words, question)
  return {
    kind,
    what: textCell(words, question.title),
    before: kind === 'removed' ? answers : NONE,
    after: kind === 'added' ? answers : NONE,
  }
}

interface Placed {
  framework: Framework
  question: Question
}

/** A question that both have: its words, its place, its answers, and how sure its author was of it. */
function differencesIn(words: Words, before: Placed, after: Placed): Difference[] {
  const what = textCell(words, after.question.title)
  const sides: [Difference['kind'], Cell, Cell][] = [
    ['reworded', wordingCell(words, before.question), wordingCell(words, after.question)],
    ['moved', placeCell(words, before), placeCell(words, after)],
    ['answers', answersCell(words, before.question), answersCell(words, after.question)],
    ['verified', markedCell(words, before.question), markedCell(words, after.question)],
    ['decides', decidesCell(words, before.question), decidesCell(words, after.question)],
  ]
  return sides
    .filter(([, one, other]) => one.says !== other.says)
    .map(([kind, one, other]) => ({ kind, what, before: one, after: other }))
}

function wordingCell(words: Words, { title, about }: Question): Cell {
  return textCell(words, joined([title, ...(about ? [about] : [])], ': '))
}

function placeCell(words: Words, { framework, question }: Placed): Cell {
  const { results } = framework
  const columns = results.rule === 'matrix without total' ? results.columns : []
  const column = columns.find(({ id }) => id === question.column)
  const place = [
    ...(question.group === undefined ? [] : [groupText(framework, question.group)]),
    ...(column ? [column.title] : []),
  ]
  return place.length === 0 ? NONE : textCell(words, joined(place, ', '))
}

/** Every answer that can be given, in its own words where it has some. */
function answersCell(words: Words, question: Question): Cell {
  if (question.type === 'choice') return wordCell(words, question.options.join(', '))
  if (question.type === 'indicators') return { says: sayIndicators(words, question) }
  if (question.type !== 'level') return { says: sayExpected(words, question) }
  const levels = question.levels.map(({ score, title, about }): Text => {
    const meaning = joined([title, ...(about ? [about] : [])], ': ')
    return {
      en: `${score} ${meaning.en}`,
      ...(meaning.cy === undefined ? {} : { cy: `${score} ${meaning.cy}` }),
    }
  })
  return textCell(words, joined(levels, '; '))
}

function markedCell(words: Words, { verified }: Question): Cell {
  return { says: verified === false ? words.say('progress.mark.unverified') : '' }
}

function decidesCell(words: Words, { decides }: Question): Cell {
  return { says: decides === false ? words.say('progress.framework.decides-nothing') : '' }
}

/** How a result is made, and how sure that is. */
function partsChanged(words: Words, from: Framework, to: Framework): Difference[] {
  const [before, after] = [partsOf(words, from), partsOf(words, to)]
  const keys = [...new Set([...before.keys(), ...after.keys()])]
  return keys.flatMap((key) => {
    const [one, other] = [before.get(key), after.get(key)]
    const part = one ?? other
    if (!part || one?.says === other?.says || isWithin(part, before, after)) return []
    const kind = one ? (other ? 'changed' : 'removed') : 'added'
    return [
      {
        kind,
        what: { says: part.what },
        before: { says: one?.says ?? '' },
        after: { says: other?.says ?? '' },
      },
    ]
  })
}

function partsOf(words: Words, framework: Framework): Map<string, RulePart> {
  const what = words.say('progress.framework.compare.unverified')
  const unverified = sayParts(words, framework).map((says) => ({ key: `unverified ${says}`, what, says }))
  return new Map([...ruleParts(words, framework), ...unverified].map((part) => [part.key, part]))
}

/** Whether all that it belongs to is new, or gone: that is said once. */
function isWithin(
  { of }: RulePart,
  before: ReadonlyMap<string, RulePart>,
  after: ReadonlyMap<string, RulePart>,
): boolean {
  return of !== undefined && before.get(of)?.says !== after.get(of)?.says
}
