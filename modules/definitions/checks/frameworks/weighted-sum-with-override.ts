import { type Framework, type QuestionOf, type WeightedSumWithOverride, weightOf } from '../../framework.ts'
import type { Found } from '../found.ts'
import { checkBands, type Reach, reachFromTo, reachOf } from './bands.ts'
import { namedQuestion, questionsToJudge } from './questions.ts'

type Scored = QuestionOf<'level'>

/** Beyond so many different sums only the least and the most are looked at. */
const MOST_SUMS = 20_000

export function checkWeightedSum(
  found: Found,
  { questions }: Framework,
  { weights, overrides, bands }: WeightedSumWithOverride,
): void {
  const scored = questionsToJudge(found, 'level', questions)
  for (const id of Object.keys(weights)) {
    namedQuestion(found, ['results', 'weights', id], { id, type: 'level', by: 'a weight' }, questions)
  }
  for (const [index, { question, score }] of overrides.entries()) {
    const path = ['results', 'overrides', index]
    const asked =
      question === undefined
        ? scored
        : [
            namedQuestion(
              found,
              [...path, 'question'],
              { id: question, type: 'level', by: 'an override' },
              questions,
            ),
          ].filter((each) => each !== undefined)
    if (asked.length > 0 && !asked.some(({ levels }) => levels.some((level) => level.score === score)))
      found.at([...path, 'score'], `no level has the score ${score}, so this never decides`)
    const isTaken = overrides
      .slice(0, index)
      .some((other) => other.score === score && [undefined, question].includes(other.question))
    if (isTaken) found.at(path, 'an override before this one is always taken first')
  }
  const isOverriding = ({ id }: Scored, score: number) =>
    overrides.some((each) => each.score === score && [undefined, id].includes(each.question))
  const given = new Set(overrides.map(({ result }) => result))
  // A band that only overridden answers reach is never the result, unless an override gives that result as well.
  const summed = scored.map((question) =>
    question.levels
      .filter(({ score }) => !isOverriding(question, score))
      .map(({ score }) => score * weightOf({ weights }, question.id)),
  )
  if (scored.length === 0) return
  if (summed.some((scores) => scores.length === 0))
    found.at(['results', 'overrides'], 'some answer always overrides, so nothing is ever added up')
  else checkBands(found, bands, sumsOf(summed), given)
}

function sumsOf(scores: readonly number[][]): Reach {
  let sums = new Set([0])
  for (const each of scores) {
    sums = new Set([...sums].flatMap((sum) => each.map((score) => sum + score)))
    if (sums.size > MOST_SUMS) {
      const total = (of: (...values: number[]) => number) =>
        scores.reduce((sum, some) => sum + of(...some), 0)
      return reachFromTo(total(Math.min), total(Math.max))
    }
  }
  return reachOf(sums)
}
