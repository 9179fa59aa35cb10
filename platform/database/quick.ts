// Single statements without a transaction around them. `store.as` costs four round trips (begin, the role, the
// statement, commit) and has each statement planned anew; here it is one, of a statement the server already knows.

import {
  type CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type QueryResult,
} from 'kysely'
import type pg from 'pg'
import { codeOf, wordsOf } from './problems.ts'

export type Statement = { name?: string; text: string; values: unknown[] }
export type Run = (statement: Statement) => Promise<pg.QueryResult<pg.QueryResultRow>>

/** Kysely over a function that runs one statement. */
export function quickDialect(run: Run): Dialect {
  const name = namesOfTexts()
  const refuse = async () => {
    throw new Error('A quick statement commits by itself. Use store.as for a transaction.')
  }
  const connection: DatabaseConnection = {
    async executeQuery<R>({ sql, parameters }: CompiledQuery): Promise<QueryResult<R>> {
      return resultOf(await run({ ...name(sql), text: sql, values: [...parameters] }))
    },
    streamQuery() {
      throw new Error('A quick statement answers at once. Use store.as to read row by row.')
    },
  }
  return {
    createAdapter: () => new PostgresAdapter(),
    createIntrospector: (db) => new PostgresIntrospector(db),
    createQueryCompiler: () => new PostgresQueryCompiler(),
    createDriver: () => ({
      init: async () => {},
      acquireConnection: async () => connection,
      beginTransaction: refuse,
      commitTransaction: refuse,
      rollbackTransaction: refuse,
      releaseConnection: async () => {},
      destroy: async () => {},
    }),
  }
}

function resultOf<R>({ command, rowCount, rows }: pg.QueryResult): QueryResult<R> {
  if (command === 'INSERT' || command === 'UPDATE' || command === 'DELETE' || command === 'MERGE')
    return { numAffectedRows: BigInt(rowCount ?? 0), rows }
  return { rows }
}

// Each text has a name on every connection, under which the server keeps its plan. A program has a few hundred texts;
// past a thousand it must be writing values into them, and those are not worth keeping.
function namesOfTexts(): (text: string) => { name?: string } {
  const names = new Map<string, string>()
  return (text) => {
    const known = names.get(text)
    if (known !== undefined) return { name: known }
    if (names.size >= 1000) return {}
    const name = `quick_${names.size + 1}`
    names.set(text, name)
    return { name }
  }
}

/** Runs a statement by its name, and where the server knows no such statement (any more), by its text. Nothing ran then. */
export function runNamed(run: Run): Run {
  return async (statement) => {
    try {
      return await run(statement)
    } catch (error) {
      // Another process has migrated, and what `select *` answers has changed since the server planned it.
      const isOutdated = codeOf(error) === '0A000' && /cached plan/.test(wordsOf(error))
      // It was sent behind its first namesake, which the server refused to prepare.
      const isUnknown = codeOf(error) === '26000'
      if (statement.name !== undefined && (isOutdated || isUnknown))
        return await run({ text: statement.text, values: statement.values })
      throw error
    }
  }
}

/** On a pool whose one connection belongs to everybody: it takes the role for as long as the statement runs. */
export function runBorrowing(pool: pg.Pool, role: string): Run {
  return async (statement) => {
    const client = await pool.connect()
    try {
      await client.query(`set role ${role}`)
      try {
        return await client.query(statement)
      } finally {
        await client.query('reset role')
      }
    } finally {
      client.release()
    }
  }
}
