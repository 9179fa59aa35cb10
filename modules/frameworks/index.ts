export { readAnswers } from './answers.ts'
export { assess } from './assess.ts'
export type {
  Answer,
  Answers,
  Assessment,
  AssessmentProblem,
  AssessmentResult,
  Banded,
  CountWorking,
  IndicatorsWorking,
  LookupWorking,
  MatrixWorking,
  OutcomeWorking,
  ProductWorking,
  StatusReason,
  SumWorking,
  ThresholdOutcome,
  ThresholdWorking,
  WinningWorking,
  Working,
} from './assessment.ts'
