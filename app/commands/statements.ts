/* What organisations say instead of records, listed as a register is. */
import { csvTable, type Statement, standingStatements, statementsOf, symbolOf } from '#registers'
import type { IsoDate, Moment } from '#shared/dates'
import type { ExitCode, Work } from '../command.ts'
import type { Database } from '../modules.ts'
import { count } from '../plurals.ts'
import { tableLines } from '../table.ts'
import { known, organisationNamed } from './asked.ts'

interface Asked {
  readonly on: IsoDate
  readonly known?: Moment | undefined
  readonly organisation?: string | undefined
  readonly json: boolean
  readonly csv: boolean
}

/** The columns of a file that "fingerpost import statements" reads. */
const COLUMNS = ['organisation', 'register', 'part', 'effectiveOn', 'says', 'note', 'source'] as const

export async function listStatements(asked: Asked, store: Database, { out }: Work): Promise<ExitCode> {
  const found = await store.as('staff', { centre: true }, async (tx) => {
    const { government, recording } = await known(tx, asked.known)
    const named = organisationNamed(government, asked.organisation)
    const registers = government.registers.map(({ name }) => name)
    const standing = standingStatements(await statementsOf(tx, registers), asked.on, recording)
    return standing.filter(({ organisation }) => named === null || organisation === named.slug)
  })
  if (asked.json) out(JSON.stringify({ statements: found.map(asJson) }))
  else if (asked.csv) for (const line of csvTable([COLUMNS, ...found.map(cells)])) out(line.trimEnd())
  else {
    const rows = found.map((each) => [symbolOf(each), ...cells(each)])
    for (const line of tableLines(['symbol', ...COLUMNS], rows)) out(line)
    out(`${count(found.length, 'statement')} on ${asked.on}`)
  }
  return 0
}

function asJson({ statement: _statement, recording: _recording, ...said }: Statement) {
  return { ...said, symbol: symbolOf(said) }
}

function cells(said: Statement): string[] {
  return COLUMNS.map((column) => said[column] ?? '')
}
