/* Figures from balances: pure. An account is all that is known of one measure on one date. */
import { organisationNotPublished, type Target, wholeGovernment } from '#definitions'
import type { StatedValue, Statement } from '#registers'
import { isComparable, isDue, judge, judgeValue, type Verdict } from '#roadmaps'
import type { IsoDate, Moment } from '#shared/dates'
import type { Amounts } from '../ledger/rules.ts'
import { type AmountsOf, amountsOf, decimal, eachLine, hasOwnValue, totalOf } from './amounts.ts'

export interface Account extends AmountsOf {
  readonly on: IsoDate
  readonly knownAt: Moment
  /** The version of the definition in force. */
  readonly definition: string
  /** Its numbers are multiples of this, or made of such, and its shares are about right; null where they are exact. */
  readonly roundedTo: number | null
  /** The last day on which anything of the measure changed, up to the date; null where there is nothing. */
  readonly latest: IsoDate | null
  /** The organisations of the commitment's scope that were there on the date. */
  readonly scope: readonly string[]
  /** Who holds a record of the register that stands on the date: they have answered. */
  readonly holders: ReadonlySet<string>
  /** What holders that ended have become, where each became one body. */
  readonly heirs: ReadonlySet<string>
  /** The statements that stand, of the register or of the measure's part of it. */
  readonly statements: readonly Statement[]
  readonly stated: readonly StatedValue[]
  readonly bases: readonly Account[]
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
  /** Where it is rounded: to multiples of this. What is derived is made of such. */
  readonly roundedTo?: number
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
  const { amounts, value } = amountsOf(account, organisation)
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
    ...(account.roundedTo === null ? {} : { roundedTo: account.roundedTo }),
    coverage: coverageOf(account, organisation),
    latest: account.latest,
    basis,
    definition: account.definition,
    ...(value === undefined ? {} : { value: decimal(value) }),
    stated,
  }
  const judged = judgedOf(account, organisation)
  return judged ? { ...figure, target: judged } : figure
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
    answered: (scope.length > 0
      ? scope.filter((each) => answered.has(each) || account.heirs.has(each))
      : [...answered]
    ).length,
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

function judgedOf(account: Account, organisation: string | null): Judged | undefined {
  const { target } = account.promised.measure
  if (!target) return undefined
  const { amounts } = amountsOf(account, organisation)
  const verdict =
    target.each === 'organisation' && organisation === null
      ? eachVerdict(account, target)
      : verdictOf(account, target, organisation)
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

function verdictOf(account: Account, target: Target, organisation: string | null): Verdict {
  const { amounts, value } = amountsOf(account, organisation)
  const over = account.bases[1]
  if (amounts.records === 0) return statedVerdict(account, target, organisation ?? wholeGovernment)
  // What is not known of the divisor could make the quotient any smaller.
  if (over && totalOf(over, organisation).unknown > 0) return 'not yet known'
  if (!hasOwnValue(account.promised.measure, target)) return judgePair(account, target, amounts)
  // What is not known of single records could move a median or a mean anywhere.
  return value === undefined || amounts.unknown > 0 ? 'not yet known' : judgeValue(target, value)
}

function judgePair({ promised }: Account, target: Target, amounts: Amounts): Verdict {
  return judge(target, { ...amounts, outOf: promised.measure.outOf === null ? null : amounts.outOf })
}

function statedVerdict(account: Account, target: Target, whom: string): Verdict {
  const stated = account.stated.findLast(
    (each) => each.quantity === 'figure' && each.organisation === whom && isComparable(target, each.unit),
  )
  return stated && stated.certainty !== 'ambiguous'
    ? judgeValue(target, Number(stated.value))
    : 'not yet known'
}

/** A target that each organisation is to meet is met by all when each has met it. */
function eachVerdict(account: Account, target: Target): Verdict {
  const verdicts = [...eachLine(account)].map(({ amounts, organisations }) =>
    amounts.records > 0
      ? judgePair(account, target, amounts)
      : statedVerdict(account, target, organisations[0] ?? wholeGovernment),
  )
  if (verdicts.includes('not met')) return 'not met'
  return verdicts.length > 0 && verdicts.every((verdict) => verdict === 'met') ? 'met' : 'not yet known'
}
