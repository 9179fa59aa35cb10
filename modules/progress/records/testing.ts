/* The records of the coast, by the keys that tests know them by. For tests. */
import type { ProgressStore } from '../known/queries.ts'

export function idsIn(store: ProgressStore): Promise<Map<string, string>> {
  return store.as('ledger', {}, async (tx) => {
    const rows = await tx.selectFrom('registers.record').select(['id', 'key']).execute()
    return new Map(rows.map(({ id, key }) => [key, id]))
  })
}
