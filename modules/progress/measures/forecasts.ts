/* A forecast as a chart draws it. Pure. */
import type { Forecast, Point } from '#figures'
import type { Words } from '#platform/messages'
import { sayFigure } from '../sentences/forecasts.ts'

/** In the units of the chart, which are things even where the target is a share of a list that does not change. */
export function forecastMark(words: Words, forecast: Forecast, last: Point, isListConstant: boolean) {
  if (forecast.kind !== 'projected') return {}
  const { atDue, scale, due } = forecast
  if (scale === 'percent' && (!isListConstant || last.outOf === null)) return {}
  const factor = scale === 'percent' ? (last.outOf ?? 0) / 100 : 1
  const inThings = scale === 'percent' ? 'count' : scale
  return {
    forecast: {
      to: due,
      central: atDue.central * factor,
      low: atDue.low * factor,
      high: atDue.high * factor,
      label: words.say('progress.forecast.label', {
        central: sayFigure(words, inThings, atDue.central * factor),
        low: sayFigure(words, inThings, atDue.low * factor),
        high: sayFigure(words, inThings, atDue.high * factor),
      }),
      name: words.say('progress.forecast.name'),
    },
  }
}
