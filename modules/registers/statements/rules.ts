import type { IsoDate } from '#shared/dates'

/** What an organisation may say of a register instead of records (docs/ledger.md). */
export const SAYS = [
  'none exist',
  'not applicable',
  'not held',
  'being ratified',
  'withheld',
  'withdrawn',
] as const
export type Says = (typeof SAYS)[number]

/** One statement, in both times, of a whole register or of one named part of it. */
export interface Statement {
  readonly statement: number
  readonly recording: number
  readonly organisation: string
  readonly register: string
  readonly part: string | null
  readonly effectiveOn: IsoDate
  readonly says: Says
  readonly note: string
  readonly source: string
}

/** None exist is a true zero; the others leave a gap. A withdrawn statement says nothing. */
export function isZero(says: Says): boolean {
  return says === 'none exist' || says === 'not applicable'
}

/** The Analysis Function's symbol for a table cell. A part of which none exist is a true 0. */
export function symbolOf({ says, part }: Pick<Statement, 'says' | 'part'>): string {
  switch (says) {
    case 'none exist':
      return part === null ? '[z]' : '0'
    case 'not applicable':
      return '[z]'
    case 'withheld':
      return '[c]'
    case 'not held':
    case 'being ratified':
      return '[x]'
    case 'withdrawn':
      return ''
  }
}

/** The statements that stand on a date as known at a recording: the latest for each organisation, register and part. */
export function standingStatements(statements: readonly Statement[], on: IsoDate, k: number): Statement[] {
  return lastStatements(statements, on, k).filter((statement) => statement.says !== 'withdrawn')
}

/** What each organisation said last, a statement withdrawn among them: it has spoken, and says nothing now. */
export function lastStatements(statements: readonly Statement[], on: IsoDate, k: number): Statement[] {
  const standing = new Map<string, Statement>()
  for (const statement of statements) {
    if (statement.recording > k || statement.effectiveOn > on) continue
    const about = `${statement.organisation} ${statement.register} ${statement.part ?? ''}`
    const before = standing.get(about)
    if (!before || isLater(statement, before)) standing.set(about, statement)
  }
  return [...standing.values()]
}

function isLater(a: Statement, b: Statement): boolean {
  if (a.effectiveOn !== b.effectiveOn) return a.effectiveOn > b.effectiveOn
  return a.recording === b.recording ? a.statement > b.statement : a.recording > b.recording
}
