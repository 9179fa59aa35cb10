import { type Government, milestoneChanges } from '#definitions'
import { sayContradiction } from '../imports/consistency/conflicts.ts'
import { milestoneProblemsBeside } from '../imports/consistency/milestones.ts'
import { asHeld, contradictionsOf, type HeldEntry } from '../imports/consistency/rules.ts'
import { nothingToVoid } from '../imports/consistency/voids.ts'
import { ProblemList, type Problems } from '../imports/problems.ts'
import type { Placed } from '../imports/read.ts'
import type { NewEntry } from '../records/queries.ts'
import type { NewStatement } from '../statements/queries.ts'
import { type Batch, batchNames, readBatch } from './read.ts'

/** Checks a folder's batches as far as can be without recording them: every file, their order, and each beside the others. */
export async function checkBatches(
  government: Government,
  folder: string,
): Promise<{ files: number; problems: Problems }> {
  const problems = new ProblemList()
  const batches: Batch[] = []
  let files = 0
  for (const name of await batchNames(folder)) {
    const read = await readBatch(government, folder, name)
    problems.addAll(read.problems)
    files += read.batch?.files ?? 1
    if (read.batch) batches.push(read.batch)
  }
  for (const [i, batch] of batches.entries()) checkOrder(batch, batches[i - 1], problems)
  checkReferences(batches, problems)
  checkVoids(batches, problems)
  checkMilestones(government, batches, problems)
  checkStatements(government, batches, problems)
  return { files, problems }
}

function checkOrder(batch: Batch, before: Batch | undefined, problems: ProblemList): void {
  if (!before || before.recordedAt < batch.recordedAt) return
  const says = `the time recordedAt is not after that of ${before.name}, ${before.recordedAt}`
  const instead = 'number the folders in the order of time, each at a moment of its own'
  problems.add({
    level: 'error',
    file: `records/${batch.name}/batch.yaml`,
    row: 1,
    column: '1',
    says,
    instead,
  })
}

function checkReferences(batches: readonly Batch[], problems: ProblemList): void {
  const there = new Set<string>()
  for (const { entries } of batches) {
    for (const { item } of entries) there.add(`${item.register} ${item.key}`)
    for (const { item, place } of entries) {
      for (const { field, register, key } of item.refersTo) {
        if (there.has(`${register} ${key}`)) continue
        const says = `the register ${register} has no record "${key}" by then`
        problems.add({
          level: 'error',
          ...place,
          column: field,
          says,
          instead: 'correct the id, or record that one before',
        })
      }
    }
  }
}

function checkVoids(batches: readonly Batch[], problems: ProblemList): void {
  const there = new Set<string>()
  for (const { entries } of batches) {
    for (const { item, place } of entries) {
      const name = `${item.register} ${item.key} ${item.effectiveOn}`
      if (item.state !== 'void') there.add(name)
      else if (!there.has(name)) problems.add(nothingToVoid(item, place))
    }
  }
}

function checkMilestones(government: Government, batches: readonly Batch[], problems: ProblemList): void {
  const before: HeldEntry[] = []
  for (const { entries } of batches) {
    for (const { problem } of milestoneProblemsBeside(government, before, entries)) problems.add(problem)
    for (const { item } of entries) if (item.register === milestoneChanges) before.push(asHeld(item))
  }
}

/** As everything is known in the end: recording them checks it at each step. */
function checkStatements(government: Government, batches: readonly Batch[], problems: ProblemList): void {
  const entries: Placed<NewEntry>[] = batches.flatMap((batch) => batch.entries)
  const statements: Placed<NewStatement>[] = batches.flatMap((batch) => batch.statements)
  const known = statements.map(({ item }, i) => ({ ...item, statement: i, recording: 0 }))
  for (const register of government.registers) {
    const said = known.filter((statement) => statement.register === register.name)
    const held = entries.flatMap(({ item }) => (item.register === register.name ? [asHeld(item)] : []))
    const histories = Map.groupBy(held, ({ key }) => key).values()
    for (const contradiction of contradictionsOf(government, register, said, histories)) {
      problems.add(
        sayContradiction(government, contradiction, register.records.en, { entries, statements }).problem,
      )
    }
  }
}
