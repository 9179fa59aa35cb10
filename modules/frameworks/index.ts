export { assess } from './assess.ts'
export type {
  Answer,
  Answers,
  Assessment,
  AssessmentProblem,
  AssessmentResult,
  Working,
} from './assessment.ts'
