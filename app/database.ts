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
