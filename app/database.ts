import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { migrate, openStore } from '#platform/database'
import type { Config } from './config.ts'
import { type Database, type Everything, modules } from './modules.ts'

/** Opens the database of the settings and brings it up to date. */
export async function openDatabase(
  { dataDir, databaseUrl }: Pick<Config, 'dataDir' | 'databaseUrl'>,
  report: (line: string) => void,
): Promise<Database> {
  const where = databaseUrl === undefined ? { dataDir } : { dataDir, databaseUrl }
  const store = await openStore<Everything>({ ...where, report })
  try {
    await migrate(store, modules, report)
    return store
  } catch (error) {
    await store.close()
    throw error
  }
}

/** Opens the database of the settings as it is, neither made nor brought up to date. Undefined where there is none. */
export async function lookAtDatabase(
  { dataDir, databaseUrl }: Pick<Config, 'dataDir' | 'databaseUrl'>,
  report: (line: string) => void,
): Promise<Database | undefined> {
  if (databaseUrl !== undefined) return await openStore<Everything>({ dataDir, databaseUrl, report })
  if (!existsSync(join(dataDir, 'database', 'PG_VERSION'))) return undefined
  return await openStore<Everything>({ dataDir, report })
}
