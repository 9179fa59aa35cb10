/* What a measure adds up to, for all organisations or for one, derived measures too. Pure. */
import { type Measure, organisationNotPublished, type Test } from '#definitions'
import { boundsOf, judge, type Promised } from '#roadmaps'
import { type Amounts, add, NOTHING } from '../ledger/rules.ts'

/** All that the amounts of one measure on one date are made of. */
export interface AmountsOf {
  readonly promised: Promised
  /** What each organisation's records add up to. */
  readonly amounts: ReadonlyMap<string, Amounts>
  /** The reporting line of each organisation that has an amount, a statement or a place in the scope. */
  readonly lines: ReadonlyMap<string, Line>
  /** For a derived measure: what it is derived from, and the amounts of single records for a quantile. */
  readonly bases: readonly AmountsOf[]
  readonly single: readonly Single[]
}

export interface Line {
  readonly slug: string
  readonly name: { en: string; cy?: string }
}

/** The amount of one record, or of as many records as `times` says. */
export interface Single {
  readonly organisation: string
  readonly counted: number
  readonly times: number
}

/** The amounts, and the value of a derived measure that has one, not rounded. */
export function amountsOf(
  of: AmountsOf,
  organisation: string | null,
): { amounts: Amounts; value?: number | undefined } {
  const { derived } = of.promised.measure
  const [base, over] = of.bases
  if (!derived) return { amounts: totalOf(of, organisation) }
  if (!base) return { amounts: NOTHING }
  const amounts = totalOf(base, organisation)
  if ('quotient' in derived) {
    const divided = over ? dividedBy(amounts, totalOf(over, organisation)) : amounts
    return { amounts: divided, value: divided.outOf === 0 ? undefined : divided.counted / divided.outOf }
  }
  if ('quantile' in derived) {
    const single = of.single.filter((each) => organisation === null || each.organisation === organisation)
    return { amounts, value: quantile(single, derived.quantile.at) }
  }
  return { amounts: passing(base, derived.organisations.passing, organisation, amounts) }
}

/** Where either side has no records there is nothing to divide; what is not known of either is not known of both. */
function dividedBy(amounts: Amounts, divisor: Amounts): Amounts {
  if (amounts.records === 0 || divisor.records === 0) return NOTHING
  return {
    ...amounts,
    outOf: divisor.counted,
    unknown: amounts.unknown + divisor.unknown,
    reconstructed: amounts.reconstructed + divisor.reconstructed,
  }
}

/** The sum for all organisations or for one. */
export function totalOf(of: Pick<AmountsOf, 'amounts'>, organisation: string | null): Amounts {
  if (organisation !== null) return of.amounts.get(organisation) ?? NOTHING
  return [...of.amounts.values()].reduce((sum, amounts) => add(sum, amounts), NOTHING)
}

/** The amounts by reporting line. */
export function* eachLine(
  of: Pick<AmountsOf, 'amounts' | 'lines'>,
): Generator<{ line: Line; organisations: string[]; amounts: Amounts }> {
  const organisations = [...of.lines.keys()]
  for (const members of Map.groupBy(organisations, (each) => of.lines.get(each)?.slug).values()) {
    const line = of.lines.get(members[0] ?? '')
    if (!line) continue
    const amounts = members.reduce((sum, each) => add(sum, of.amounts.get(each) ?? NOTHING), NOTHING)
    yield { line, organisations: members, amounts }
  }
}

/** Is it the value that the target speaks of, such as a mean of 30 days, and not the sums it is made of? */
export function hasOwnValue({ derived }: Measure, target: Test): boolean {
  if (!derived || 'organisations' in derived) return false
  return 'quantile' in derived || boundsOf(target).every(({ isShare }) => !isShare)
}

/** At most two decimals, without needless zeros. */
export function decimal(value: number): string {
  return String(Math.round(value * 100) / 100)
}

function passing(base: AmountsOf, test: Test, organisation: string | null, of: Amounts): Amounts {
  const lines = [...eachLine(base)].filter(
    (each) =>
      each.amounts.records > 0 &&
      // Records whose holder was not published are no organisation's, so they are none that could pass.
      !each.organisations.includes(organisationNotPublished) &&
      (organisation === null || each.organisations.includes(organisation)),
  )
  const verdicts = lines.map((each) => judge(test, each.amounts))
  const counted = verdicts.filter((verdict) => verdict === 'met').length
  const unknown = verdicts.filter((verdict) => verdict === 'not yet known').length
  const { reconstructed } = of
  return { counted, outOf: lines.length, unknown, records: lines.length, reconstructed }
}

/** The quantile between the two nearest values (R-7, as spreadsheets and PostgreSQL's percentile_cont give it). */
function quantile(single: readonly Single[], at: number): number | undefined {
  const sorted = single.toSorted((a, b) => a.counted - b.counted)
  const many = sorted.reduce((sum, each) => sum + each.times, 0)
  const place = (many - 1) * at
  const below = valueAt(sorted, Math.floor(place))
  const above = valueAt(sorted, Math.ceil(place))
  if (below === undefined || above === undefined) return undefined
  return below + (above - below) * (place - Math.floor(place))
}

function valueAt(sorted: readonly Single[], place: number): number | undefined {
  let before = 0
  if (place < 0) return undefined
  for (const { counted, times } of sorted) {
    before += times
    if (place < before) return counted
  }
  return undefined
}
