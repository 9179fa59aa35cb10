import type {
  EveryThresholdPassed,
  Framework,
  QuestionOf,
  Threshold,
  ThresholdTest,
} from '../../framework.ts'
import type { Path } from '../../sources/yaml.ts'
import type { Found } from '../found.ts'
import { namedQuestion } from './questions.ts'
import { checkBy, checkRows } from './rows.ts'

export function checkThresholds(found: Found, framework: Framework, results: EveryThresholdPassed): void {
  if (results.passed === results.failed)
    found.at(['results', 'failed'], 'passed and failed must be two results')
  for (const [index, threshold] of results.thresholds.entries()) {
    checkThreshold(found, ['results', 'thresholds', index], threshold, framework)
  }
}

function checkThreshold(found: Found, path: Path, threshold: Threshold, { questions }: Framework): void {
  const asked = { id: threshold.question, by: 'this test' }
  const at = [...path, 'question']
  if ('is' in threshold) {
    const question = namedQuestion(found, at, { ...asked, type: 'boolean' }, questions)
    if (question?.mayNotApply)
      found.at(at, `"${question.id}" may not apply, and this test needs yes or no`, 'remove mayNotApply')
    return
  }
  const question = namedQuestion(found, at, { ...asked, type: 'number' }, questions)
  if ('table' in threshold) {
    const { by, rows } = threshold.table
    const choices = checkBy(found, [...path, 'table', 'by'], by, questions)
    checkRows(found, [...path, 'table', 'rows'], { by, rows, choices })
    for (const [index, row] of rows.entries()) {
      if (question && !canPass(row, question))
        found.at([...path, 'table', 'rows', index], `no answer to "${question.id}" can pass this`)
    }
  } else if (question && !canPass(threshold, question)) {
    found.at(path, `no answer to "${question.id}" can pass this`)
  }
}

function canPass(test: ThresholdTest, { least = -Infinity, most = Infinity }: QuestionOf<'number'>): boolean {
  if ('above' in test) return most > test.above
  if ('atLeast' in test) return most >= test.atLeast
  if ('below' in test) return least < test.below
  return least <= test.atMost
}
