import type { Government } from '#definitions'
import type { Kysely } from '#platform/database'
import { importRead } from '../imports/import.ts'
import { ProblemList, type Problems } from '../imports/problems.ts'
import { isRecorded } from '../imports/queries.ts'
import type { Ledger, Progress } from '../recordings/queries.ts'
import type { RegistersTables } from '../tables.ts'
import { batchNames, readBatch } from './read.ts'

/** Runs work in one transaction that may record, with the ledger that is told of it. */
export type Within = <T>(work: (tx: Kysely<RegistersTables>, ledger: Ledger) => Promise<T>) => Promise<T>

export interface Told {
  /** A batch is begun: which, and of how many. */
  readonly batch?: (name: string, number: number, of: number) => void
  readonly progress?: Progress
}

export type RecordedBatches =
  | { ok: true; recorded: number; skipped: number; entries: number; problems: Problems }
  | { ok: false; recorded: number; batch: string; problems: Problems }

/**
 * Records a folder's batches in order, each as one recording in a transaction of its own. Those recorded before are
 * skipped, so that after an interruption it goes on where it stopped, and after the end does nothing.
 */
export async function recordBatches(
  government: Government,
  folder: string,
  within: Within,
  told: Told = {},
): Promise<RecordedBatches> {
  const names = await batchNames(folder)
  const warnings = new ProblemList()
  let recorded = 0
  let entries = 0
  for (const [i, name] of names.entries()) {
    told.batch?.(name, i + 1, names.length)
    const { batch, problems } = await readBatch(government, folder, name)
    if (!batch || problems.errors > 0) return { ok: false, recorded, batch: name, problems }
    warnings.addAll(problems)
    const { by: actor, source, recordedAt } = batch
    const result = await within(async (tx, ledger) => {
      if (await isRecorded(tx, actor, source, recordedAt)) return undefined
      const incoming = {
        government,
        actor,
        source,
        recordedAt,
        entries: batch.entries,
        statements: batch.statements,
      }
      return await importRead(tx, { ...incoming, isPartial: false }, ledger, told.progress)
    })
    if (!result) continue
    if (!result.ok) return { ok: false, recorded, batch: name, problems: result.problems }
    if (!result.recorded) continue
    recorded++
    entries += result.recorded.entries
  }
  return { ok: true, recorded, skipped: names.length - recorded, entries, problems: warnings }
}
