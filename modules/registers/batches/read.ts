import { existsSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { type Government, parsed, readSource, slug, suggestion, words } from '#definitions'
import { type Moment, readMoment } from '#shared/dates'
import { statementReader } from '../imports/columns/statements.ts'
import { fileBytes } from '../imports/files/bytes.ts'
import type { Cell } from '../imports/files/rows.ts'
import { ProblemList, type Problems } from '../imports/problems.ts'
import { formatOf, type Placed, readImport } from '../imports/read.ts'
import type { NewEntry } from '../records/queries.ts'
import type { NewStatement } from '../statements/queries.ts'

/** What is recorded together, at a time that is asserted. */
export interface Batch {
  readonly name: string
  readonly recordedAt: Moment
  readonly by: string
  readonly source: string
  readonly entries: readonly Placed<NewEntry>[]
  readonly statements: readonly Placed<NewStatement>[]
  /** How many files it was read from, its batch.yaml among them. */
  readonly files: number
}

const moment = z
  .string()
  .refine((text) => readMoment(text) !== undefined, 'this is not a moment\nwrite it as 2024-02-29T09:30:00Z')
  .transform((text) => readMoment(text) ?? text)

const statement = z.strictObject({
  organisation: words,
  register: words,
  part: z.exactOptional(words),
  effectiveOn: words,
  says: words,
  note: z.exactOptional(words),
  source: z.exactOptional(words),
})

const fileBeside = z
  .string()
  .regex(
    /^[^/\\]+\.(csv|jsonl)$/,
    'this is not a file beside this one\nname a .csv or .jsonl file in the same folder',
  )

/** records/<NN-name>/batch.yaml */
export const batchFile = z.strictObject({
  recordedAt: moment,
  by: slug,
  source: words,
  entries: z.array(z.strictObject({ register: slug, file: fileBeside })).default([]),
  statements: z.array(statement).default([]),
})

/** The folders of a government's records, in the order they are to be recorded. */
export async function batchNames(folder: string): Promise<string[]> {
  const records = join(folder, 'records')
  if (!existsSync(records)) return []
  const entries = await readdir(records, { withFileTypes: true })
  return entries.flatMap((entry) => (entry.isDirectory() ? [entry.name] : [])).sort()
}

/** Reads one batch with all its files, and says everything that is wrong. Without the batch where batch.yaml cannot be read. */
export async function readBatch(
  government: Government,
  folder: string,
  name: string,
): Promise<{ batch?: Batch; problems: Problems }> {
  const problems = new ProblemList()
  const yaml = `records/${name}/batch.yaml`
  const written = await readSource(folder, yaml)
  const head = parsed(batchFile, written)
  if (!head.ok) {
    for (const { line, column, says, instead } of head.problems.toSorted((a, b) => a.line - b.line)) {
      const place = { file: yaml, row: line, column: String(column) }
      problems.add({ level: 'error', ...place, says, ...(instead && { instead }) })
    }
    return { problems }
  }
  const { statements: said, entries: files, ...heading } = head.value
  const say = (path: (string | number)[], says: string, instead?: string) => {
    const { line, column } = written.at(path)
    const place = { file: yaml, row: line, column: String(column) }
    problems.add({ level: 'error', ...place, says, ...(instead && { instead }) })
  }

  const entries: Placed<NewEntry>[] = []
  for (const [i, { register: of, file }] of files.entries()) {
    const register = government.registers.find((each) => each.name === of)
    if (!register) {
      const names = government.registers.map((each) => each.name)
      say(['entries', i, 'register'], `there is no register "${of}"`, suggestion(of, names).instead)
      continue
    }
    const shown = `records/${name}/${file}`
    const bytes = fileBytes(join(folder, shown))
    const read = await readImport(
      { government, name: shown, bytes, format: formatOf(file), source: heading.source },
      register,
    )
    problems.addAll(read.problems)
    for (const item of read.items) entries.push(item)
  }

  const reader = statementReader(government, heading.source)
  const statements = said.flatMap((each, i): Placed<NewStatement>[] => {
    const row = written.at(['statements', i]).line
    const cells = new Map<string, Cell>(Object.entries(each))
    const item = reader.read({ row, cells }, (_, column, says, instead) =>
      say(['statements', i, column ?? ''], says, instead),
    )
    return item ? [{ item, place: { file: yaml, row } }] : []
  })
  const batch = { name, ...heading, entries, statements, files: files.length + 1 }
  return { batch, problems }
}
