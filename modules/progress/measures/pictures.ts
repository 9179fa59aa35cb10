/* Charts of one measure beside its trend: by organisation, and unit by unit. Pure. */
import type { Text } from '#definitions'
import { barChart, type Chart, smallMultiples, sparkline, unitChart } from '#design'
import { type Account, type Amounts, type Figure, type Point, type Series, totalOf } from '#figures'
import type { Words } from '#platform/messages'
import { hasShare } from '../sentences/cells.ts'
import { isNamed } from '../sentences/rules.ts'
import { sayUnit } from '../sentences/units.ts'
import type { Row } from './lines.ts'

/** More of them than these are looked up in the table, not looked at. */
const MOST_MULTIPLES = 24
const MOST_BARS = 40

interface DatedValue {
  date: string
  value: number | null
}

/** A small chart for each row of the table, by the slug of its reporting line; '' for all. */
export function sparklinesOf(account: Account, { points, until }: Series): Map<string, string> {
  const lines = linesOver(account, points)
  const from = points[0]?.on
  if (from === undefined || points.length < 2 || lines.size === 0) return new Map()
  const shared = { from, to: until, most: mostOf(lines) }
  const drawn = [...lines].map(
    ([slug, { values }]) => [slug, sparkline({ ...shared, points: values })] as const,
  )
  const all = points.map((point) => ({ date: point.on, value: point.counted }))
  const most = Math.max(1, ...all.map(({ value }) => value ?? 0))
  return new Map([...drawn, ['', sparkline({ from, to: until, most, points: all })]])
}

/** A small chart for each organisation, all on one scale; undefined where there are not several that moved. */
export function multiplesOf(words: Words, account: Account, series: Series): Chart | undefined {
  const { measure } = series.promised
  const [from, until] = [series.points[0]?.on, series.until]
  const lines = [...linesOver(account, series.points)].filter(
    ([slug, { values }]) => isNamed(slug) && new Set(values.map(({ value }) => value)).size > 1,
  )
  if (from === undefined || lines.length < 2) return undefined
  const shown = lines.slice(0, MOST_MULTIPLES)
  const span = { from: words.date(from), until: words.date(until) }
  const title = words.say('progress.multiples.title', { title: words.text(measure.title).says, ...span })
  return smallMultiples({
    id: `${measure.name}-multiples`,
    headline: words.say('progress.multiples.headline', { organisations: lines.length }),
    title,
    description: words.say('progress.multiples.description', { organisations: shown.length }),
    note: words.say('progress.multiples.note', span),
    from,
    to: until,
    most: mostOf(new Map(shown)),
    cells: shown.map(([, { name, values }]) => ({
      name: words.text(name).says,
      points: values,
      first: words.number(values.find(({ value }) => value !== null)?.value ?? 0),
      last: words.number(values.at(-1)?.value ?? 0),
    })),
  })
}

/** Each reporting line over time: what its organisations add up to. */
function linesOver(
  account: Account,
  points: readonly Point[],
): Map<string, { name: Text; values: DatedValue[] }> {
  const lines = new Map<string, { name: Text; organisations: string[] }>()
  for (const [organisation, { slug, name }] of account.lines) {
    const line = lines.get(slug) ?? { name, organisations: [] }
    line.organisations.push(organisation)
    lines.set(slug, line)
  }
  return new Map(
    [...lines].flatMap(([slug, { name, organisations }]) => {
      const values = points.map(({ on, byOrganisation }) => ({
        date: on,
        value: sumOf(byOrganisation, organisations),
      }))
      return values.some(({ value }) => value !== null) ? [[slug, { name, values }] as const] : []
    }),
  )
}

function sumOf(amounts: ReadonlyMap<string, Amounts>, organisations: readonly string[]): number | null {
  const found = organisations.flatMap((each) => amounts.get(each) ?? []).filter(({ records }) => records > 0)
  return found.length === 0 ? null : found.reduce((sum, { counted }) => sum + counted, 0)
}

function mostOf(lines: ReadonlyMap<string, { values: DatedValue[] }>): number {
  return Math.max(1, ...[...lines.values()].flatMap(({ values }) => values.map(({ value }) => value ?? 0)))
}

/** Organisations as bars, those without a number with the symbol in its place. Undefined where nobody can be named. */
export function barsOf(words: Words, account: Account, rows: readonly Row[]): Chart | undefined {
  const { measure } = account.promised
  const withShare = hasShare(measure)
  const withNumbers = rows.filter(
    ({ slug, cells }) =>
      isNamed(slug) && typeof cells[0]?.value === 'number' && !(withShare && cells[1]?.value === 0),
  )
  if (withNumbers.length < 2 || withNumbers.length > MOST_BARS) return undefined
  const title = words.say('progress.table.caption', {
    title: words.text(measure.title).says,
    on: words.date(account.on),
  })
  return barChart({
    id: `${measure.name}-bars`,
    headline: words.say('progress.bars.headline', { organisations: withNumbers.length }),
    title,
    description: words.say('progress.bars.description', { organisations: withNumbers.length }),
    parts: {
      value: words.say('progress.table.counted'),
      unknown: words.say('progress.table.unknown'),
      rest: words.say('progress.table.out-of'),
    },
    rows: withNumbers.map(({ name, cells }) => {
      const [counted, outOf, unknown] = withShare ? cells : [cells[0], undefined, cells[1]]
      const value = numberIn(counted?.value)
      const whole = numberIn(outOf?.value)
      return {
        name: words.text(name).says,
        says:
          value !== null && whole !== null
            ? words.say('progress.figure.of', { counted: value, outOf: whole })
            : (counted?.says ?? ''),
        value,
        unknown: numberIn(unknown?.value) ?? 0,
        ...(whole === null ? {} : { outOf: whole }),
      }
    }),
  })
}

function numberIn(value: unknown): number | null {
  return typeof value === 'number' ? value : null
}

/** An absolute, not a relative, picture: each thing a mark. Undefined where the measure does not count things. */
export function unitsOf(words: Words, account: Account, figure: Figure): Chart | undefined {
  const { measure } = account.promised
  const { counted, outOf, unknown } = figure
  // A mark for each thing would say of a rounded number that it is exact.
  const isOfThings =
    measure.amount === undefined && measure.derived === undefined && account.roundedTo === null
  if (!isOfThings || counted === null || !outOf || totalOf(account, null).records === 0) return undefined
  const unit = sayUnit(words, measure, outOf)
  const group = (key: string, count: number, mark: 'full' | 'empty' | 'unknown') => ({
    label: words.say(`progress.units.${key}`, { count }),
    says: words.number(count),
    count,
    mark,
  })
  return unitChart({
    id: `${measure.name}-units`,
    headline: words.say('progress.units.headline', { counted, outOf, unit }),
    title: words.say('progress.units.title', {
      title: words.text(measure.title).says,
      on: words.date(account.on),
    }),
    description: words.say('progress.units.description', {
      counted,
      rest: outOf - counted - (unknown ?? 0),
      unknown: unknown ?? 0,
    }),
    scaled: (units) => words.say('progress.units.scaled', { units, unit }),
    groups: [
      group('count', counted, 'full'),
      group('do-not-count', outOf - counted - (unknown ?? 0), 'empty'),
      ...(unknown ? [group('not-known', unknown, 'unknown')] : []),
    ],
  })
}
