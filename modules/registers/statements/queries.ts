import { type Kysely, sql } from '#platform/database'
import type { IsoDate } from '#shared/dates'
import type { RegistersTables } from '../tables.ts'
import type { Says, Statement } from './rules.ts'

export interface NewStatement {
  readonly organisation: string
  readonly register: string
  readonly part: string | null
  readonly effectiveOn: IsoDate
  readonly says: Says
  readonly note: string
  readonly source: string
}

export async function insertStatements(
  tx: Kysely<RegistersTables>,
  recording: number,
  statements: readonly NewStatement[],
): Promise<void> {
  if (statements.length === 0) return
  const last = await tx
    .selectFrom('registers.statement')
    .select('statement')
    .orderBy('statement', 'desc')
    .limit(1)
    .executeTakeFirst()
  const rows = statements.map(({ effectiveOn, ...rest }, i) => ({
    ...rest,
    recording,
    statement: (last?.statement ?? 0) + 1 + i,
    effective_on: effectiveOn,
  }))
  await tx.insertInto('registers.statement').values(rows).execute()
}

/** Every statement of a register, in the order of recording. */
export async function statementsOf(
  tx: Kysely<RegistersTables>,
  registers: readonly string[],
): Promise<Statement[]> {
  const rows = await tx
    .selectFrom('registers.statement')
    .selectAll()
    .where(sql<boolean>`register = any (${registers}::text[])`)
    .orderBy('statement')
    .execute()
  return rows.map(({ effective_on: effectiveOn, ...rest }) => ({ ...rest, effectiveOn }))
}
