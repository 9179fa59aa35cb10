export { readAnswers } from './answers.ts'
export { assess } from './assess.ts'
export type {
  Answer,
  Answers,
  Assessment,
  AssessmentProblem,
  AssessmentResult,
  ProductWorking,
  ThresholdOutcome,
  ThresholdWorking,
  Working,
} from './assessment.ts'
