import type { Question, QuestionOf } from '../../framework.ts'
import { nearest, suggestion } from '../../sources/spelling.ts'
import type { Path } from '../../sources/yaml.ts'
import type { Found } from '../found.ts'
import { namedQuestion } from './questions.ts'

/** The choices by which a table is read. */
export function checkBy(
  found: Found,
  path: Path,
  by: readonly string[],
  questions: readonly Question[],
): QuestionOf<'choice'>[] {
  found.once(
    by,
    (id) => id,
    (index) => [...path, index],
    'questions in this table called',
  )
  return by.flatMap((id, index) => {
    const question = namedQuestion(
      found,
      [...path, index],
      { id, type: 'choice', by: 'this table' },
      questions,
    )
    return question ? [question] : []
  })
}

interface Table {
  by: readonly string[]
  rows: readonly { when: Record<string, string> }[]
  choices: readonly QuestionOf<'choice'>[]
}

/** Each row is for answers that can be given, and for other answers than any before it. */
export function checkRows(found: Found, path: Path, { by, rows, choices }: Table): void {
  // Rows that leave something out are not two of the same: what they lack is said.
  const full = [...rows.entries()].filter(([, { when }]) => by.every((id) => when[id] !== undefined))
  found.once(
    full,
    ([, { when }]) => by.map((id) => when[id]).join(', '),
    (at) => [...path, full[at]?.[0] ?? at],
    'rows for',
  )
  for (const [index, { when }] of rows.entries()) {
    const where = [...path, index, 'when']
    const meant = Object.keys(when).map((id) => nearest(id, by))
    for (const id of by) {
      if (when[id] === undefined && !meant.includes(id)) found.at(where, `this row does not say its "${id}"`)
    }
    for (const [id, option] of Object.entries(when)) {
      if (!found.known([...where, id], id, by, 'question in this table')) continue
      const choice = choices.find((each) => each.id === id)
      if (choice && !choice.options.includes(option)) {
        const { instead } = suggestion(option, choice.options)
        found.at([...where, id], `"${id}" has no option "${option}"`, instead)
      }
    }
  }
}
