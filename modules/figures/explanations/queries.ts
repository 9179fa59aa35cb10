import { currentHolder, isSuccession } from '#organisations'
import type { Kysely } from '#platform/database'
import { historiesOf } from '#registers'
import { nameOf, type Promised } from '#roadmaps'
import type { IsoDate, Moment } from '#shared/dates'
import { totalOf } from '../accounts/amounts.ts'
import { byOrganisation } from '../accounts/queries.ts'
import { balancesOf } from '../balances/queries.ts'
import type { Known } from '../known/queries.ts'
import { type Amounts, add, type History, holderAt, NOTHING, type Version } from '../ledger/rules.ts'
import { type LedgerMeasure, type LedgerTables, ledgerMeasures } from '../measures/queries.ts'
import type { Organised } from '../shares/queries.ts'
import type { FiguresTables } from '../tables.ts'
import { type Change, type Class, changesOf, classesOf, type Path } from './rules.ts'

export interface ExplanationAsked {
  readonly promised: Promised
  readonly from: { readonly on: IsoDate; readonly known: Known }
  readonly to: { readonly on: IsoDate; readonly known: Known }
  readonly organisation: string | null
  readonly organised: Organised
  readonly today: IsoDate
}

export interface Explanation {
  readonly roadmap: string
  readonly commitment: number
  readonly measure: string
  readonly organisation: string | null
  /** May its records be shown to anyone? Only where every field that the measure reads is public. */
  readonly isListed: boolean
  /** Where its numbers are rounded to multiples of this, no more is told than how they differ: null where they are not. */
  readonly roundedTo: number | null
  readonly from: Amounts & { readonly on: IsoDate; readonly knownAt: Moment }
  readonly to: Amounts & { readonly on: IsoDate; readonly knownAt: Moment }
  readonly difference: Amounts
  /** In the order of the path; they sum exactly to the difference. */
  readonly classes: readonly { readonly class: Class; readonly amounts: Amounts; readonly records: number }[]
  readonly changes: readonly Change[]
}

const CHUNK = 5000

/** Why a figure differs between two dates and two moments of knowledge. It reads entries: as the ledger role. */
export async function explain(tx: Kysely<LedgerTables>, asked: ExplanationAsked): Promise<Explanation> {
  const explanation = await explainUpTo(tx, asked, Number.MAX_SAFE_INTEGER)
  if (explanation === 'too many') throw new Error('No explanation touches so many records')
  return explanation
}

/** The same; but where more records were touched than `most`, it says so without reading their histories. */
export async function explainUpTo(
  tx: Kysely<LedgerTables>,
  asked: ExplanationAsked,
  most: number,
): Promise<Explanation | 'too many'> {
  const { promised, from, to } = asked
  const measures = await ledgerMeasures(tx, to.known.recording)
  const measure = measures.find((each) => each.id === nameOf(promised))
  if (measure && measure.smallestCount !== null) return roundedExplanation(tx, measure, asked)
  const changes: Change[] = []
  const records = measure ? await touched(tx, measure.measure, asked, most) : []
  if (records.length > most) return 'too many'
  for (let at = 0; at < records.length; at += CHUNK) {
    const chunk = records.slice(at, at + CHUNK)
    for (const history of await historiesOf(tx, chunk)) {
      changes.push(...changesOf(history, pathOf(asked, measure?.versions ?? [], history)))
    }
  }
  const start = measure ? await amountsAt(tx, measure.measure, from, asked) : NOTHING
  const difference = changes.reduce((sum: Amounts, each) => add(sum, each), NOTHING)
  return {
    ...namesOf(asked),
    isListed: measure?.isListed ?? false,
    roundedTo: null,
    from: { on: from.on, knownAt: from.known.knownAt, ...start },
    to: { on: to.on, knownAt: to.known.knownAt, ...add(start, difference) },
    difference,
    classes: classesOf(changes).map(({ records: touching, ...rest }) => ({
      ...rest,
      records: touching.length,
    })),
    changes,
  }
}

/** Each class is a sum of records, so it would tell what rounding hides: the figures alone are told. */
async function roundedExplanation(
  tx: Kysely<FiguresTables>,
  { measure, smallestCount }: LedgerMeasure,
  asked: ExplanationAsked,
): Promise<Explanation> {
  const { from, to } = asked
  const [start, end] = [await amountsAt(tx, measure, from, asked), await amountsAt(tx, measure, to, asked)]
  return {
    ...namesOf(asked),
    isListed: false,
    roundedTo: smallestCount,
    from: { on: from.on, knownAt: from.known.knownAt, ...start },
    to: { on: to.on, knownAt: to.known.knownAt, ...end },
    difference: add(end, start, -1),
    classes: [],
    changes: [],
  }
}

function namesOf({ promised: { roadmap, commitment, measure }, organisation }: ExplanationAsked) {
  return { roadmap: roadmap.slug, commitment: commitment.number, measure: measure.name, organisation }
}

function pathOf(asked: ExplanationAsked, versions: readonly Version[], { entries }: History): Path {
  const { from, to, organisation, organised, today } = asked
  const { government } = to.known
  const holders = new Map(
    [from, to].map(({ known }) => [known.recording, holderAt(entries, known.recording) ?? '']),
  )
  return {
    from: { on: from.on, recording: from.known.recording },
    to: { on: to.on, recording: to.known.recording },
    versions,
    isIn: (contribution, recording) => {
      if (organisation === null) return true
      if (organised === 'then') return contribution.organisation === organisation
      const holder = holders.get(recording) ?? ''
      return currentHolder(government, contribution.organisation, holder, today) === organisation
    },
    isSuccession: (before, after) => isSuccession(government, before, after, from.on, to.on),
  }
}

/**
 * Records with a posting that one of the two figures may add up and the other not: one more than `most` at most.
 * Organised now, so may one whose holder was known otherwise, though what it adds on the dates is the same.
 */
async function touched(
  tx: Kysely<LedgerTables>,
  measure: number,
  { from, to, organisation, organised }: ExplanationAsked,
  most: number,
): Promise<string[]> {
  const asksWhoHolds = organised === 'now' && organisation !== null
  const [early, late] = from.on <= to.on ? [from.on, to.on] : [to.on, from.on]
  // In the order of the primary key, which holds all that is asked: it is read no further than to the last that counts.
  const rows = await tx
    .selectFrom('figures.posting')
    .select('record')
    .distinct()
    .where('measure', '=', measure)
    .where('recording', '<=', to.known.recording)
    .where('effective_on', '<=', late)
    .where(({ or, eb, selectFrom }) => {
      const retold = selectFrom('registers.entry')
        .select('registers.entry.record')
        .where('registers.entry.recording', '>', from.known.recording)
        .where('registers.entry.recording', '<=', to.known.recording)
      return or([
        eb('recording', '>', from.known.recording),
        eb('effective_on', '>', early),
        ...(asksWhoHolds ? [eb('record', 'in', retold)] : []),
      ])
    })
    .orderBy('record')
    .limit(Math.min(most, Number.MAX_SAFE_INTEGER - 1) + 1)
    .execute()
  return rows.map((row) => row.record)
}

async function amountsAt(
  tx: Kysely<FiguresTables>,
  measure: number,
  { on, known }: ExplanationAsked['from'],
  { organisation, organised, today }: ExplanationAsked,
): Promise<Amounts> {
  const { recording } = known
  const balances = await balancesOf(tx, { measures: [measure], on: [on], recording, organisations: null })
  return totalOf({ amounts: await byOrganisation(tx, known, { organised, today }, balances) }, organisation)
}
