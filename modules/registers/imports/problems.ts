import type { NewEntry } from '../records/queries.ts'
import type { NewStatement } from '../statements/queries.ts'

/** Something wrong in a file that is to be recorded, and where: the row as a spreadsheet counts, with the header as 1. */
export interface ImportProblem {
  readonly level: 'error' | 'warning'
  readonly file: string
  readonly row: number | null
  readonly column: string | null
  readonly says: string
  readonly instead?: string
}

/** A problem that only shows beside what is recorded, and the new entries and statements that it is with. */
export interface Found {
  readonly problem: ImportProblem
  readonly items: readonly (NewEntry | NewStatement)[]
}

/** Everything that was wrong. Only so many problems are kept; the rest are counted. */
export interface Problems {
  readonly kept: readonly ImportProblem[]
  readonly errors: number
  readonly warnings: number
}

const MOST_KEPT = 1000

/** A list of problems to add to, for one reading. */
export class ProblemList implements Problems {
  readonly kept: ImportProblem[] = []
  errors = 0
  warnings = 0

  add(problem: ImportProblem): void {
    if (problem.level === 'error') this.errors++
    else this.warnings++
    if (this.kept.length < MOST_KEPT) this.kept.push(problem)
  }

  addAll({ kept, errors, warnings }: Problems): void {
    this.errors += errors
    this.warnings += warnings
    this.kept.push(...kept.slice(0, MOST_KEPT - this.kept.length))
  }
}

/** What is wrong with a whole file: nothing after it can be read. Thrown inside a reading, and a value outside it. */
export class FileFault extends Error {
  readonly row: number | null
  readonly says: string
  readonly instead: string

  constructor(row: number | null, says: string, instead: string) {
    super(says)
    this.row = row
    this.says = says
    this.instead = instead
  }
}

/** legacy.csv:14:plan: "full" is not an option. Use "funded" or "none". */
export function sayProblem({ file, row, column, says, instead, level }: ImportProblem): string {
  const place = [file, row, column].filter((part) => part !== null).join(':')
  return `${place}: ${level === 'warning' ? 'Warning: ' : ''}${sentence(says)}${instead ? ` ${sentence(instead)}` : ''}`
}

function sentence(words: string): string {
  const capitalised = words.charAt(0).toUpperCase() + words.slice(1)
  return /[.?!]$/.test(capitalised) ? capitalised : `${capitalised}.`
}
