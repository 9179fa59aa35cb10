export { asWrittenNow } from './adopted.ts'
export {
  type CompiledCondition,
  type CompiledMeasure,
  type Contribution,
  compileCondition,
  compileMeasure,
  type RecordInput,
} from './compile.ts'
export type { FieldRead } from './expressions/fields.ts'
export {
  type AllOrAnyIndicators,
  type AnswerWins,
  type Band,
  type CountOfYes,
  decidingQuestions,
  type EveryThresholdPassed,
  type Framework,
  type IndicatorList,
  indicatorCount,
  type Level,
  type LookedUp,
  type MatrixWithoutTotal,
  type MeanAndMaxProduct,
  notApplicable,
  notPublished,
  type OutcomeStatus,
  outcomeStatuses,
  type Question,
  type QuestionGroup,
  type QuestionOf,
  type QuestionType,
  type ResultRule,
  type Threshold,
  type ThresholdRow,
  type ThresholdTable,
  type ThresholdTest,
  type WeightedSumWithOverride,
  weightOf,
} from './framework.ts'
export type {
  Check,
  Disclosure,
  Field,
  FieldType,
  Government,
  Organisation,
  Part,
  Problem,
  Register,
  Succession,
  Value,
  Values,
} from './government.ts'
export {
  cannotBeJudged,
  milestoneChanges,
  organisationNotPublished,
  statedValues,
  wholeGovernment,
} from './government.ts'
export { canonicalJson, governmentHash, measureVersion } from './hash.ts'
export { parsed } from './kinds/parsed.ts'
export { isoDate, isPublishedDate, slug, words } from './kinds/words.ts'
export { type Reading, readGovernment } from './read.ts'
export { combinationsOf, missingRows, ratingsOf, resultsOf, unpublishedProfiles } from './results.ts'
export type {
  Amount,
  Commitment,
  Derived,
  Doubt,
  Forms,
  Measure,
  MeasureAmount,
  Milestone,
  Mission,
  Phase,
  ReportingLine,
  Roadmap,
  RollUp,
  Scope,
  Target,
  Test,
  UnitForms,
  Window,
} from './roadmap.ts'
export { definitionSchemas, schemaFiles } from './schemas.ts'
export { measureSentence } from './sentences/measures.ts'
export { readSource } from './sources/files.ts'
export { nearest, suggestion } from './sources/spelling.ts'
export { standsFor } from './standing.ts'
export type { Text } from './text.ts'
export { frameworkFor, versionsOf, type WhichVersion } from './versions.ts'
