import { currentHolder, isSuccession } from '#organisations'
import { type Kysely, sql } from '#platform/database'
import { historiesOf } from '#registers'
import { nameOf, type Promised } from '#roadmaps'
import type { IsoDate, Moment } from '#shared/dates'
import type { Organised } from '../accounts/queries.ts'
import type { Known } from '../known/queries.ts'
import { type Amounts, add, NOTHING } from '../ledger/rules.ts'
import { type LedgerTables, ledgerMeasures } from '../measures/queries.ts'
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
  const { promised, from, to, organisation } = asked
  const { government } = to.known
  const id = nameOf(promised)
  const measures = await ledgerMeasures(tx, to.known.recording)
  const measure = measures.find((each) => each.id === id)
  const holderNow =
    asked.organised === 'now' && organisation !== null ? await holders(tx, measure?.measure) : new Map()
  const changes: Change[] = []
  let start = NOTHING
  if (measure) {
    const records = await touched(tx, measure.measure, asked)
    for (let at = 0; at < records.length; at += CHUNK) {
      for (const history of await historiesOf(tx, records.slice(at, at + CHUNK))) {
        const path: Path = {
          from: { on: from.on, recording: from.known.recording },
          to: { on: to.on, recording: to.known.recording },
          versions: measure.versions,
          isIn: (contribution) =>
            organisation === null ||
            organisation ===
              (asked.organised === 'then'
                ? contribution.organisation
                : currentHolder(
                    government,
                    contribution.organisation,
                    holderNow.get(history.record) ?? '',
                    asked.today,
                  )),
          isSuccession: (before, after) => isSuccession(government, before, after, from.on, to.on),
        }
        changes.push(...changesOf(history, path))
      }
    }
    start = await totalAt(tx, measure.measure, asked, holderNow)
  }
  const difference = changes.reduce((sum: Amounts, each) => add(sum, each), NOTHING)
  return {
    roadmap: promised.roadmap.slug,
    commitment: promised.commitment.number,
    measure: promised.measure.name,
    organisation,
    from: { on: from.on, knownAt: from.known.knownAt, ...start },
    to: { on: to.on, knownAt: to.known.knownAt, ...add(start, difference) },
    difference,
    classes: classesOf(changes).map(({ records, ...rest }) => ({ ...rest, records: records.length })),
    changes,
  }
}

/** Records with a posting that only one of the two figures adds up, or both times of which lie between them. */
async function touched(
  tx: Kysely<FiguresTables>,
  measure: number,
  { from, to }: ExplanationAsked,
): Promise<string[]> {
  const [early, late] = from.on <= to.on ? [from.on, to.on] : [to.on, from.on]
  const rows = await tx
    .selectFrom('figures.posting')
    .select('record')
    .distinct()
    .where('measure', '=', measure)
    .where('recording', '<=', to.known.recording)
    .where('effective_on', '<=', late)
    .where(({ or, eb }) => or([eb('recording', '>', from.known.recording), eb('effective_on', '>', early)]))
    .execute()
  return rows.map((row) => row.record)
}

async function holders(tx: Kysely<LedgerTables>, measure: number | undefined): Promise<Map<string, string>> {
  if (measure === undefined) return new Map()
  const { rows } = await sql<{ record: string; holder: string }>`
    select distinct posting.record, held.holder
    from figures.posting as posting join registers.record_holder as held using (record)
    where posting.measure = ${measure}`.execute(tx)
  return new Map(rows.map((row) => [row.record, row.holder]))
}

async function totalAt(
  tx: Kysely<FiguresTables>,
  measure: number,
  { from, to, organisation, organised, today }: ExplanationAsked,
  holderNow: ReadonlyMap<string, string>,
): Promise<Amounts> {
  const { rows } = await sql<Amounts & { record: string; organisation: string }>`
    select record, organisation, sum(counted)::bigint as counted, sum(out_of)::bigint as "outOf",
      sum(unknown)::bigint as unknown, sum(records)::bigint as records, sum(reconstructed)::bigint as reconstructed
    from figures.posting
    where measure = ${measure} and effective_on <= ${from.on} and recording <= ${from.known.recording}
    group by record, organisation`.execute(tx)
  return rows
    .filter(
      (row) =>
        organisation === null ||
        organisation ===
          (organised === 'then'
            ? row.organisation
            : currentHolder(to.known.government, row.organisation, holderNow.get(row.record) ?? '', today)),
    )
    .reduce((sum: Amounts, row) => add(sum, row), NOTHING)
}
