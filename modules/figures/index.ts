export { type AccountsAsked, accountsOf, type Organised } from './accounts/queries.ts'
export {
  type Account,
  answeredBy,
  coverageOf,
  eachLine,
  type Figure,
  figureOf,
  type Judged,
  type Line,
  totalOf,
} from './accounts/rules.ts'
export { type Balance, type BalancesAsked, balancesOf } from './balances/queries.ts'
export { type Explanation, type ExplanationAsked, explain } from './explanations/queries.ts'
export { type Change, CLASSES, type Class } from './explanations/rules.ts'
export { type Known, knownAt } from './known/queries.ts'
export { publicKnownAt } from './known/rules.ts'
export { checkLedger, openAdoption, openLedger, rebuildLedger } from './ledger/queries.ts'
export type { Amounts } from './ledger/rules.ts'
export { type LedgerTables, measureNumbers } from './measures/queries.ts'
export { type FiguresTables, figuresModule } from './tables.ts'
