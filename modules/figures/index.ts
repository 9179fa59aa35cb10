export { eachLine, type Line, totalOf } from './accounts/amounts.ts'
export { type AccountsAsked, accountsOf } from './accounts/queries.ts'
export {
  type Account,
  answeredBy,
  coverageOf,
  type Figure,
  figureOf,
  type Judged,
} from './accounts/rules.ts'
export { type Balance, type BalancesAsked, balancesOf } from './balances/queries.ts'
export { type Explanation, type ExplanationAsked, explain, explainUpTo } from './explanations/queries.ts'
export { type Change, CLASSES, type Class } from './explanations/rules.ts'
export type { Interval } from './forecasts/intervals.ts'
export { type Forecast, forecastOf, type Projected } from './forecasts/rules.ts'
export { type Known, knownAt } from './known/queries.ts'
export { publicKnownAt } from './known/rules.ts'
export { checkLedger, openAdoption, openLedger, rebuildLedger } from './ledger/queries.ts'
export type { Amounts } from './ledger/rules.ts'
export { type LedgerTables, measureNumbers } from './measures/queries.ts'
export { type RevisionsAsked, revisionsOf } from './revisions/queries.ts'
export type { RevisionCell, RevisionColumn, Revisions } from './revisions/rules.ts'
export { type SeriesAsked, seriesOf } from './series/queries.ts'
export type { Every, Point, Series } from './series/rules.ts'
export type { Organised } from './shares/queries.ts'
export {
  type CommitmentStanding,
  type Judgement,
  type MeasureStanding,
  type Standing,
  type StandingReason,
  standingOf,
} from './standings/rules.ts'
export { type FiguresTables, figuresModule } from './tables.ts'
export { type DefinitionVersion, definitionsOf } from './versions/queries.ts'
