/* Figures from balances: pure. An account is all that is known of one measure on one date. */
import { organisationNotPublished, type Target, wholeGovernment } from '#definitions'
import type { StatedValue, Statement } from '#registers'
import { isDue, judge, judgeValue, type Promised, type Verdict } from '#roadmaps'
import type { IsoDate, Moment } from '#shared/dates'
import { type Amounts, add, NOTHING } from '../ledger/rules.ts'

export interface Account {
  readonly promised: Promised
  readonly on: IsoDate
  readonly knownAt: Moment
  /** The version of the definition in force. */
  readonly definition: string
  /** What each organisation's records add up to. */
  readonly amounts: ReadonlyMap<string, Amounts>
  /** The last day on which anything of the measure changed, up to the date; null where there is nothing. */
  readonly latest: IsoDate | null
  /** The organisations of the commitment's scope that were there on the date. */
  readonly scope: readonly string[]
  /** Who holds a record of the register that stands on the date: they have answered. */
  readonly holders: ReadonlySet<string>
  /** The statements that stand, of the register or of the measure's part of it. */
  readonly statements: readonly Statement[]
  readonly stated: readonly StatedValue[]
  /** The reporting line of each organisation that has an amount, a statement or a place in the scope. */
  readonly lines: ReadonlyMap<string, Line>
  /** For a derived measure: the accounts it is derived from, and the amounts of single records for a quantile. */
  readonly bases: readonly Account[]
  readonly single: readonly { organisation: string; counted: number }[]
}

export interface Line {
  readonly slug: string
  readonly name: { en: string; cy?: string }
}

export interface Judged {
  readonly target: Target
  readonly verdict: Verdict
  /** The day has passed by which it was to be met. */
  readonly isDue: boolean
  /** It is due, and what is known is from before it was: what was reached by then was never recorded. */
  readonly isOverdueUnknown: boolean
}

/** A figure, as the command line, the pages and the API give it. Amounts are integers in the measure's unit. */
export interface Figure {
  readonly roadmap: string
  readonly commitment: number
  readonly measure: string
  readonly on: IsoDate
  readonly knownAt: Moment
  /** null: all organisations. */
  readonly organisation: string | null
  /** null where the measure has no records: then see `stated`. */
  readonly counted: number | null
  /** null for a count that has no denominator. */
  readonly outOf: number | null
  readonly unknown: number | null
  readonly unit: string
  /** How many organisations in scope have answered; null where that was never published. */
  readonly coverage: { readonly answered: number | null; readonly inScope: number | null }
  /** The last day on which anything that it rests on changed. */
  readonly latest: IsoDate | null
  readonly basis: 'recorded' | 'reconstructed' | 'stated' | 'none'
  readonly definition: string
  /** A derived measure's value, as a decimal. */
  readonly value?: string
  readonly stated: readonly StatedValue[]
  readonly target?: Judged
}

/** The figure of an account, for all organisations or for one. */
export function figureOf(account: Account, organisation: string | null): Figure {
  const { roadmap, commitment, measure } = account.promised
  const of = { roadmap: roadmap.slug, commitment: commitment.number, measure: measure.name }
  const placed = { ...of, on: account.on, knownAt: account.knownAt, organisation }
  const derived = measure.derived ? derivedAmounts(account, organisation) : undefined
  const amounts = derived?.amounts ?? totalOf(account, organisation)
  const stated = account.stated.filter(
    (each) => organisation === null || (each.organisation === organisation && each.line === null),
  )
  const basis = basisOf(amounts, stated)
  const hasRecords = amounts.records > 0
  const isCount = measure.outOf === null
  const figure = {
    ...placed,
    counted: hasRecords ? amounts.counted : null,
    outOf: hasRecords && !isCount ? amounts.outOf : null,
    unknown: hasRecords ? amounts.unknown : null,
    unit: measure.unit.en,
    coverage: coverageOf(account, organisation),
    latest: account.latest,
    basis,
    definition: account.definition,
    ...(derived?.value === undefined ? {} : { value: derived.value }),
    stated,
  }
  const judged = judgedOf(account, organisation, amounts, isCount)
  return judged ? { ...figure, target: judged } : figure
}

/** The sum of an account for all organisations or for one. */
export function totalOf(account: Account, organisation: string | null): Amounts {
  if (organisation !== null) return account.amounts.get(organisation) ?? NOTHING
  return [...account.amounts.values()].reduce((sum, amounts) => add(sum, amounts), NOTHING)
}

/**
 * Answered: those in scope who hold a standing record or a standing statement. Where a record is held by
 * "organisation not published" they cannot be told apart, so the number is what was published, or not known.
 */
export function coverageOf(account: Account, organisation: string | null): Figure['coverage'] {
  const [base] = account.bases
  if (base) return coverageOf(base, organisation)
  const { scope } = account
  const isPublished = account.promised.commitment.scope.published
  const answered = answeredBy(account)
  if (organisation !== null) {
    const isIn = scope.includes(organisation) || account.amounts.has(organisation)
    return { answered: answered.has(organisation) ? 1 : 0, inScope: isIn ? 1 : isPublished ? 0 : null }
  }
  const inScope = isPublished ? scope.length : statedCount(account, 'in scope')
  if ((account.amounts.get(organisationNotPublished)?.records ?? 0) > 0) {
    return { answered: statedCount(account, 'answered'), inScope }
  }
  return {
    answered: (scope.length > 0 ? scope.filter((each) => answered.has(each)) : [...answered]).length,
    inScope,
  }
}

/** Who has answered: a standing record of the register, or a standing statement. */
export function answeredBy(account: Account): Set<string> {
  return new Set([...account.holders, ...account.statements.map((statement) => statement.organisation)])
}

function basisOf(amounts: Amounts, stated: readonly StatedValue[]): Figure['basis'] {
  if (amounts.records > 0) return amounts.reconstructed > 0 ? 'reconstructed' : 'recorded'
  return stated.some((each) => each.quantity === 'figure') ? 'stated' : 'none'
}

function statedCount(account: Account, quantity: string): number | null {
  const latest = account.stated.findLast((each) => each.quantity === quantity)
  return latest ? Number(latest.value) : null
}

function judgedOf(
  account: Account,
  organisation: string | null,
  amounts: Amounts,
  isCount: boolean,
): Judged | undefined {
  const { target } = account.promised.measure
  if (!target) return undefined
  const verdict =
    target.each === 'organisation' && organisation === null
      ? eachVerdict(account, target, isCount)
      : verdictOf(account, target, amounts, isCount, organisation)
  const due = isDue(target, account.on)
  const lastKnown = amounts.records > 0 ? account.latest : (account.stated.at(-1)?.asAt ?? null)
  const isOverdueUnknown = due && verdict !== 'met' && (lastKnown === null || !isDue(target, lastKnown))
  const isOpen = verdict === 'met' && couldStillFail(account, target, organisation)
  return { target, verdict: isOpen ? 'not yet known' : verdict, isDue: due, isOverdueUnknown }
}

/** Met by those who have answered is not yet met by all: only a count that has been reached cannot be undone. */
function couldStillFail(account: Account, { atLeast, above }: Target, organisation: string | null): boolean {
  if (typeof atLeast === 'number' || typeof above === 'number') return false
  const { answered, inScope } = coverageOf(account, organisation)
  return inScope !== null && answered !== null && answered < inScope
}

function verdictOf(
  account: Account,
  target: Target,
  amounts: Amounts,
  isCount: boolean,
  organisation: string | null,
): Verdict {
  if (amounts.records > 0) return judge(target, { ...amounts, outOf: isCount ? null : amounts.outOf })
  const whom = organisation ?? wholeGovernment
  const stated = account.stated.findLast((each) => each.quantity === 'figure' && each.organisation === whom)
  return stated && stated.certainty !== 'ambiguous'
    ? judgeValue(target, Number(stated.value))
    : 'not yet known'
}

/** A target that each organisation is to meet is met by all when each has met it. */
function eachVerdict(account: Account, target: Target, isCount: boolean): Verdict {
  const verdicts = [...eachLine(account)].map(({ amounts, organisations }) =>
    amounts.records > 0
      ? judge(target, { ...amounts, outOf: isCount ? null : amounts.outOf })
      : verdictOf(account, target, NOTHING, isCount, organisations[0] ?? wholeGovernment),
  )
  if (verdicts.includes('not met')) return 'not met'
  return verdicts.length > 0 && verdicts.every((verdict) => verdict === 'met') ? 'met' : 'not yet known'
}

/** The amounts of an account by reporting line. */
export function* eachLine(
  account: Account,
): Generator<{ line: Line; organisations: string[]; amounts: Amounts }> {
  const organisations = [...account.lines.keys()]
  for (const members of Map.groupBy(organisations, (each) => account.lines.get(each)?.slug).values()) {
    const line = account.lines.get(members[0] ?? '')
    if (!line) continue
    const amounts = members.reduce((sum, each) => add(sum, account.amounts.get(each) ?? NOTHING), NOTHING)
    yield { line, organisations: members, amounts }
  }
}

function derivedAmounts(account: Account, organisation: string | null): { amounts: Amounts; value?: string } {
  const { derived } = account.promised.measure
  const [base, over] = account.bases
  if (!derived || !base) return { amounts: NOTHING }
  const amounts = totalOf(base, organisation)
  if ('quotient' in derived) {
    const divisor = over ? totalOf(over, organisation).counted : amounts.outOf
    const value = divisor === 0 ? undefined : decimal(amounts.counted / divisor)
    return {
      amounts: over ? { ...amounts, outOf: divisor } : amounts,
      ...(value === undefined ? {} : { value }),
    }
  }
  if ('quantile' in derived) {
    const value = quantile(
      account.single.filter((each) => organisation === null || each.organisation === organisation),
      derived.quantile.at,
    )
    return { amounts, ...(value === undefined ? {} : { value: decimal(value) }) }
  }
  const lines = [...eachLine(base)].filter(
    (each) =>
      each.amounts.records > 0 && (organisation === null || each.organisations.includes(organisation)),
  )
  const verdicts = lines.map((each) => judge(derived.organisations.passing, each.amounts))
  const counted = verdicts.filter((verdict) => verdict === 'met').length
  const unknown = verdicts.filter((verdict) => verdict === 'not yet known').length
  const { reconstructed } = amounts
  return { amounts: { counted, outOf: lines.length, unknown, records: lines.length, reconstructed } }
}

/** The quantile between the two nearest values (R-7, as spreadsheets and PostgreSQL's percentile_cont give it). */
function quantile(single: readonly { counted: number }[], at: number): number | undefined {
  const values = single.map((each) => each.counted).sort((a, b) => a - b)
  const place = (values.length - 1) * at
  const below = values[Math.floor(place)]
  const above = values[Math.ceil(place)]
  if (below === undefined || above === undefined) return undefined
  return below + (above - below) * (place - Math.floor(place))
}

/** At most two decimals, without needless zeros. */
function decimal(value: number): string {
  return String(Math.round(value * 100) / 100)
}
