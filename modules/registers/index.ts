export { adoptedAt } from './adoptions/queries.ts'
export {
  type Ledger,
  type NewRecording,
  type Progress,
  type Recorded,
  record,
  recordingAt,
} from './recordings/queries.ts'
export { type Entry, historiesOf, type NewEntry, type RecordHistory, recordIdsOf } from './records/queries.ts'
export { type StatedValue, statedValuesAt } from './stated-values/queries.ts'
export { type NewStatement, statementsOf } from './statements/queries.ts'
export { isZero, SAYS, type Says, type Statement, standingStatements, symbolOf } from './statements/rules.ts'
export { type RegistersTables, registersModule } from './tables.ts'
