/*
 * How a commitment stands, from its figures, targets and dates: computed, never typed. Pure. The rules:
 *
 *  For each measure with a target, the first that holds:
 *   1. Without a figure it is not yet known.
 *   2. Where what was reached by the due date was never recorded, it is not yet known: a later silence is no failure.
 *   3. Met is met, before or after the due date.
 *   4. Not met, once the date has passed, is missed. Where what is unknown could decide it, it is not yet known.
 *   5. A target without a date holds at any time: where it is not met, it is off course.
 *   6. Met by those who have answered, while others in scope have not, is on course until the date.
 *   7. Otherwise it is on course where the forecast will meet the target or is likely to, off course where it will miss
 *      it or is likely to, and not yet known where there is no forecast.
 *  For the commitment, the first that holds of its measures with a target:
 *   8. Without any, it is not yet known: nothing was promised that could be counted.
 *   9. It is missed where one is missed, and off course where one is off course.
 *  10. It is met where all are met.
 *  11. It is not yet known where one is not yet known; otherwise it is on course.
 *
 * A standing is by word where a figure behind it was published without its records.
 */
import type { Promised } from '#roadmaps'
import type { Figure } from '../accounts/rules.ts'
import type { Forecast } from '../forecasts/rules.ts'

export type Standing = 'met' | 'on course' | 'off course' | 'missed' | 'not yet known'

/** Which rule decided. Where there is no forecast, why not. */
export type StandingReason =
  | 'no measure'
  | 'no target'
  | 'no figure'
  | 'never recorded'
  | 'met'
  | 'missed'
  | 'unknown could decide'
  | 'not met'
  | 'met by those who answered'
  | 'forecast'
  | 'no forecast'

export interface MeasureStanding {
  readonly promised: Promised
  readonly standing: Standing
  readonly reason: StandingReason
  readonly isByWord: boolean
  readonly forecast: Forecast
}

export interface CommitmentStanding {
  readonly standing: Standing
  readonly reason: StandingReason
  /** The measure that decided; of several, the first. Null where there is none with a target. */
  readonly decidedBy: MeasureStanding | null
  readonly isByWord: boolean
  /** Each measure with a target. */
  readonly measures: readonly MeasureStanding[]
}

/** All that is known of one measure: its figure for all organisations on a date, and its forecast from then. */
export interface Judgement {
  readonly promised: Promised
  readonly figure: Figure
  readonly forecast: Forecast
}

export function standingOf(judgements: readonly Judgement[]): CommitmentStanding {
  const measures = judgements.filter(({ promised }) => promised.measure.target).map(measureStanding)
  const [first] = measures
  if (!first) {
    const reason = judgements.length === 0 ? 'no measure' : 'no target'
    return { standing: 'not yet known', reason, decidedBy: null, isByWord: false, measures } // (8)
  }
  const found = (standing: Standing) => measures.find((each) => each.standing === standing)
  const isMet = measures.every(({ standing }) => standing === 'met')
  const decided =
    found('missed') ?? // (9)
    found('off course') ??
    (isMet ? first : (found('not yet known') ?? found('on course') ?? first)) // (10) (11)
  const { standing, reason } = decided
  const rests = measures.filter((each) => each.standing === standing)
  return { standing, reason, decidedBy: decided, isByWord: rests.some(({ isByWord }) => isByWord), measures }
}

function measureStanding({ promised, figure, forecast }: Judgement): MeasureStanding {
  const [standing, reason] = judged(figure, forecast)
  return { promised, standing, reason, isByWord: figure.basis === 'stated', forecast }
}

function judged({ basis, target }: Figure, forecast: Forecast): [Standing, StandingReason] {
  if (basis === 'none' || !target) return ['not yet known', 'no figure'] // (1)
  if (target.isOverdueUnknown) return ['not yet known', 'never recorded'] // (2)
  if (target.verdict === 'met') return ['met', 'met'] // (3)
  if (target.isDue) {
    return target.verdict === 'not met' ? ['missed', 'missed'] : ['not yet known', 'unknown could decide'] // (4)
  }
  if (target.target.by === undefined && target.verdict === 'not met') return ['off course', 'not met'] // (5)
  if (forecast.kind === 'has met') return ['on course', 'met by those who answered'] // (6)
  if (forecast.kind !== 'projected') return ['not yet known', 'no forecast'] // (7)
  const { verdict } = forecast
  return [verdict === 'will meet' || verdict === 'likely to meet' ? 'on course' : 'off course', 'forecast']
}
