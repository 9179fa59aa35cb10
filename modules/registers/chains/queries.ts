import { type Kysely, sql } from '#platform/database'
import { contentHashing, GENESIS, type HashedEntry, recordingHash } from '../recordings/rules.ts'
import type { RegistersTables } from '../tables.ts'

export type Chain =
  | { ok: true; recordings: number; entries: number; head: string | null }
  | { ok: false; recording: number; says: string }

const CHUNK = 5000

/**
 * Works every recording's hash out again from what it recorded, and follows the chain from the first to the last.
 * An entry changed or removed, a recording taken out and a cut tail with recordings after it all show. What cannot
 * show is a tail cut clean off: compare the head with one noted earlier.
 */
export async function verifyChain(
  tx: Kysely<RegistersTables>,
  progress: (done: number, of: number) => void = () => {},
): Promise<Chain> {
  const recordings = await tx.selectFrom('registers.recording').selectAll().orderBy('number').execute()
  const statements = Map.groupBy(await allStatements(tx), (statement) => statement.recording)
  const stream = entriesInOrder(tx)
  let next = await stream.next()
  let previous: Buffer = GENESIS
  let entries = 0
  for (const [i, recording] of recordings.entries()) {
    const { number, recorded_at: at, asserted, actor, source, kind } = recording
    const broken = (says: string): Chain => ({ ok: false, recording: number, says })
    if (number !== i + 1) return broken(`Recording ${i + 1} is missing.`)
    if (!recording.previous_hash.equals(previous))
      return broken('It does not follow the recording before it.')
    const content = contentHashing()
    for (; !next.done && next.value.recording === number; next = await stream.next()) {
      content.entry(next.value)
      entries++
    }
    for (const statement of statements.get(number) ?? []) content.statement(statement)
    if (kind === 'adoption') content.government(await governmentIn(tx, number))
    const digest = content.digest()
    if (!digest.equals(recording.content_hash)) return broken('What it recorded is not what is there now.')
    const hash = recordingHash({ number, recordedAt: at, asserted, actor, source, kind }, digest, previous)
    if (!hash.equals(recording.hash))
      return broken('Its number, time, actor or source is not what was recorded.')
    previous = hash
    progress(i + 1, recordings.length)
  }
  return {
    ok: true,
    recordings: recordings.length,
    entries,
    head: recordings.at(-1)?.hash.toString('hex') ?? null,
  }
}

/** Every entry by its number, which is the order of recordings too. */
async function* entriesInOrder(tx: Kysely<RegistersTables>) {
  let after = 0
  for (;;) {
    const { rows } = await sql<HashedEntry & { recording: number }>`
      select entry, recording, record, register, organisation, effective_on as "effectiveOn", state, voids,
        reconstructed, source, values
      from registers.entry where entry > ${after} order by entry limit ${CHUNK}`.execute(tx)
    yield* rows
    const last = rows.at(-1)
    if (!last) return
    after = last.entry
  }
}

async function allStatements(tx: Kysely<RegistersTables>) {
  const rows = await tx.selectFrom('registers.statement').selectAll().orderBy('statement').execute()
  return rows.map(({ effective_on: effectiveOn, ...rest }) => ({ ...rest, effectiveOn }))
}

async function governmentIn(tx: Kysely<RegistersTables>, recording: number) {
  const row = await tx
    .selectFrom('registers.adoption')
    .select('government')
    .where('recording', '=', recording)
    .executeTakeFirst()
  return row?.government
}
