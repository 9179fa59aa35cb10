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
  /** What is wrong with it, in the file. */
  readonly problems: readonly ImportProblem[]
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
  const found: ImportProblem[] = [...problems.kept]
  const error = (row: number | null, column: string | null, says: string, instead?: string) =>
    found.push({ level: 'error', file: name, row, column, says, ...(instead !== undefined && { instead }) })
  const judged = new Map<number, { called: string; result: AssessmentResult }>()
  const rowOf = new Map<string, number>()
  for (const { item } of items) {
    const { row, cells } = item
    const id = cells.get(ID)
    const called = id === undefined ? `row ${row}` : String(id)
    const first = id === undefined ? undefined : rowOf.get(called)
    if (first !== undefined)
      error(row, ID, `row ${first} has the id "${called}" already`, 'give each its own')
    else if (id !== undefined) rowOf.set(called, row)
    const answers = [...cells].filter(([column]) => questions.some((question) => question.id === column))
    const result = assess(framework, Object.fromEntries(answers))
    judged.set(row, { called, result })
    if (result.ok) continue
    for (const { question, says, instead } of result.problems) error(row, question, says, instead)
  }
  if (rows === 0 && problems.errors === 0) {
    const says = 'there is no row of answers'
    error(null, null, says, 'write each assessment in a row under the names of the questions')
  }
  const more = problems.errors - problems.kept.filter(({ level }) => level === 'error').length
  const inRows = found.toSorted((a, b) => (a.row ?? 0) - (b.row ?? 0))
  const header = file.format === 'csv' ? 1 : 0
  return { assessed: inOrder(judged, inRows, header), problems: inRows, errors: inRows.length + more }
}

/** Every row in its place, also one that could not be read. */
function inOrder(
  judged: ReadonlyMap<number, { called: string; result: AssessmentResult }>,
  problems: readonly ImportProblem[],
  header: number,
): Assessed[] {
  const wrong = Map.groupBy(problems, ({ row }) => row ?? header)
  const rows = new Set([...judged.keys(), ...wrong.keys()].filter((row) => row > header))
  return [...rows]
    .toSorted((a, b) => a - b)
    .map((row) => {
      const { called, result } = judged.get(row) ?? { called: `row ${row}`, result: UNREAD }
      return { called, row, result, problems: wrong.get(row) ?? [] }
    })
}

const UNREAD: AssessmentResult = { ok: false, problems: [] }

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
    const [first] = framework.questions
    const example = `write each answer on a line, after the id of its question: ${first?.id ?? 'id'}: answer`
    const isEmpty = source.problems.length === 0 && (source.value ?? null) === null
    const problems = read.problems.map((each) => placed(each, each.says, isEmpty ? example : each.instead))
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
  return { assessed: [{ called, row: null, result, problems }], problems, errors: problems.length }
}
