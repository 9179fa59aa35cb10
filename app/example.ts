import { type Government, governmentHash, readGovernment } from '#definitions'
import { openAdoption, openLedger } from '#figures'
import { adoptedAt, record, recordBatches, recordingAt, sayProblem } from '#registers'
import { sayAnotherGovernment } from './another-government.ts'
import type { Database } from './modules.ts'
import { sayDefinitionProblem } from './problems.ts'
import { type Progress, sayProgress } from './progress.ts'

/** The roadmap's own date: its definitions are taken to have been adopted when it was published. */
const ADOPTED_AT = '2022-06-09T00:00:00.000Z'
const ACTOR = 'example'

export type Example = { ok: true; recorded: number; entries: number } | { ok: false; says: string[] }

/**
 * Adopts a folder's definitions and records its batches, each in a transaction of its own. What is there already is
 * not recorded again, so that after an interruption it goes on, and after the end it does nothing.
 */
export async function recordExample(
  store: Database,
  folder: string,
  say: (line: string) => void,
  signal?: AbortSignal,
): Promise<Example> {
  const read = await readGovernment(folder)
  if (!read.ok) {
    return {
      ok: false,
      says: [`The example in ${folder} cannot be recorded.`, ...read.problems.map(sayDefinitionProblem)],
    }
  }
  const before = await actors(store)
  if (before.first !== undefined && before.first !== ACTOR) {
    say('This database holds records of its own. The example is not recorded beside them.')
    return { ok: true, recorded: 0, entries: 0 }
  }
  const adopted = await adoptOnce(store, read.government)
  if (!adopted.ok) return adopted
  if (adopted.government.slug !== read.government.slug) {
    for (const line of sayAnotherGovernment(adopted.government, read.government, folder, store)) say(line)
    return { ok: true, recorded: 0, entries: 0 }
  }
  if (governmentHash(adopted.government) !== governmentHash(read.government)) {
    say(
      `The definitions in ${folder} are not those in force. To see what would differ: fingerpost adopt ${folder}`,
    )
  }
  const recorded = await recordAll(store, adopted.government, folder, say, signal)
  if (!recorded.ok && before.last !== undefined && before.last !== ACTOR) {
    for (const line of recorded.says) say(line)
    say('Other records came after the example. To have it as it is now, set DATA_DIR to an empty folder.')
    return { ok: true, recorded: 0, entries: 0 }
  }
  return recorded
}

async function recordAll(
  store: Database,
  government: Government,
  folder: string,
  say: (line: string) => void,
  signal?: AbortSignal,
): Promise<Example> {
  let progress: Progress = () => {}
  const recorded = await recordBatches(
    government,
    folder,
    (work) => store.as('ledger', { centre: true }, async (tx) => work(tx, await openLedger(tx))),
    {
      batch: (name, number, of) => {
        signal?.throwIfAborted()
        progress = sayProgress(`Recording ${name}, ${number} of ${of}`, say)
      },
      progress: (done, of) => {
        signal?.throwIfAborted()
        progress(done, of)
      },
    },
  )
  if (recorded.ok) return { ok: true, recorded: recorded.recorded, entries: recorded.entries }
  const stopped = `The example stopped at ${recorded.batch}; what came before it is recorded.`
  return { ok: false, says: [stopped, ...recorded.problems.kept.map(sayProblem)] }
}

async function adoptOnce(
  store: Database,
  government: Government,
): Promise<{ ok: true; government: Government } | { ok: false; says: string[] }> {
  return await store.as('ledger', { centre: true }, async (tx) => {
    const { number } = await recordingAt(tx, null)
    const adopted = await adoptedAt(tx, number)
    if (adopted) return { ok: true, government: adopted.government }
    const nothing = { entries: [], statements: [] }
    const heading = { kind: 'adoption', recordedAt: ADOPTED_AT, actor: ACTOR, source: 'The example' } as const
    const recorded = await record(
      tx,
      { ...heading, ...nothing, government },
      openAdoption(tx, government, null),
    )
    return recorded.ok ? { ok: true, government } : { ok: false, says: [recorded.says] }
  })
}

/** Who made the first recording, and who the last. */
async function actors(store: Database): Promise<{ first?: string | undefined; last?: string | undefined }> {
  return await store.as('ledger', { centre: true }, async (tx) => {
    const recordings = tx.selectFrom('registers.recording').select('actor').limit(1)
    const first = await recordings.orderBy('number', 'asc').executeTakeFirst()
    const last = await recordings.orderBy('number', 'desc').executeTakeFirst()
    return { first: first?.actor, last: last?.actor }
  })
}
