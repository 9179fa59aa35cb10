import { basename, resolve } from 'node:path'
import { z } from 'zod'
import { governmentHash } from '#definitions'
import { openLedger } from '#figures'
import {
  fileBytes,
  formatOf,
  type Imported,
  type Incoming,
  importRead,
  type Problems,
  readImport,
  readStatements,
  SAYS,
} from '#registers'
import { command, type ExitCode, type Work } from '../command.ts'
import { flag, word } from '../input.ts'
import type { Database } from '../modules.ts'
import { count } from '../plurals.ts'
import { sayFirst } from '../problems.ts'
import { sayProgress } from '../progress.ts'
import { known, NotThere, registerNamed, STATEMENTS } from './asked.ts'

const ACTOR = 'command-line'

/** What was read of a file, by the definitions of a government. */
interface Reading extends Pick<Incoming, 'entries' | 'statements' | 'government'> {
  readonly rows: number
  readonly isWhole: boolean
  readonly problems: Problems
}

export const importFile = command({
  name: 'import',
  summary: 'Records what a file says of a register: CSV in UTF-8 with a header, or JSON lines.',
  words: ['REGISTER', 'FILE'],
  options: {
    source: { takes: 'TEXT', says: "Where the file's content comes from. Without it: the file's name." },
    partial: {
      says: 'Take the rows that are right and list the rest. Without it: all of the file or nothing.',
    },
    json: { says: 'Answer in JSON.' },
  },
  input: z.strictObject({ register: word, file: word, source: word.optional(), partial: flag, json: flag }),
  notes: [
    'Columns: id, organisation, effectiveOn, and then the fields of the register; where they are needed also state',
    '(stands or ended), basis (recorded or reconstructed) and source. The assessment "risk" has the columns risk.rating',
    'and risk.QUESTION, and risk.version for a version that is not the one to judge by on that day. An empty cell was not',
    'answered. The same file again adds nothing.',
    '',
    'The register "statements" takes what organisations say instead of records. Columns: organisation, register, part,',
    `effectiveOn, says, note, source. It says one of: ${SAYS.join(', ')}.`,
    '',
    'Exit code 1: something is wrong in the file. With --partial, what is right was recorded all the same.',
  ].join('\n'),
  examples: [
    'import legacy-systems systems.csv',
    'import statements said.csv --source "Letter of 3 May 2024"',
  ],
  needsDatabase: true,
  async run(asked, work) {
    const store = await work.database()
    const source = asked.source ?? basename(asked.file)
    const read = await readFile(store, asked, source, work)
    const isRefused = !read.isWhole || (read.problems.errors > 0 && !asked.partial)
    const imported = isRefused
      ? undefined
      : await take(store, read, { source, isPartial: asked.partial }, work)
    const problems = [read.problems, ...(imported ? [imported.problems] : [])]
    if (asked.json) work.out(JSON.stringify(asJson(read, imported, problems)))
    sayAll(problems, work)
    if (!asked.json) for (const line of asLines(read, imported, asked.partial)) work.out(line)
    return exitCode(imported, problems)
  },
})

/** Reads the file by the definitions in force, which asks nothing of the database while it goes on. */
async function readFile(
  store: Database,
  asked: { register: string; file: string },
  source: string,
  work: Work,
): Promise<Reading> {
  const { government } = await store.as('staff', { centre: true }, (tx) => known(tx, undefined))
  const bytes = stoppable(fileBytes(resolve(work.cwd, asked.file)), work)
  const file = { government, name: asked.file, bytes, format: formatOf(asked.file), source }
  if (asked.register === STATEMENTS) {
    const { items, ...read } = await readStatements(file)
    return { ...read, entries: [], statements: items, government }
  }
  const { items, ...read } = await readImport(file, registerNamed(government, asked.register))
  return { ...read, entries: items, statements: [], government }
}

async function* stoppable(
  bytes: AsyncIterable<Uint8Array>,
  { say, signal }: Work,
): AsyncGenerator<Uint8Array> {
  let read = 0
  let next = Date.now() + 2000
  for await (const chunk of bytes) {
    signal.throwIfAborted()
    read += chunk.length
    if (Date.now() > next && read >= 1_000_000) {
      say(`Read ${Math.floor(read / 1_000_000)} MB.`)
      next = Date.now() + 2000
    }
    yield chunk
  }
}

async function take(
  store: Database,
  read: Reading,
  how: { source: string; isPartial: boolean },
  work: Work,
): Promise<Imported> {
  const progress = sayProgress('Recording', work.say)
  const { entries, statements, government } = read
  return await store.as('ledger', { centre: true }, async (tx) => {
    const now = await known(tx, undefined)
    if (governmentHash(now.government) !== governmentHash(government)) throw new NotThere(REDEFINED)
    const incoming = { government, actor: ACTOR, ...how, entries, statements }
    const imported = await importRead(tx, incoming, await openLedger(tx), (done, of) => {
      work.signal.throwIfAborted()
      progress(done, of)
    })
    work.signal.throwIfAborted()
    return imported
  })
}

const REDEFINED =
  'Other definitions were adopted while the file was read. Nothing was recorded: import it again.'

function asJson(read: Reading, imported: Imported | undefined, problems: readonly Problems[]) {
  const recorded = imported?.ok ? imported.recorded : null
  return {
    recording: recorded?.number ?? null,
    recordedAt: recorded?.recordedAt ?? null,
    rows: read.rows,
    entries: recorded?.entries ?? 0,
    statements: imported?.ok ? imported.statements : 0,
    skipped: imported?.ok ? imported.skipped : 0,
    errors: sum(problems, 'errors'),
    warnings: sum(problems, 'warnings'),
    problems: problems.flatMap(({ kept }) => kept),
  }
}

function sayAll(problems: readonly Problems[], { say }: Work): void {
  const found = sum(problems, 'errors') + sum(problems, 'warnings')
  sayFirst(
    problems.flatMap(({ kept }) => kept),
    found,
    say,
  )
}

function asLines(read: Reading, imported: Imported | undefined, isPartial: boolean): string[] {
  if (!imported?.ok) {
    const hint =
      read.isWhole && !isPartial ? ' Mend the file, or take the rows that are right with --partial.' : ''
    return [`Nothing was recorded.${hint}`]
  }
  const { recorded, skipped, statements } = imported
  const before =
    skipped > 0 ? `${skipped} of ${count(read.rows, 'row says', 'rows say')} what is recorded already.` : ''
  if (!recorded) {
    const none = read.rows === 0 ? 'The file has no rows.' : 'None of its rows is right.'
    return [`Nothing was recorded. ${before || none}`]
  }
  const what =
    statements > 0
      ? count(statements, 'statement')
      : `${count(recorded.entries, 'entry', 'entries')} of ${count(recorded.records, 'record')}`
  return [`Recorded ${what}, as recording ${recorded.number} at ${recorded.recordedAt}. ${before}`.trimEnd()]
}

function exitCode(imported: Imported | undefined, problems: readonly Problems[]): ExitCode {
  return imported?.ok && sum(problems, 'errors') === 0 ? 0 : 1
}

function sum(problems: readonly Problems[], of: 'errors' | 'warnings'): number {
  return problems.reduce((total, each) => total + each[of], 0)
}
