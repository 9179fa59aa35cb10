import type { AnswerWins, Framework } from '../../framework.ts'
import type { Found } from '../found.ts'
import { checkBands, reachOf } from './bands.ts'
import { questionsToJudge } from './questions.ts'

export function checkAnswerWins(found: Found, { questions }: Framework, { rule, bands }: AnswerWins): void {
  const scores = questionsToJudge(found, 'level', questions).map(({ levels }) =>
    levels.map(({ score }) => score),
  )
  // The highest is never below the highest of the lowest that the questions have, and the other way round.
  const floor = Math.max(...scores.map((each) => Math.min(...each)))
  const ceiling = Math.min(...scores.map((each) => Math.max(...each)))
  const winning = scores
    .flat()
    .filter((score) => (rule === 'highest answer wins' ? score >= floor : score <= ceiling))
  if (scores.length > 0) checkBands(found, bands, reachOf(winning))
}
