import { basename, dirname } from 'node:path'
import { z } from 'zod'
import { type Framework, parsed, readSource } from '#definitions'
import { type AssessmentResult, assess } from '#frameworks'
import { fileBytes, formatOf, type ImportProblem, readRows } from '#registers'

/** One assessment of a file, and what it is called in the answer. */
export interface Assessed {
  /** Its id; without one, its row. Null where the file holds only this one. */
  readonly called: string | null
  readonly row: number | null
  readonly result: AssessmentResult
}

export interface ReadAssessments {
  readonly assessed: readonly Assessed[]
  readonly problems: readonly ImportProblem[]
  readonly errors: number
}

interface AnswersFile {
  /** Where it is. */
  readonly path: string
  /** What it is called in messages. */
  readonly name: string
}

const ID = 'id'

/** Judges every row of a CSV or JSON lines file, or the one group of answers of a YAML or JSON file. */
export function readAssessments(framework: Framework, file: AnswersFile): Promise<ReadAssessments> {
  return /\.(ya?ml|json)$/i.test(file.name) ? readOne(framework, file) : readMany(framework, file)
}

async function readMany(framework: Framework, { path, name }: AnswersFile): Promise<ReadAssessments> {
  const { slug, version, questions } = framework
  const columns = [ID, ...questions.map(({ id }) => id)]
  const file = { name, bytes: fileBytes(path), format: formatOf(name) }
  const { items, problems, rows } = await readRows(file, { of: `the framework ${slug} ${version}`, columns })
  const assessed: Assessed[] = []
  const found: ImportProblem[] = [...problems.kept]
  for (const { item } of items) {
    const { row, cells } = item
    const id = cells.get(ID)
    const answers = [...cells].filter(([column]) => questions.some((question) => question.id === column))
    const result = assess(framework, Object.fromEntries(answers))
    assessed.push({ called: id === undefined ? `row ${row}` : String(id), row, result })
    if (!result.ok) {
      for (const { question, ...problem } of result.problems)
        found.push({ level: 'error', file: name, row, column: question, ...problem })
    }
  }
  if (rows === 0 && problems.errors === 0) {
    const says = 'there is no row of answers'
    const instead = 'write each assessment in a row under the names of the questions'
    found.push({ level: 'error', file: name, row: null, column: null, says, instead })
  }
  const more = problems.errors - problems.kept.filter(({ level }) => level === 'error').length
  return { assessed, problems: found, errors: found.length + more }
}

const answersShape = z.record(z.string(), z.unknown())

async function readOne(framework: Framework, { path, name }: AnswersFile): Promise<ReadAssessments> {
  const source = await readSource(dirname(path), basename(path))
  const read = parsed(answersShape, source)
  const placed = ({ line, column }: { line: number; column: number }, says: string, instead?: string) => ({
    level: 'error' as const,
    file: name,
    row: line,
    column: String(column),
    says,
    ...(instead !== undefined && { instead }),
  })
  if (!read.ok) {
    const problems = read.problems.map((each) => placed(each, each.says, each.instead))
    return { assessed: [], problems, errors: problems.length }
  }
  const { [ID]: id, ...answers } = read.value
  const result = assess(framework, answers)
  const problems = result.ok
    ? []
    : result.problems.map(({ question, says, instead }) => {
        const isKey =
          Object.hasOwn(answers, question) && !framework.questions.some((each) => each.id === question)
        return placed(isKey ? source.atKey([question]) : source.at([question]), says, instead)
      })
  const called = typeof id === 'string' || typeof id === 'number' ? String(id) : null
  return { assessed: [{ called, row: null, result }], problems, errors: problems.length }
}
