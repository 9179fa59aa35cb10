import {
  decidingQuestions,
  type Framework,
  isOfType,
  type Question,
  type QuestionOf,
  type ResultRule,
} from '../../framework.ts'
import type { Path } from '../../sources/yaml.ts'
import type { Found } from '../found.ts'

/** What an import file has beside the questions: a question of that name could not be told from it. */
const COLUMNS = ['id', 'rating', 'version']

export function checkQuestions(found: Found, { questions, groups, results }: Framework): void {
  found.once(
    questions,
    ({ id }) => id,
    (index) => ['questions', index, 'id'],
    'questions',
  )
  found.once(
    groups,
    ({ id }) => id,
    (index) => ['groups', index, 'id'],
    'groups',
  )
  const isUsed = usedBy(results)
  for (const [index, question] of questions.entries()) {
    const path = ['questions', index]
    checkPlace(
      found,
      path,
      question,
      groups.map(({ id }) => id),
      results,
    )
    checkType(found, path, question, results)
    if (question.decides !== false && !isUsed(question))
      found.at([...path, 'id'], `nothing judges the answer to "${question.id}"`, insteadOf(results))
  }
}

function checkPlace(
  found: Found,
  path: Path,
  { id, group, column }: Question,
  groups: string[],
  results: ResultRule,
): void {
  if (COLUMNS.includes(id) || id in {}) {
    const says = `"${id}" names something else where answers are written`
    found.at([...path, 'id'], says, 'give the question another id')
  }
  if (group !== undefined) found.known([...path, 'group'], group, groups, 'group')
  if (column !== undefined && results.rule !== 'matrix without total')
    found.at([...path, 'column'], 'only a matrix without total has columns', 'remove the column')
}

function checkType(found: Found, path: Path, question: Question, { rule }: ResultRule): void {
  if (question.type === 'level') {
    for (const [index, level] of question.levels.entries()) {
      const before = question.levels[index - 1]
      if (!before || level.score > before.score) continue
      const says = 'levels go from the lowest score to the highest, each once'
      found.at([...path, 'levels', index, 'score'], says)
    }
  }
  if (question.type === 'number' && (question.least ?? -Infinity) >= (question.most ?? Infinity)) {
    found.at([...path, 'least'], 'the least must be below the most')
  }
  if (question.type === 'choice') {
    found.once(
      question.options,
      (option) => option,
      (index) => [...path, 'options', index],
      'options',
    )
  }
  if (question.type === 'indicators' && rule !== 'all or any indicators')
    found.at([...path, 'type'], 'indicators are judged only by the rule "all or any indicators"')
}

/** Whether the result of a rule rests on the answer to a question, unless the question itself says that it does not. */
function usedBy(results: ResultRule): (question: Question) => boolean {
  switch (results.rule) {
    case 'mean and max product':
      return ({ group }) => group !== undefined && results.sides.includes(group)
    case 'every threshold passed': {
      const named = new Set(
        results.thresholds.flatMap((threshold) => [
          threshold.question,
          ...('table' in threshold ? threshold.table.by : []),
        ]),
      )
      return ({ id }) => named.has(id)
    }
    case 'all or any indicators':
      return ({ id, type }) => id === results.profile || type === 'indicators'
    case 'highest answer wins':
    case 'lowest answer wins':
    case 'weighted sum with override':
      return ({ type }) => type === 'level'
    case 'count of yes':
      return ({ type }) => type === 'boolean'
    case 'matrix without total':
      return () => true
    case 'looked up in a table':
      return ({ id }) => results.by.includes(id)
  }
}

function insteadOf(results: ResultRule): string {
  switch (results.rule) {
    case 'highest answer wins':
    case 'lowest answer wins':
    case 'weighted sum with override':
      return 'this rule judges levels: make it a level, write decides: false, or remove it'
    case 'count of yes':
      return 'this rule judges yes and no: make it a boolean, write decides: false, or remove it'
    case 'all or any indicators':
      return 'this rule judges indicators: give it some, write decides: false, or remove it'
    case 'mean and max product':
    case 'every threshold passed':
    case 'matrix without total':
    case 'looked up in a table':
      return 'use it in results, write decides: false, or remove it'
  }
}

/** The question that a rule names, if it is there, is answered as the rule needs, and may decide. */
export function namedQuestion<Type extends Question['type']>(
  found: Found,
  path: Path,
  { id, type, by }: { id: string; type: Type; by: string },
  questions: readonly Question[],
): QuestionOf<Type> | undefined {
  if (
    !found.known(
      path,
      id,
      questions.map((question) => question.id),
      'question',
    )
  )
    return undefined
  const question = questions.find((each) => each.id === id)
  if (!question) return undefined
  if (question.decides === false) {
    found.at(path, `${by} needs "${id}", which says decides: false`, 'remove it there, or here')
    return undefined
  }
  if (isOfType(question, type)) return question
  found.at(path, `"${id}" is answered by ${question.type}, and ${by} needs a ${type}`)
  return undefined
}

/** The questions of a type that decide. Where there is none, nothing can be judged. */
export function questionsToJudge<Type extends Question['type']>(
  found: Found,
  type: Type,
  questions: readonly Question[],
): QuestionOf<Type>[] {
  const deciding = decidingQuestions(questions, type)
  if (deciding.length === 0)
    found.at(['results', 'rule'], `there is nothing to judge: no question of the type ${type} decides`)
  return deciding
}
