import type { Table } from '#design'
import type { Explanation } from '#figures'
import type { Promised } from '#roadmaps'
import type { Fault } from '../as-at/input.ts'
import type { Asked } from '../documents/document.ts'
import { publicKnown } from '../known/queries.ts'
import { calledAmong } from '../registers/values.ts'
import { type Between, readBetween } from './input.ts'
import { namesOf, publicAccountsBetween, publicExplanation } from './queries.ts'
import {
  hasNoRecords,
  type NothingToExplain,
  recordsTable,
  sayChange,
  showChanges,
  showNothingToExplain,
} from './rules.ts'

/** What changed between the two dates that an address asks for. */
export interface Changes {
  between: Between | undefined
  /** What its template shows of each measure: sentences, and the name of a table. */
  shown: (NothingToExplain | ChangesShown)[]
  tables: Table[]
  /** What the address asked, to be kept when other things are changed. */
  keeps: Record<string, string>
}

interface ChangesShown {
  table: string
  /** What changed, in a sentence or two. */
  sentences: string[]
  says: string
  /** The table of the records that changed, where they may be shown. */
  records: string | undefined
}

export async function readChanges(
  asked: Asked,
  promises: readonly Promised[],
): Promise<Changes | { faults: Fault[] }> {
  const { reader, words, asAt, query } = asked
  const reading = readBetween(query, asAt.on, asAt.today)
  if (!reading.ok) return { faults: reading.faults }
  const { between } = reading
  const changes: Changes = { between, shown: [], tables: [], keeps: { ...between } }
  if (!between) return changes
  for (const promised of promises) {
    if (promised.measure.derived) continue
    const explanation = await publicExplanation(reader, promised, asAt, between)
    if (!explanation) continue
    if (explanation === 'too many') {
      const says = words.say('progress.changes.too-many')
      changes.shown.push({ title: promised.measure.title, says, stated: [] })
    } else if (hasNoRecords(explanation)) {
      const accounts = await publicAccountsBetween(reader, promised, asAt, [between.from, between.to])
      changes.shown.push(showNothingToExplain(words, promised.measure, accounts))
    } else {
      const { table, says } = showChanges(words, promised.measure, explanation)
      const records = await changedRecords(asked, promised, explanation)
      changes.shown.push({
        table: table.id,
        sentences: sayChange(words, promised.measure, explanation),
        says,
        records: records?.id,
      })
      changes.tables.push(table, ...(records ? [records] : []))
    }
  }
  return changes
}

async function changedRecords(
  { reader, words, asAt }: Asked,
  promised: Promised,
  { changes, classes, to }: Explanation,
): Promise<Table | undefined> {
  const known = await publicKnown(reader, promised, asAt)
  if (changes.length === 0 || !known) return undefined
  const found = await namesOf(
    reader,
    changes.map(({ record }) => record),
    { on: to.on, recording: known.recording },
  )
  const naming = [...found.values()].flatMap((each) => each.naming ?? [])
  const called = calledAmong(words, known.government, naming)
  const names = new Map(
    [...found].map(([record, { register }]) => [record, { name: called.get(record) ?? '', register }]),
  )
  const all = classes.reduce((sum, { records }) => sum + records, 0)
  return recordsTable(words, promised.measure, changes, names, all > changes.length)
}
