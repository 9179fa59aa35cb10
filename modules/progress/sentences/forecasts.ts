/* A forecast in plain sentences, made from its numbers. Pure. */
import type { Measure } from '#definitions'
import type { Forecast, Projected } from '#figures'
import type { Words } from '#platform/messages'
import { saySigned } from './numbers.ts'
import { sayUnit } from './units.ts'

export interface ShownForecast {
  /** The verdict, in a sentence; or why there is none. */
  verdict: string
  /** The rates and the projection that it rests on. */
  sentences: string[]
  /** How it is made, where there is one. */
  method: string
}

/** Undefined where there is nothing to say: no target, or its date has passed. */
export function showForecast(words: Words, measure: Measure, forecast: Forecast): ShownForecast | undefined {
  if (forecast.kind === 'due' || forecast.kind === 'none') return undefined
  if (forecast.kind === 'too little known') {
    const why = forecast.why.replaceAll(' ', '-')
    return { verdict: words.say(`progress.forecast.too-little.${why}`), sentences: [], method: '' }
  }
  if (forecast.kind === 'has met') {
    const verdict = words.say('progress.forecast.has-met', { since: words.date(forecast.since) })
    return { verdict, sentences: [], method: '' }
  }
  return {
    verdict: words.say(`progress.forecast.${forecast.verdict.replaceAll(' ', '-')}`),
    sentences: [...sayRates(words, measure, forecast), ...sayProjection(words, forecast)],
    method: words.say(`progress.forecast.method.${forecast.basis}`, {
      from: words.date(forecast.observed.from),
      to: words.date(forecast.observed.to),
      observations: forecast.observed.observations,
    }),
  }
}

function sayRates(words: Words, measure: Measure, { needed, recent, scale, observed }: Projected): string[] {
  const unit = scale === 'count' || scale === 'percent' ? sayUnit(words, measure, 2) : ''
  const rate = (value: number) => sayRate(words, value)
  const values = {
    unit,
    recent: rate(recent.rate),
    low: rate(recent.low),
    high: rate(recent.high),
    from: words.date(observed.from),
  }
  if (needed === null) return [words.say('progress.forecast.recent', values)]
  return [words.say('progress.forecast.rates', { ...values, needed: rate(needed) })]
}

function sayProjection(words: Words, { atDue, due, scale, meetsOn, short }: Projected): string[] {
  const at = words.say('progress.forecast.at-due', {
    due: words.date(due),
    central: sayFigure(words, scale, atDue.central),
    low: sayFigure(words, scale, atDue.low),
    high: sayFigure(words, scale, atDue.high),
  })
  // What is known meets it already; only what is not known could undo that.
  if (short === 0) return [at]
  const meets =
    meetsOn === null
      ? words.say('progress.forecast.never')
      : words.say('progress.forecast.meets-on', { date: words.date(meetsOn.slice(0, 7)) })
  return [at, meets]
}

/** Things are whole; shares have one decimal, as everywhere. */
export function sayFigure(words: Words, scale: Projected['scale'], value: number): string {
  if (scale === 'percent') return words.percent(value / 100)
  return scale === 'count' ? words.number(Math.round(value)) : words.number(value, value % 1 === 0 ? 0 : 1)
}

function sayRate(words: Words, value: number): string {
  const rounded = Math.abs(value) < 10 ? Math.round(value * 10) / 10 : Math.round(value)
  return saySigned(words, rounded, Number.isInteger(rounded) ? 0 : 1)
}
