import { type Government, organisationNotPublished, type Register } from '#definitions'
import { currentHolder, lineOf, scopeOn, successorsAt } from '#organisations'
import { type Kysely, sql } from '#platform/database'
import { lastStatements, type StatedValue, type Statement, statedValuesAt, statementsOf } from '#registers'
import { named, nameOf, type Promised, registerOf } from '#roadmaps'
import type { IsoDate } from '#shared/dates'
import { type Balance, balancesOf } from '../balances/queries.ts'
import type { Known } from '../known/queries.ts'
import { type Amounts, add, NOTHING } from '../ledger/rules.ts'
import { type LedgerTables, versionsInForce } from '../measures/queries.ts'
import { measureId } from '../measures/rules.ts'
import type { FiguresTables } from '../tables.ts'
import type { Account, Line } from './rules.ts'

/** As the organisations were on the date, or by their successors today. */
export type Organised = 'then' | 'now'

export interface AccountsAsked {
  readonly promises: readonly Promised[]
  readonly on: IsoDate
  readonly organised: Organised
  /** The day that `now` is reckoned from. */
  readonly today: IsoDate
}

/** The accounts of measures on a date, as known: all that their figures, tables and coverage are made of. */
export async function accountsOf(
  tx: Kysely<LedgerTables>,
  known: Known,
  asked: AccountsAsked,
): Promise<Account[]> {
  const all = withBases(asked.promises)
  const registers = new Set(all.flatMap((promised) => registerOf(known.government, promised)?.name ?? []))
  const read: Read = {
    known,
    asked,
    versions: await versionsInForce(tx, asked.on, known.recording),
    balances: Map.groupBy(
      await readBalances(tx, known, asked.on, all, registers),
      (balance) => balance.measure,
    ),
    statements: lastStatements(await statementsOf(tx, [...registers]), asked.on, known.recording),
    stated: await statedValuesAt(tx, asked.on, known.recording),
  }
  const accounts: Account[] = []
  for (const promised of asked.promises) accounts.push(await accountOf(tx, read, promised))
  return accounts
}

interface Read {
  readonly known: Known
  readonly asked: AccountsAsked
  readonly versions: ReadonlyMap<number, string>
  readonly balances: ReadonlyMap<number, readonly Balance[]>
  readonly statements: readonly Statement[]
  readonly stated: readonly StatedValue[]
}

async function accountOf(tx: Kysely<LedgerTables>, read: Read, promised: Promised): Promise<Account> {
  const { known, asked } = read
  const { measure } = promised
  const id = nameOf(promised)
  const bases: Account[] = []
  for (const base of basesOf(promised)) bases.push(await accountOf(tx, read, base))

  const number = known.measures.get(id)
  const balances = number === undefined ? [] : (read.balances.get(number) ?? [])
  const amounts = await byOrganisation(tx, known, asked, balances)
  const register = registerOf(known.government, promised)
  const statements = statementsAbout(read, promised, register)
  const stated = read.stated.filter((each) => each.measure === id)
  const holders = new Set(holdersOf(read, register))
  const scope = scopeOn(known.government, promised.commitment, asked.on)
  const about = [
    ...scope,
    ...amounts.keys(),
    ...bases.flatMap((base) => [...base.amounts.keys()]),
    ...statements.map((each) => each.organisation),
  ]
  const base = bases[0]
  return {
    promised,
    on: asked.on,
    knownAt: known.knownAt,
    definition: base ? base.definition : (read.versions.get(number ?? 0) ?? 'none'),
    amounts,
    latest: base ? base.latest : await latestOf(tx, number, asked.on, known.recording),
    scope,
    holders,
    statements,
    stated,
    lines: linesOf(known.government, promised, new Set(about), asked.on),
    bases,
    single: measure.derived && 'quantile' in measure.derived ? await singleAmounts(tx, read, promised) : [],
  }
}

/** The last day on or before the date on which anything of the measure changed. */
async function latestOf(
  tx: Kysely<FiguresTables>,
  measure: number | undefined,
  on: IsoDate,
  recording: number,
): Promise<IsoDate | null> {
  if (measure === undefined) return null
  const row = await tx
    .selectFrom('figures.posting_sum')
    .select('effective_on')
    .where('measure', '=', measure)
    .where('effective_on', '<=', on)
    .where('recording', '<=', recording)
    .orderBy('effective_on', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row?.effective_on ?? null
}

/** Every measure asked for and every one those are derived from, each once. */
function withBases(promises: readonly Promised[]): Promised[] {
  const all = new Map<string, Promised>()
  const visit = (promised: Promised) => {
    if (all.has(nameOf(promised))) return
    all.set(nameOf(promised), promised)
    basesOf(promised).forEach(visit)
  }
  promises.forEach(visit)
  return [...all.values()]
}

function basesOf(promised: Promised): Promised[] {
  const { derived } = promised.measure
  if (!derived) return []
  const names =
    'quotient' in derived
      ? [derived.quotient.of, ...(derived.quotient.over ? [derived.quotient.over] : [])]
      : ['organisations' in derived ? derived.organisations.of : derived.quantile.of]
  return names.flatMap((name) => named(promised, name) ?? [])
}

async function readBalances(
  tx: Kysely<FiguresTables>,
  known: Known,
  on: IsoDate,
  promises: readonly Promised[],
  registers: ReadonlySet<string>,
): Promise<Balance[]> {
  const names = [...promises.map(nameOf), ...[...registers].map(registerMeasure)]
  const measures = names.flatMap((name) => known.measures.get(name) ?? [])
  const balances = await balancesOf(tx, {
    measures,
    on: [on],
    recording: known.recording,
    organisations: null,
  })
  return balances.filter((balance) => balance.records !== 0)
}

function registerMeasure(register: string): string {
  return measureId({ roadmap: '', commitment: 0, name: register })
}

function* holdersOf(read: Read, register: Register | undefined): Generator<string> {
  const number = register && read.known.measures.get(registerMeasure(register.name))
  for (const { organisation } of (number && read.balances.get(number)) || []) {
    if (organisation !== organisationNotPublished) yield organisation
  }
}

/**
 * Statements of the whole register, and of the very part that the measure counts. What a body said that has since been
 * renamed or merged, its successor has said, unless it has said something else itself.
 */
function statementsAbout(read: Read, { measure }: Promised, register: Register | undefined): Statement[] {
  if (!register) return []
  const { government } = read.known
  const { on, organised, today } = read.asked
  const about = read.statements.filter(
    (each) => each.register === register.name && (each.part === null || each.part === measure.part),
  )
  const own = new Set(about.map((each) => each.organisation))
  const spoken = about.filter(({ says }) => says !== 'withdrawn')
  return spoken.flatMap((each) => {
    const successors = successorsAt(government, each.organisation, organised === 'now' ? today : on)
    const [organisation = each.organisation, ...others] = successors
    if (organisation === each.organisation || others.length > 0) return [each]
    return own.has(organisation) ? [] : [{ ...each, organisation }]
  })
}

/**
 * One measure's balance by the organisations asked for: as they were; or as they are today, an organisation that was
 * split being shared among its successors by who holds each record.
 */
export async function byOrganisation(
  tx: Kysely<FiguresTables>,
  known: Known,
  { on, organised, today }: Omit<AccountsAsked, 'promises'>,
  balances: readonly Balance[],
): Promise<Map<string, Amounts>> {
  const amounts = new Map<string, Amounts>()
  const put = (organisation: string, amount: Amounts) =>
    amounts.set(organisation, add(amounts.get(organisation) ?? NOTHING, amount))
  for (const balance of balances) {
    const { organisation, measure } = balance
    if (organised === 'then') put(organisation, balance)
    else if (successorsAt(known.government, organisation, today).length <= 1) {
      put(currentHolder(known.government, organisation, organisation, today), balance)
    } else {
      for (const each of await contributionsAt(tx, measure, on, known.recording)) {
        if (each.organisation !== organisation) continue
        put(currentHolder(known.government, organisation, each.holder, today), each)
      }
    }
  }
  return amounts
}

interface ContributionRow extends Amounts {
  readonly organisation: string
  readonly holder: string
}

async function contributionsAt(
  tx: Kysely<FiguresTables>,
  measure: number,
  on: IsoDate,
  recording: number,
): Promise<ContributionRow[]> {
  const { rows } = await sql<ContributionRow>`
    select organisation, holder, counted, out_of as "outOf", unknown, records, reconstructed
    from figures.contributions_at(${measure}, ${on}, ${recording})`.execute(tx)
  return rows
}

async function singleAmounts(tx: Kysely<FiguresTables>, read: Read, promised: Promised) {
  const base = basesOf(promised)[0]
  const number = base && read.known.measures.get(nameOf(base))
  if (number === undefined) return []
  const rows = await contributionsAt(tx, number, read.asked.on, read.known.recording)
  return rows
    .filter((row) => row.unknown === 0)
    .map(({ organisation, counted }) => ({ organisation, counted }))
}

function linesOf(
  government: Government,
  { roadmap, commitment }: Promised,
  organisations: ReadonlySet<string>,
  on: IsoDate,
): Map<string, Line> {
  return new Map(
    [...organisations].map((organisation) => [
      organisation,
      lineOf(government, roadmap, commitment, organisation, on),
    ]),
  )
}
