import type { Folder, Loaded } from '../folder.ts'
import type {
  EveryThresholdPassed,
  Framework,
  MeanAndMaxProduct,
  Question,
  Threshold,
  ThresholdTable,
} from '../framework.ts'
import type { Problem } from '../government.ts'
import { Found } from './found.ts'

export function checkFrameworks(folder: Folder): Problem[] {
  const seen = new Set<string>()
  return folder.frameworks.flatMap((loaded) => {
    const found = new Found(loaded.source)
    const { slug, version } = loaded.value
    const file = loaded.source.file.replace(/^.*\/|\.yaml$/g, '')
    if (file !== slug && file !== `${slug}-${version}`) {
      const instead = `name the file ${slug}.yaml, or ${slug}-${version}.yaml where versions live side by side`
      found.at(['slug'], `the slug is "${slug}" and the file's name is "${file}"`, instead)
    }
    if (seen.has(`${slug} ${version}`))
      found.at(['version'], `there is already a version "${version}" of "${slug}"`)
    seen.add(`${slug} ${version}`)
    checkFramework(found, loaded)
    return found.problems
  })
}

function checkFramework(found: Found, { value: framework }: Loaded<Framework>): void {
  const { questions, groups, results } = framework
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
  const used = results.rule === 'mean and max product' ? askedBySides(results) : askedByThresholds(results)
  for (const [index, question] of questions.entries()) {
    const path = ['questions', index]
    checkQuestion(
      found,
      path,
      question,
      groups.map(({ id }) => id),
    )
    if (!used(question))
      found.at(
        [...path, 'id'],
        `nothing judges the answer to "${question.id}"`,
        'use it in results, or remove it',
      )
  }
  if (results.rule === 'mean and max product') checkProduct(found, framework, results)
  else checkThresholds(found, framework, results)
}

function checkQuestion(found: Found, path: (string | number)[], question: Question, groups: string[]): void {
  if (question.group !== undefined) found.known([...path, 'group'], question.group, groups, 'group')
  if (question.type === 'level') {
    for (const [index, level] of question.levels.entries()) {
      const before = question.levels[index - 1]
      if (before && level.score <= before.score) {
        found.at(
          [...path, 'levels', index, 'score'],
          'levels go from the lowest score to the highest, each once',
        )
      }
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
}

function askedBySides(results: MeanAndMaxProduct) {
  return (question: Question) => question.group !== undefined && results.sides.includes(question.group)
}

function askedByThresholds(results: EveryThresholdPassed) {
  const ids = new Set(
    results.thresholds.flatMap((threshold) => [
      threshold.question,
      ...('table' in threshold ? threshold.table.by : []),
    ]),
  )
  return (question: Question) => ids.has(question.id)
}

function checkProduct(found: Found, { questions, groups }: Framework, results: MeanAndMaxProduct): void {
  let least = 1
  let most = 1
  for (const [index, side] of results.sides.entries()) {
    const path = ['results', 'sides', index]
    if (
      !found.known(
        path,
        side,
        groups.map(({ id }) => id),
        'group',
      )
    )
      continue
    const asked = questions.filter(({ group }) => group === side)
    if (asked.length === 0) found.at(path, `no question is in the group "${side}"`)
    const scores = asked.flatMap((question) =>
      (question.type === 'level' ? question.levels : []).map(({ score }) => score),
    )
    for (const { id, type } of asked) {
      if (type !== 'level') found.at(path, `"${id}" is not answered by level, so it has no score`)
    }
    least *= Math.min(...scores)
    most *= Math.max(...scores)
  }
  checkBands(found, results, least, most)
}

function checkBands(found: Found, { bands }: MeanAndMaxProduct, least: number, most: number): void {
  found.once(
    bands,
    ({ result }) => result,
    (index) => ['results', 'bands', index, 'result'],
    'bands',
  )
  for (const [index, band] of bands.entries()) {
    const path = ['results', 'bands', index]
    if (index === 0 && band.from !== undefined)
      found.at([...path, 'from'], 'the lowest band takes all that is below the next', 'remove its from')
    if (index === 0) continue
    const before = bands[index - 1]?.from ?? -Infinity
    if (band.from === undefined) found.at(path, `"${band.result}" needs a from: where it begins`)
    else if (band.from <= before)
      found.at([...path, 'from'], 'bands go from the lowest to the highest: this one is never reached')
    else if (band.from > most)
      found.at([...path, 'from'], `"${band.result}" is never reached: the highest score is ${most}`)
    else if (index === 1 && band.from <= least)
      found.at([...path, 'from'], `"${bands[0]?.result}" is never reached: the lowest score is ${least}`)
  }
}

function checkThresholds(found: Found, { questions }: Framework, results: EveryThresholdPassed): void {
  if (results.passed === results.failed)
    found.at(['results', 'failed'], 'passed and failed must be two results')
  for (const [index, threshold] of results.thresholds.entries()) {
    const path = ['results', 'thresholds', index]
    if (
      !found.known(
        [...path, 'question'],
        threshold.question,
        questions.map(({ id }) => id),
        'question',
      )
    )
      continue
    const question = questions.find(({ id }) => id === threshold.question)
    if (!question) continue
    const wanted = 'is' in threshold ? 'boolean' : 'number'
    if (question.type !== wanted) {
      found.at(
        [...path, 'question'],
        `"${question.id}" is answered by ${question.type}, and this test needs a ${wanted}`,
      )
    }
    if ('table' in threshold) checkTable(found, path, threshold, questions)
    else if (question.type === 'number' && !canPass(threshold, question)) {
      found.at(path, `no answer to "${question.id}" can pass this`)
    }
  }
}

function canPass(
  threshold: Threshold,
  { least = -Infinity, most = Infinity }: { least?: number; most?: number },
): boolean {
  if ('above' in threshold) return most > threshold.above
  if ('atLeast' in threshold) return most >= threshold.atLeast
  if ('below' in threshold) return least < threshold.below
  if ('atMost' in threshold) return least <= threshold.atMost
  return true
}

function checkTable(
  found: Found,
  path: (string | number)[],
  { table }: { table: ThresholdTable },
  questions: Question[],
): void {
  const { by, rows } = table
  for (const [index, id] of by.entries()) {
    const where = [...path, 'table', 'by', index]
    if (
      !found.known(
        where,
        id,
        questions.map((question) => question.id),
        'question',
      )
    )
      continue
    if (questions.find((question) => question.id === id)?.type !== 'choice')
      found.at(where, `"${id}" is not a choice`)
  }
  found.once(
    rows,
    ({ when }) => by.map((id) => when[id]).join(', '),
    (index) => [...path, 'table', 'rows', index],
    'rows for',
  )
  for (const [index, { when }] of rows.entries()) {
    const where = [...path, 'table', 'rows', index, 'when']
    for (const id of by) if (when[id] === undefined) found.at(where, `this row does not say its "${id}"`)
    for (const [id, option] of Object.entries(when)) {
      if (!found.known([...where, id], id, by, 'question in this table')) continue
      const question = questions.find((each) => each.id === id)
      if (question?.type === 'choice')
        found.known([...where, id], option, question.options, `option of "${id}"`)
    }
  }
}
