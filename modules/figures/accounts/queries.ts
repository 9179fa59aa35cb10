import { organisationNotPublished, type Register, standsFor } from '#definitions'
import { scopeOn, successorsAt } from '#organisations'
import type { Kysely } from '#platform/database'
import { lastStatements, type StatedValue, type Statement, statedValuesAt, statementsOf } from '#registers'
import { basesOf, nameOf, type Promised, registerOf, withBases } from '#roadmaps'
import type { IsoDate } from '#shared/dates'
import { type Balance, balancesOf } from '../balances/queries.ts'
import { singleOn } from '../cells/queries.ts'
import type { Known } from '../known/queries.ts'
import { numbersOf, roundedTo } from '../known/rules.ts'
import type { Amounts } from '../ledger/rules.ts'
import { type LedgerTables, type MeasureOn, measuresOn } from '../measures/queries.ts'
import { measureId } from '../measures/rules.ts'
import { asOrganised, type Organised, sumByOrganisation } from '../shares/queries.ts'
import type { FiguresTables } from '../tables.ts'
import { derivedVersion } from '../versions/rules.ts'
import { linesOf } from './lines.ts'
import type { Account } from './rules.ts'

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
    standing: await measuresOn(
      tx,
      numbersOf(known, all),
      asked.on,
      known.recording,
      numbersOf(
        known,
        all.filter((promised) => isLapsing(registerOf(known.government, promised))),
      ),
    ),
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

function isLapsing(register: Register | undefined): boolean {
  return register !== undefined && standsFor(register) !== undefined
}

interface Read {
  readonly known: Known
  readonly asked: AccountsAsked
  readonly standing: ReadonlyMap<number, MeasureOn>
  readonly balances: ReadonlyMap<number, readonly Balance[]>
  readonly statements: readonly Statement[]
  readonly stated: readonly StatedValue[]
}

async function accountOf(tx: Kysely<LedgerTables>, read: Read, promised: Promised): Promise<Account> {
  const { known, asked } = read
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
  const standing = number === undefined ? undefined : read.standing.get(number)
  return {
    promised,
    on: asked.on,
    knownAt: known.knownAt,
    definition: base ? derivedVersion(promised, bases) : (standing?.version ?? 'none'),
    roundedTo: roundedTo(known, promised),
    amounts,
    latest: base
      ? (bases
          .flatMap(({ latest }) => latest ?? [])
          .sort()
          .at(-1) ?? null)
      : (standing?.latest ?? null),
    scope,
    holders,
    heirs: new Set([...holders].flatMap((holder) => heirOf(read, holder))),
    statements,
    stated,
    lines: linesOf(known.government, promised, new Set(about), asked.on),
    bases,
    single: (await singleOn(tx, known, promised, [asked.on])).get(asked.on) ?? [],
  }
}

async function readBalances(
  tx: Kysely<FiguresTables>,
  known: Known,
  on: IsoDate,
  promises: readonly Promised[],
  registers: ReadonlySet<string>,
): Promise<Balance[]> {
  const holding = [...registers].flatMap((name) => known.measures.get(registerMeasure(name)) ?? [])
  const balances = await balancesOf(tx, {
    measures: [...numbersOf(known, promises), ...holding],
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

/** The one body that another was renamed to or merged into: what that one had answered, it has. */
function heirOf({ known, asked: { on, organised, today } }: Read, organisation: string): string[] {
  const successors = successorsAt(known.government, organisation, organised === 'now' ? today : on)
  return successors.length === 1 ? successors : []
}

/**
 * Statements of the whole register, and of the very part that the measure counts. What a body said that has since been
 * renamed or merged, its successor has said, unless it has said something else itself.
 */
function statementsAbout(read: Read, { measure }: Promised, register: Register | undefined): Statement[] {
  if (!register) return []
  const about = read.statements.filter(
    (each) => each.register === register.name && (each.part === null || each.part === measure.part),
  )
  const own = new Set(about.map((each) => each.organisation))
  const spoken = about.filter(({ says }) => says !== 'withdrawn')
  return spoken.flatMap((each) => {
    const [organisation = each.organisation] = heirOf(read, each.organisation)
    if (organisation === each.organisation) return [each]
    return own.has(organisation) ? [] : [{ ...each, organisation }]
  })
}

/** One measure's balance on one date by the organisations asked for: as they were, or as they are today. */
export async function byOrganisation(
  tx: Kysely<FiguresTables>,
  known: Known,
  { organised, today }: Pick<AccountsAsked, 'organised' | 'today'>,
  balances: readonly Balance[],
): Promise<Map<string, Amounts>> {
  return sumByOrganisation(await asOrganised(tx, known, { organised, today }, balances))
}
