export { type Adopted, adoptedAt, adoptionsUntil } from './adoptions/queries.ts'
export { checkBatches } from './batches/check.ts'
export { batchFile } from './batches/read.ts'
export { type RecordedBatches, recordBatches, type Within } from './batches/record.ts'
export { type Chain, verifyChain } from './chains/queries.ts'
export { fileBytes } from './imports/files/bytes.ts'
export { type Imported, type Incoming, importRead } from './imports/import.ts'
export { type ImportProblem, type Problems, sayProblem } from './imports/problems.ts'
export { type StandingRecord, standingRecords } from './imports/queries.ts'
export {
  type Format,
  formatOf,
  type ImportFile,
  type Placed,
  type Read,
  readImport,
  readRows,
  readStatements,
} from './imports/read.ts'
export { csvLines, csvTable } from './imports/write.ts'
export { milestonesOf } from './milestones/queries.ts'
export {
  type Change,
  type Dropped,
  historyOf,
  type MilestoneEntry,
  type MilestoneHistory,
  type MilestoneRecord,
  milestoneHistories,
  type PhaseHistory,
  type PhaseNow,
  type Promised,
  phaseHistories,
  phaseName,
  phaseNow,
  type Reached,
} from './milestones/rules.ts'
export {
  type Ledger,
  type NewRecording,
  type Progress,
  type Recorded,
  record,
  recordingAt,
  recordingsAt,
  recordingsOf,
} from './recordings/queries.ts'
export { type Entry, historiesOf, type NewEntry, type RecordHistory, recordIdsOf } from './records/queries.ts'
export { type StatedValue, statedValuesAt } from './stated-values/queries.ts'
export { type NewStatement, statementsOf } from './statements/queries.ts'
export {
  isZero,
  lastStatements,
  SAYS,
  type Says,
  type Statement,
  standingStatements,
  symbolOf,
} from './statements/rules.ts'
export { type RegistersTables, registersModule } from './tables.ts'
