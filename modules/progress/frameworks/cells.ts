/* Cells that several tables of frameworks have. Pure. */
import {
  type Framework,
  notApplicable,
  notPublished,
  type OutcomeStatus,
  outcomeStatuses,
  type Question,
  type Text,
} from '#definitions'
import type { Cell, Column } from '#design'
import type { Answer } from '#frameworks'
import type { Words } from '#platform/messages'
import { exactCell, textCell } from '../sentences/cells.ts'
import { markOf } from '../sentences/rules.ts'
import { questionText, sayAmount, sayStatus, sayYesNo } from './sentences.ts'

export function columns(words: Words, keys: readonly string[], numbers: readonly string[] = []): Column[] {
  return keys.map((key) => ({
    key,
    label: words.say(`progress.framework.column.${key}`),
    kind: numbers.includes(key) ? 'number' : 'words',
  }))
}

/** A word of a definition that has no translation: in another language than English, it says that it is. */
export function wordCell(words: Words, says: string): Cell {
  return textCell(words, { en: says })
}

export function questionCell(words: Words, { questions }: Framework, id: string): Cell {
  return textCell(words, questionText(questions, id))
}

/** A part that its author marked. That one is not marked says no more than that. */
export function unverifiedCell(words: Words, isMarked: boolean): Cell {
  if (!isMarked) return { says: '', value: false }
  return { says: '', value: true, marks: [markOf(words, 'unverified')] }
}

/** Beside what the working used: that no public source states it. */
export function unverifiedMarks(words: Words, isUnverified: boolean): Pick<Cell, 'marks'> {
  return isUnverified ? { marks: [markOf(words, 'unverified')] } : {}
}

/** Beside a question in the working: that it decided. */
export function decidesCell(words: Words, decides: boolean): Cell {
  return { says: decides ? words.say('progress.framework.decides') : '', value: decides }
}

/** Where something begins; "no threshold published", where nobody has said. */
export function edgeCell(
  words: Words,
  value: number | typeof notPublished | undefined,
  unit: '%' | undefined,
): Cell {
  if (value === undefined) return { says: words.say('progress.framework.no-edge'), value: null }
  if (value === notPublished) {
    const says = words.say('progress.framework.not-published')
    return { says, value: null, marks: [markOf(words, 'unverified')] }
  }
  const cell = exactCell(words, value)
  return unit === '%' ? { ...cell, says: `${cell.says}%` } : cell
}

/** An answer as a person would give it: 3 Learning, 79.1%, yes, does not apply. Null is none. */
export function answerCell(words: Words, question: Question | undefined, answer: Answer | null): Cell {
  if (answer === null) return { says: words.say('progress.framework.outcome.not-answered') }
  if (typeof answer === 'boolean') return { says: sayYesNo(words, answer) }
  if (typeof answer === 'number') {
    const level = question?.type === 'level' && question.levels.find(({ score }) => score === answer)
    if (!level) return { says: sayAmount(words, question, answer) }
    return textCell(words, prefixed(words.number(answer), level.title))
  }
  if (answer === notApplicable) return { says: words.say('progress.framework.not-applicable') }
  if (question?.type === 'choice') return wordCell(words, answer)
  return { says: isStatus(answer) ? sayStatus(words, answer) : sayTicked(words, answer) }
}

// Of indicators the canonical form is "N1 P2 A1", or none.
function sayTicked(words: Words, answer: string): string {
  return answer === 'none' ? words.say('progress.framework.none-ticked') : answer
}

function isStatus(answer: string): answer is OutcomeStatus {
  return outcomeStatuses.some((status) => status === answer)
}

function prefixed(number: string, { en, cy }: Text): Text {
  return { en: `${number} ${en}`, ...(cy === undefined ? {} : { cy: `${number} ${cy}` }) }
}

/** Several texts as one: in Welsh where all of them are, since a list in two languages could not say in which it is. */
export function joined(texts: readonly Text[], separator: string): Text {
  const inWelsh = texts.flatMap(({ cy }) => cy ?? [])
  return {
    en: texts.map(({ en }) => en).join(separator),
    ...(inWelsh.length === texts.length ? { cy: inWelsh.join(separator) } : {}),
  }
}
